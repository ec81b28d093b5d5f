import type { DisputePayment, IssueCreditNote, Refund } from "../../engine/actions/action.ts";
import { invoiceOf } from "./by-hand.ts";
import { plusDuration } from "./calendar.ts";
import { settle } from "./payments.ts";
import { ratio, round } from "./rational.ts";
import { type Invoice, type Life, type Line, moveBalance, type OneOff, type OpenDispute, refuseUnless } from "./state.ts";

type Paid = Invoice | OneOff;
const isInvoice = (paid: Paid): paid is Invoice => "lines" in paid;

/** What charges paid, less refunds and disputes that are open or lost (M6). */
function left(paid: Paid): number {
  const taken = isInvoice(paid) ? paid.amountPaid - paid.outOfBand : paid.succeeded ? paid.amount : 0;
  return taken - paid.refunded - paid.disputed;
}

/** The latest of all, of its kind, or the one that is named (M1). */
function payment(life: Life, { invoice, charge }: Refund | DisputePayment): Paid {
  if (typeof invoice === "string") return invoiceOf(life, invoice);
  const { id } = life.script;
  if (typeof charge === "string") {
    const named = life.oneOffs.find(({ number }) => `${id}-ch-${number}` === charge);
    refuseUnless(named !== undefined, "there is no such charge");
    return named;
  }
  const when = (paid: Paid): number => (isInvoice(paid) ? (paid.paidAt as number) : paid.at);
  const candidates: Paid[] = [
    ...(charge === true ? [] : life.invoices.filter(({ status }) => status === "paid")),
    ...(invoice === true ? [] : life.oneOffs),
  ].filter((paid) => left(paid) > 0);
  // Sorting is stable: of one instant the higher invoice number, then the later charge, stands last.
  const latest = candidates.toSorted((a, b) => when(a) - when(b)).at(-1);
  refuseUnless(latest !== undefined, "nothing was paid");
  return latest;
}

function howMuch(paid: Paid, amount: number | undefined): number {
  const some = amount ?? left(paid);
  refuseUnless(some > 0 && some <= left(paid), "at most what is left");
  return some;
}

function row(life: Life, kind: string, paid: Paid, amount: number, fee: number): void {
  const what = isInvoice(paid) ? { invoice: paid.number, charge: null } : { invoice: null, charge: paid.number };
  life.payments.push({ at: life.now, kind, ...what, amount, fee, attempt: 0, declined: null, card: null });
}

export function refund(life: Life, action: Refund): void {
  const paid = payment(life, action);
  const amount = howMuch(paid, action.amount);
  paid.refunded += amount;
  row(life, "refund", paid, amount, 0);
}

/** M8. */
export function dispute(life: Life, action: DisputePayment): void {
  const paid = payment(life, action);
  const amount = howMuch(paid, action.amount);
  paid.disputed += amount;
  row(life, "dispute", paid, amount, action.fee);
  const decidedAt = plusDuration(life.now, action.after);
  life.disputes.push({ decidedAt, planned: life.sequence++, of: paid, amount, won: action.outcome === "won" });
}

export function decide(life: Life, decided: OpenDispute): void {
  life.disputes = life.disputes.filter((dispute) => dispute !== decided);
  if (!decided.won) return;
  decided.of.disputed -= decided.amount;
  row(life, "dispute", decided.of, -decided.amount, 0);
}

interface Held {
  readonly gross: number;
  readonly inclusive: number;
  readonly exclusive: number;
}

/** What a line holds with its tax, after the notes so far. */
function held(invoice: Invoice, line: Line, index: number): Held {
  const sum = (inclusive: boolean): number => line.taxes.filter((tax) => tax.inclusive === inclusive).reduce((all, { amount }) => all + amount, 0);
  const credited = invoice.lineCredits[index] as Held;
  const net = line.amount - line.discounts.reduce((all, { amount }) => all + amount, 0);
  return {
    gross: net + sum(false) - credited.gross,
    inclusive: sum(true) - credited.inclusive,
    exclusive: sum(false) - credited.exclusive,
  };
}

