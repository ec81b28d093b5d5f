import type { Account } from "../../engine/account/account.ts";
import { type CreditNote, creditNoteName } from "../../engine/account/credit-note.ts";
import type { Dispute, DisputeStep } from "../../engine/account/dispute.ts";
import type { Payment } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { chargeName } from "../../engine/account/one-off-charge.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { Told } from "./journal-entry.ts";

/** `of alice-0001`: what a transfer or dispute is about. */
function nameOf(account: Account, { invoice, charge }: Pick<Payment, "invoice" | "charge">): string {
  return invoice === undefined ? chargeName(account.id, charge?.number ?? 0) : invoiceName(account.id, invoice.number);
}

/** Money that moved beside invoices: a one-off charge, a refund. */
export function transferEntry(account: Account, payment: Payment): Told {
  const { kind, charge, amount, card, decline } = payment;
  const name = nameOf(account, payment);
  const money = formatMoney(amount, account.currency);
  if (kind !== "charge") return { what: kind, amount: money, detail: `of ${name}`, why: "money goes back to the card", below: [] };
  const outcome = decline === undefined ? `by ${card?.id}` : `${card?.id}: ${decline.code}`;
  const detail = charge?.description ? `${charge.description}, ${outcome}` : outcome;
  return { what: `charge ${name} ${decline === undefined ? "paid" : "failed"}`, amount: money, detail, why: "outside of invoices", below: [] };
}

/** A credit note: where what it takes off goes, and how much of which line. */
export function creditNoteEntry(account: Account, invoice: Invoice, note: CreditNote): Told {
  const money = (amount: number): string => formatMoney(amount, account.currency);
  const parts = [
    note.open === 0 ? "" : `${money(note.open)} off the remaining`,
    note.toBalance === 0 ? "" : `${money(note.toBalance)} to the balance`,
    note.refunded === 0 ? "" : `${money(note.refunded)} refunded`,
    note.outOfBand === 0 ? "" : `${money(note.outOfBand)} out of band`,
    note.reason,
  ];
  const below = note.lines.map((line) => {
    const tax = line.taxInclusive + line.taxExclusive;
    return { what: `line ${line.line}`, amount: money(line.amount), detail: tax === 0 ? "" : `tax ${money(tax)}` };
  });
  return {
    what: `credit note ${creditNoteName(account.id, invoice.number, note.number)}`,
    amount: money(note.amount),
    detail: parts.filter((part) => part !== "").join(", "),
    why: "a finalized invoice is reduced",
    below: invoice.lines.length === 1 && below[0]?.detail === "" ? [] : below,
  };
}

export function disputeEntry(account: Account, dispute: Dispute, step: DisputeStep): Told {
  const { amount, fee, decidedAt } = dispute;
  const feeText = fee === 0 ? "" : `, fee ${formatMoney(fee, account.currency)}`;
  return {
    what: `dispute ${step}`,
    amount: formatMoney(amount, account.currency),
    detail: step === "created" ? `of ${nameOf(account, dispute)}${feeText}, decided ${formatBrief(decidedAt)}` : `of ${nameOf(account, dispute)}`,
    why: step === "created" ? "the cardholder takes the payment back" : step === "won" ? "what was taken comes back" : "what was taken stays away",
    below: [],
  };
}
