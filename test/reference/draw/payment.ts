import fc from "fast-check";
import { isoInstant, type PlainRecord } from "./yaml-object.ts";

const soft = ["insufficient_funds", "card_declined", "processing_error", "expired_card"];
const hard = ["lost_card", "stolen_card", "authentication_required"];
const code = fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: fc.constantFrom(...soft) }, { weight: 1, arbitrary: fc.constantFrom(...hard) });

export type CardDraw =
  | { readonly kind: "outcomes"; readonly outcomes: readonly string[] }
  | { readonly kind: "window"; readonly code: string; readonly fromDay: number; readonly days: number }
  | { readonly kind: "expires"; readonly month: number }
  | { readonly kind: "funding"; readonly funding: string };

export const cardArbitrary: fc.Arbitrary<CardDraw> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("outcomes" as const),
      outcomes: fc
        .tuple(fc.boolean(), fc.array(fc.oneof(fc.constant("succeeds"), { weight: 2, arbitrary: code }), { minLength: 1, maxLength: 4 }))
        .map(([startsWell, rest]) => (startsWell ? ["succeeds", ...rest] : rest)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("window" as const),
      code,
      fromDay: fc.nat(90),
      days: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("expires" as const), month: fc.nat(4) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("funding" as const), funding: fc.constantFrom("prepaid", "unknown", "debit") }),
  },
);

export function cardObject(card: CardDraw, start: number): PlainRecord {
  const day = 86_400;
  switch (card.kind) {
    case "outcomes":
      return { outcomes: card.outcomes };
    case "window": {
      const from = start + card.fromDay * day;
      return { declines: { code: card.code, from: isoInstant(from), until: isoInstant(from + card.days * day) } };
    }
    case "expires":
      return { expires: isoInstant(start + card.month * 31 * day).slice(0, 7) };
    default:
      return { funding: card.funding };
  }
}

/** Which card: a drawn one, or one that is built in. */
export const cardChoice = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: fc.constant<string | number>("visa") },
  { weight: 6, arbitrary: fc.nat(3).map<string | number>((index) => index) },
  { weight: 2, arbitrary: fc.constantFrom<(string | number)[]>("none", "lost_card", "insufficient_funds") },
);

const retry = fc.constantFrom("3 days", "1 day", "2 days", "12 hours", "0 days", "1 month", "1 hour");

export const dunningArbitrary: fc.Arbitrary<PlainRecord | undefined> = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 4,
    arbitrary: fc.record({
      retries: fc.oneof({ weight: 5, arbitrary: fc.array(retry, { maxLength: 2 }) }, { weight: 1, arbitrary: fc.constant("smart") }),
      then: fc.constantFrom("cancel", "unpaid", "past_due", "unpaid"),
      invoice_then: fc.constantFrom("open", "uncollectible"),
    }),
  },
);