/** Each line's part of an amount with tax: floor in proportion, the rest from the last line backwards (D1, M7). */
function spread(amount: number, weights: readonly number[]): number[] {
  const all = weights.reduce((a, b) => a + b, 0);
  const parts = weights.map((weight) => Number((BigInt(amount) * BigInt(weight)) / BigInt(all)));
  let rest = amount - parts.reduce((a, b) => a + b, 0);
  for (let i = parts.length - 1; i >= 0; i--) {
    const more = Math.min(rest, (weights[i] as number) - (parts[i] as number));
    parts[i] = (parts[i] as number) + more;
    rest -= more;
  }
  return parts;
}

/** What was refunded, and not by a credit note. */
function plainRefunds(life: Life, invoice: Invoice): number {
  const refunds = life.payments.filter((payment) => payment.kind === "refund" && payment.invoice === invoice.number);
  return refunds.reduce((sum, { amount }) => sum + amount, 0) - invoice.refundedByNotes;
}

/** M7. */
export function creditNote(life: Life, action: IssueCreditNote): void {
  const isOpenOrPaid = ({ status }: Invoice): boolean => status === "open" || status === "paid";
  const invoice = action.invoice === undefined ? life.invoices.findLast(isOpenOrPaid) : invoiceOf(life, action.invoice);
  refuseUnless(invoice !== undefined && isOpenOrPaid(invoice), "an open or a paid invoice is credited");
  const before = invoice.lineCredits.reduce((all, { gross }) => all + gross, 0);
  const asked = Math.max(invoice.total, invoice.amountDue);
  const fits = (amount: number): boolean => amount > 0 && amount <= invoice.total - before && amount <= asked - before - plainRefunds(life, invoice);
  const holds = invoice.lines.map((line, i) => held(invoice, line, i));
  const credits: ({ readonly line: number } & Held)[] = [];
  if (action.amount === undefined) {
    for (const { line, amount } of action.lines) {
      const hold = holds[line - 1];
      refuseUnless(hold !== undefined, "there is no such line");
      const net = hold.gross - hold.exclusive;
      refuseUnless(amount > 0 && amount <= net, "at most what the line holds");
      const exclusive = round(ratio(amount * hold.exclusive, net));
      credits.push({ line, gross: amount + exclusive, exclusive, inclusive: round(ratio(amount * hold.inclusive, net)) });
    }
  } else {
    refuseUnless(fits(action.amount), "at most what is not credited yet");
    const weights = holds.map(({ gross }) => Math.max(gross, 0));
    for (const [i, gross] of spread(action.amount, weights).entries()) {
      const hold = holds[i] as Held;
      if (gross === 0) continue;
      const part = (tax: number): number => round(ratio(gross * tax, hold.gross));
      credits.push({ line: i + 1, gross, exclusive: part(hold.exclusive), inclusive: part(hold.inclusive) });
    }
  }
  const amount = credits.reduce((all, { gross }) => all + gross, 0);
  refuseUnless(fits(amount), "at most what is not credited yet");
  const open = invoice.status === "open" ? Math.min(amount, invoice.amountRemaining) : 0;
  refuseUnless(action.to !== "refund" || amount - open <= left(invoice), "at most what is left is refunded");
  book(life, invoice, action.to, credits, amount, open);
}

function book(
  life: Life,
  invoice: Invoice,
  to: IssueCreditNote["to"],
  credits: readonly ({ readonly line: number } & Held)[],
  amount: number,
  open: number,
): void {
  let remaining = open;
  const texts = credits.map(({ line, gross, inclusive, exclusive }) => {
    const credited = invoice.lineCredits[line - 1] as Invoice["lineCredits"][number];
    credited.gross += gross;
    credited.inclusive += inclusive;
    credited.exclusive += exclusive;
    const off = Math.min(remaining, gross);
    remaining -= off;
    return `${line}:${gross}/${inclusive}/${exclusive}/${off}`;
  });
  const rest = amount - open;
  const places = ["balance", "refund", "out_of_band"].map((place) => (place === to ? rest : 0));
  invoice.creditNotes.push(`${life.now} ${amount} ${texts.join(" ")} ${[open, ...places].join("/")}`);
  invoice.amountRemaining -= open;
  if (to === "refund" && rest > 0) {
    invoice.refunded += rest;
    invoice.refundedByNotes += rest;
    row(life, "refund", invoice, rest, 0);
  }
  if (to === "balance") moveBalance(life, -rest, "credit_note", invoice);
  if (invoice.status === "open" && invoice.amountRemaining === 0) settle(life, invoice);
}
