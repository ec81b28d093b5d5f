import fc from "fast-check";
import { offset } from "./entry.ts";
import type { PlainRecord } from "./yaml-object.ts";

const maybe = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ withCrossShrink: true }, { weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const someAmount = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 900 }) },
  { weight: 2, arbitrary: fc.constantFrom(300, 1000, 500) },
);

/** Something done to invoices and payments by hand; not every action looks at every field. */
export const byHandDraw = fc.record({
  kind: fc.noBias(
    fc.constantFrom(
      "void",
      "void",
      "mark_uncollectible",
      "pay",
      "pay",
      "charge",
      "refund",
      "refund",
      "dispute",
      "dispute",
      "credit_note",
      "credit_note",
      "credit_note",
      "credit_note",
      "pay_open",
      "pay_open",
    ),
  ),
  /** Behind how many of the customer's other entries it comes. */
  place: fc.nat(4),
  after: offset,
  /** What is made just before it, so that it has something to do: an open invoice, a paid one. */
  first: fc.noBias(fc.constantFrom("nothing", "what suits", "what suits", "what suits")),
  item: fc.integer({ min: 5, max: 60 }).map((n) => n * 100),
  invoice: maybe(fc.nat(4), 6),
  of: fc.constantFrom("invoice", "charge", "latest", "latest"),
  amount: maybe(someAmount, 3),
  lines: fc.uniqueArray(fc.record({ line: fc.integer({ min: 1, max: 3 }), amount: someAmount }), { minLength: 1, maxLength: 2, selector: ({ line }) => line }),
  /** Every other credit note is by lines. */
  byLines: fc.noBias(fc.boolean()),
  to: fc.noBias(fc.constantFrom(undefined, undefined, "balance", "refund", "refund", "out_of_band")),
  /** Of `pay_open`. */
  card: fc.noBias(fc.constantFrom("visa", "card0", "card1", "lost_card", "insufficient_funds", "kept", "lapsing", "lapsing")),
  won: fc.boolean(),
  decided: fc.constantFrom(undefined, "0 days", "20 days"),
  fee: fc.constantFrom(undefined, 1500),
});
export type ByHandDraw = typeof byHandDraw extends fc.Arbitrary<infer T> ? T : never;

const OPEN = new Set(["void", "mark_uncollectible", "pay", "pay_open"]);

/** The entries of it: what it needs, then itself. */
export function byHandEntries(draw: ByHandDraw, customer: string, cards: readonly string[]): PlainRecord[] {
  return [...preparation(draw), draw.kind === "pay_open" ? replaced(draw, cards) : action(draw, customer)];
}

function preparation({ kind, first, item, to }: ByHandDraw): PlainRecord[] {
  if (first === "nothing" || kind === "charge") return [];
  const bill = [{ invoice_item: { amount: item } }, { invoice: { pay: true } }];
  const isOpen = OPEN.has(kind) || (kind === "credit_note" && to === undefined);
  if (kind === "pay_open") return [{ card: "lost_card" }, ...bill, ...bill];
  return isOpen ? [{ card: "insufficient_funds" }, ...bill, { card: "visa" }] : [{ card: "visa" }, ...bill];
}

/** A drawn card that the scenario does not have is `visa`. */
function replaced({ card }: ByHandDraw, cards: readonly string[]): PlainRecord {
  return { card: { id: card.startsWith("card") && !cards.includes(card) ? "visa" : card, pay_open: true } };
}

function action(draw: ByHandDraw, customer: string): PlainRecord {
  const { kind, amount } = draw;
  const invoice = draw.invoice === undefined ? undefined : `${customer}-${String(draw.invoice + 1).padStart(4, "0")}`;
  switch (kind) {
    case "pay":
      return { pay: { invoice, out_of_band: true } };
    case "charge":
      return { charge: { amount: draw.item } };
    case "refund":
      return { refund: { ...which(draw, customer, invoice), amount } };
    case "dispute":
      return { dispute: { ...which(draw, customer, invoice), amount, outcome: draw.won ? "won" : undefined, after: draw.decided, fee: draw.fee } };
    case "credit_note":
      return { credit_note: { invoice, ...(draw.byLines ? { lines: onlyFirst(draw) } : { amount: amount ?? draw.item }), to: draw.to } };
    default:
      return { [kind]: { invoice } };
  }
}

function which({ of, invoice }: ByHandDraw, customer: string, named: string | undefined): PlainRecord {
  if (of === "latest") return {};
  if (of === "charge") return { charge: invoice === undefined ? true : `${customer}-ch-${invoice + 1}` };
  return { invoice: named ?? true };
}

/** Of a bill made just before there is one line. */
function onlyFirst({ lines, first }: ByHandDraw): ByHandDraw["lines"] {
  return first === "nothing" ? lines : lines.slice(0, 1).map(({ amount }) => ({ line: 1, amount }));
}
