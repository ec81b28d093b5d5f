import type { Account } from "../../account/account.ts";
import { adjustmentsOf } from "../../account/adjustments.ts";
import type { CreditNote, CreditNoteLine, CreditParts } from "../../account/credit-note.ts";
import type { Invoice } from "../../account/invoice.ts";
import { invoiceName } from "../../account/invoice-name.ts";
import { Refusal } from "../../account/refusal.ts";
import type { World } from "../../account/world.ts";
import { creditOfLine, creditOverLines, divideCredit, type LineLeft, linesLeft } from "../../billing/credit-lines.ts";
import { formatMoney } from "../../money/currency.ts";
import type { Minor } from "../../money/exact.ts";
import { leftOfInvoice } from "../payments/find-payment.ts";
import { giveBack } from "../payments/refund.ts";
import type { IssueCreditNote } from "../requests.ts";
import { markPaid } from "./close-invoice.ts";
import { namedInvoice } from "./find-invoice.ts";

const PLACES = { balance: "toBalance", refund: "refunded", out_of_band: "outOfBand" } as const satisfies Record<string, keyof CreditParts>;

/** Reduces a finalized invoice: first what remains of it, then to the balance, the card or outside (M7). */
export function issueCreditNote(world: World, account: Account, action: IssueCreditNote): void {
  const invoice = action.invoice === undefined ? latestCreditable(account) : namedInvoice(account, action.invoice);
  refuseUnlessCreditable(account, invoice);
  const lines = creditedLines(account, invoice, action);
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  refuseIfTooMuch(account, invoice, amount);
  const open = invoice.status === "open" ? Math.min(amount, invoice.amountRemaining) : 0;
  if (action.to === "refund") refuseIfNotRefundable(account, invoice, amount - open);
  divideCredit(lines, open, PLACES[action.to]);

  const adjustments = adjustmentsOf(invoice);
  const rest: CreditParts = { open, toBalance: 0, refunded: 0, outOfBand: 0 };
  rest[PLACES[action.to]] += amount - open;
  const number = adjustments.creditNotes.length + 1;
  const note: CreditNote = { number, at: account.now, amount, reason: action.reason, lines, ...rest };
  adjustments.creditNotes.push(note);
  adjustments.credited += amount;
  adjustments.creditedOpen += open;
  invoice.amountRemaining -= open;
  world.sink.creditNote(account.now, account, invoice, note);
  settleRest(world, account, invoice, note);
}

/** Money of a credit note moves; an open invoice of which nothing remains is paid. */
function settleRest(world: World, account: Account, invoice: Invoice, { toBalance, refunded }: CreditNote): void {
  if (refunded > 0) giveBack(world, account, { invoice, charge: undefined }, refunded);
  if (toBalance > 0) {
    account.balance -= toBalance;
    world.sink.balance(account.now, account, -toBalance, "credit_note", invoice, "");
  }
  if (invoice.status === "open" && invoice.amountRemaining === 0) markPaid(world, account, invoice, account.now);
}

function isCreditable({ status }: Invoice): boolean {
  return status === "open" || status === "paid";
}

function latestCreditable(account: Account): Invoice {
  let latest: Invoice | undefined;
  for (const invoice of account.invoices) {
    if (isCreditable(invoice) && (latest === undefined || invoice.number > latest.number)) latest = invoice;
  }
  if (latest !== undefined) return latest;
  throw new Refusal(
    `customer "${account.id}" has no invoice to credit`,
    "A credit note reduces an invoice that is open or paid.",
    "Leave the entry out, or move it after an invoice.",
  );
}

function refuseUnlessCreditable(account: Account, invoice: Invoice): void {
  if (isCreditable(invoice)) return;
  throw new Refusal(
    `invoice "${invoiceName(account.id, invoice.number)}" is ${invoice.status}`,
    "A credit note reduces an invoice that is open or paid.",
    "Name another invoice, or move the entry.",
  );
}

function creditedLines(account: Account, invoice: Invoice, { amount, lines }: IssueCreditNote): readonly CreditNoteLine[] {
  const left = linesLeft(invoice.lines, invoice.adjustments?.creditNotes ?? []);
  if (amount === undefined) return lines.map((line) => lineCredit(account, invoice, left, line));
  refuseIfTooMuch(account, invoice, amount);
  return creditOverLines(amount, left);
}

function lineCredit(account: Account, invoice: Invoice, left: readonly LineLeft[], { line, amount }: IssueCreditNote["lines"][number]): CreditNoteLine {
  const held = left[line - 1];
  const name = invoiceName(account.id, invoice.number);
  if (held === undefined) {
    throw new Refusal(
      `invoice "${name}" has no line ${line}`,
      `It has ${left.length} ${left.length === 1 ? "line" : "lines"}.`,
      "Name one of its lines, from 1.",
    );
  }
  if (amount > 0 && amount <= held.net) return creditOfLine(line, amount, held);
  const money = (value: Minor): string => formatMoney(value, account.currency);
  throw new Refusal(
    `${money(amount)} cannot be credited of line ${line} of invoice "${name}"`,
    `It is an amount above 0, without exclusive tax, and at most what the line still holds: ${money(Math.max(0, held.net))}.`,
    "Write a smaller amount, or another line.",
  );
}

/**
 * What is left to credit: of the total what no note has credited, and with plain refunds no more than the invoice came to, or what it asked
 * where that was more: money that went back is not credited once more (M7).
 */
function leftToCredit({ total, amountDue, adjustments }: Invoice): Minor {
  if (adjustments === undefined) return total;
  const { credited, refunded, creditNotes } = adjustments;
  const plainRefunds = creditNotes.reduce((plain, note) => plain - note.refunded, refunded);
  return Math.min(total, Math.max(total, amountDue) - plainRefunds) - credited;
}

function refuseIfTooMuch(account: Account, invoice: Invoice, amount: Minor): void {
  const left = leftToCredit(invoice);
  if (amount > 0 && amount <= left) return;
  const money = (value: Minor): string => formatMoney(value, account.currency);
  throw new Refusal(
    `${money(amount)} cannot be credited of invoice "${invoiceName(account.id, invoice.number)}"`,
    `It is an amount above 0, with tax, and at most the total less what was credited or refunded before: ${money(Math.max(0, left))}.`,
    "Write a smaller amount.",
  );
}

function refuseIfNotRefundable(account: Account, invoice: Invoice, amount: Minor): void {
  const left = leftOfInvoice(invoice);
  if (amount <= left) return;
  const money = (value: Minor): string => formatMoney(value, account.currency);
  throw new Refusal(
    `${money(amount)} of invoice "${invoiceName(account.id, invoice.number)}" cannot be refunded`,
    `At most what charges paid, less refunds and disputes, is refunded: ${money(left)}.`,
    "Credit less, or use `to: balance`.",
  );
}
