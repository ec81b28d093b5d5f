import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { type Currency, formatMoney } from "../../engine/money/currency.ts";
import { formatDecimal } from "../../engine/money/decimal.ts";
import { lineInBrief } from "../explain/line-arithmetic.ts";
import { invoicePeriod } from "../tables/invoices.ts";
import type { Below } from "./journal-entry.ts";

/** `2026-01-31 → 2026-02-28` */
export function spanText(span: { start: number; end: number }): string {
  return `${formatBrief(span.start)} → ${formatBrief(span.end)}`;
}

/** Whether one line says it all: a full price or trial without discount or tax. */
function isPlain(invoice: Invoice): boolean {
  const line = invoice.lines[0];
  return invoice.lines.length === 1 && line !== undefined && line.discount === 0 && line.taxes.length === 0;
}

/** What a new invoice bills, beside its amount: its only line, or its period. */
export function billsText(account: Account, invoice: Invoice): string {
  const period = invoicePeriod(invoice);
  const span = period === undefined ? "" : spanText(period);
  if (!isPlain(invoice)) return span;
  const only = lineInBrief(invoice.lines[0] as Line, account.currency);
  return span === "" ? only : `${only}, ${span}`;
}

/** The lines of a new invoice with what is taken off and put on each; nothing when one line says it all. */
export function linesBelow(account: Account, invoice: Invoice): readonly Below[] {
  if (isPlain(invoice)) return [];
  return invoice.lines.flatMap((line) => lineBelow(line, account.currency, invoice));
}

function lineBelow(line: Line, currency: Currency, invoice: Invoice): readonly Below[] {
  const period = invoicePeriod(invoice);
  const isOther = line.start !== line.end && (line.start !== period?.start || line.end !== period.end);
  const span = isOther ? `, ${spanText(line)}` : "";
  const below: Below[] = [{ what: "line", amount: formatMoney(line.amount, currency), detail: `${lineInBrief(line, currency)}${span}` }];
  for (const { coupon, amount } of line.discounts) {
    below.push({ what: "  discount", amount: formatMoney(-amount, currency), detail: coupon.id });
  }
  for (const { rate, inclusive, amount } of line.taxes) {
    const percentage = `${rate.id} ${formatDecimal(rate.percentage)}%`;
    below.push({ what: "  tax", amount: formatMoney(amount, currency), detail: inclusive ? `${percentage}, inside the amount` : percentage });
  }
  return below;
}

/** What finalization did with the customer balance, where it did anything: what is due is then not the total. */
export function balanceBelow(account: Account, invoice: Invoice): readonly Below[] {
  const moved = invoice.endingBalance - invoice.startingBalance;
  if (moved === 0) return [];
  const money = (amount: number): string => formatMoney(amount, account.currency);
  const detail = `balance ${money(invoice.startingBalance)} → ${money(invoice.endingBalance)}, due ${money(invoice.amountDue)}`;
  return [{ what: "customer balance", amount: money(invoice.amountDue - invoice.total), detail }];
}
