import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { type Currency, formatMoney } from "../../engine/money/currency.ts";
import { formatDecimal, quantityText } from "../../engine/money/decimal.ts";
import { lineDescription } from "../rendering/line-description.ts";
import { padLeft, padRight, textWidth } from "../rendering/text-width.ts";
import { isFraction } from "../tables/invoice-lines.ts";
import { exactMajor, exactQuotient, isStartOfUsage, lineEquation, lineQuantity, lineRule, priceInWords } from "./line-arithmetic.ts";

const INDENT = "   ";

/** A labelled line of an explanation. */
function item(label: string, text: string): string {
  return `${INDENT}${padRight(label, 11)} ${text}`;
}

/** One line of an invoice with all its arithmetic: price, fraction, rounding, discounts, taxes. */
export function explainLine(line: Line, number: number, currency: Currency): readonly string[] {
  const title = `${number}. ${lineDescription(line, currency)}`;
  const lines = [`${padRight(title, Math.max(64, textWidth(title) + 2))}${padLeft(formatMoney(line.amount, currency), 16)}`, item("rule", lineRule(line))];
  if (line.kind === "usage" && !isStartOfUsage(line)) lines.push(item("usage", usageInWords(line)));
  const words = priceInWords(line);
  if (words !== undefined) lines.push(item("price", `${words} minor units`));
  if (line.insideDiscounts.length > 0) {
    const base = exactMajor(line.base, line.scale, currency);
    lines.push(item("inside", `${line.insideDiscounts.map((coupon) => coupon.id).join(", ")}: full price after discounts ${base}`));
  }
  if (line.start !== line.end) lines.push(item("time", `${formatInstant(line.start)} to ${formatInstant(line.end)}, ${line.end - line.start} s`));
  if (isFraction(line)) {
    lines.push(item("numerator", `${line.part} s ${line.part > line.whole ? "in all" : line.kind === "subscription" ? "in the cut period" : "left"}`));
    lines.push(item("denominator", `${line.whole} s ${isOfDebit(line) ? "that were debited" : "in the full period"}`));
  }
  lines.push(item("amount", `${lineEquation(line)}${roundingText(line)}`));
  lines.push(...discountLines(line, currency), ...taxLines(line, currency));
  return lines;
}

/** In flexible mode a credit is a part of what was debited; in classic mode of a full period. */
function isOfDebit(line: Line): boolean {
  return line.kind === "proration_credit" && line.subscription?.mode !== "classic";
}

/** How the records of the period became the quantity. */
function usageInWords(line: Line): string {
  const how = line.plan?.usage ?? "sum";
  const aggregate = quantityText(line.usage?.aggregate ?? line.quantity);
  const billed = aggregate === lineQuantity(line) ? "" : `, of which ${lineQuantity(line)} on this line`;
  return `${AGGREGATES[how]} = ${aggregate} (aggregate_usage: ${how})${billed}`;
}

const AGGREGATES = {
  sum: "all records added up, at least 0",
  count: "how many records there are",
  max: "the most at any instant",
  last_during_period: "the last one of the period",
  last_ever: "the last one ever",
} as const;

function roundingText(line: Line): string {
  const exact = exactQuotient(line);
  return exact === undefined ? "" : `, exactly ${exact}, to the nearest minor unit, ties away from zero (D1)`;
}

/** Each coupon on what the ones before it left. */
function discountLines(line: Line, currency: Currency): readonly string[] {
  let running = line.amount;
  return line.discounts.map(({ coupon, amount }) => {
    const before = running;
    running -= amount;
    const how =
      coupon.percentOff === undefined
        ? `its share of ${formatMoney(coupon.amountOff ?? 0, currency)}, split in proportion: floor, remainder to the last line (D1)`
        : `round(${before} x ${formatDecimal(coupon.percentOff)} / 100) = ${amount}`;
    return item("discount", `${coupon.id}: ${how}, ${formatMoney(-amount, currency)}`);
  });
}

/** Each tax on the amount after discounts (D2). */
function taxLines(line: Line, currency: Currency): readonly string[] {
  const net = line.amount - line.discount;
  const inclusive = line.taxes.filter((tax) => tax.inclusive);
  const all = inclusive.map(({ rate }) => formatDecimal(rate.percentage)).join(" + ");
  return line.taxes.map(({ rate, inclusive: isInside, amount }) => {
    const percentage = formatDecimal(rate.percentage);
    const how = isInside
      ? `round(${net} x ${percentage} / (100 + ${all})) = ${amount}, inside the amount`
      : `round(${net - line.taxInclusive} x ${percentage} / 100) = ${amount}, on top`;
    return item("tax", `${rate.id} ${percentage}%: ${how}, ${formatMoney(amount, currency)}`);
  });
}

/** How the lines become the total, and the total what is asked. */
export function explainTotals(account: Account, invoice: Invoice): readonly string[] {
  const money = (amount: number): string => padLeft(formatMoney(amount, account.currency), 16);
  const exclusive = invoice.lines.reduce((sum, line) => sum + line.taxExclusive, 0);
  const row = (label: string, amount: number, note = ""): string => `${padRight(label, 20)}${money(amount)}${note === "" ? "" : `   ${note}`}`;
  const lines = [row("subtotal", invoice.subtotal, sumText(invoice.lines.map((line) => line.amount)))];
  if (invoice.discount !== 0) lines.push(row("discount", -invoice.discount));
  if (invoice.tax !== 0) {
    lines.push(row("tax", invoice.tax, exclusive === invoice.tax ? "" : `of it ${formatMoney(invoice.tax - exclusive, account.currency)} inside the lines`));
  }
  lines.push(row("total", invoice.total, `${invoice.subtotal} - ${invoice.discount} + ${exclusive} = ${invoice.total}`));
  if (invoice.finalizedAt === NEVER) return [...lines, "a draft: the customer balance is applied and the amount due fixed at finalization"];
  return [
    ...lines,
    ...balanceRows(account, invoice, row),
    row("amount due", invoice.amountDue),
    row("amount paid", invoice.amountPaid),
    row("amount remaining", invoice.amountRemaining),
  ];
}

function sumText(amounts: readonly number[]): string {
  return amounts.length < 2 ? "" : `${amounts.map((amount, i) => (i > 0 && amount < 0 ? `- ${-amount}` : i > 0 ? `+ ${amount}` : String(amount))).join(" ")}`;
}

function balanceRows(account: Account, invoice: Invoice, row: (label: string, amount: number, note?: string) => string): readonly string[] {
  const { startingBalance, endingBalance, total, amountDue } = invoice;
  if (startingBalance === endingBalance) return [];
  const { currency } = account;
  const asked = total + startingBalance > 0 ? total + startingBalance : 0;
  const rows = [
    row("balance before", startingBalance, "negative is credit (D5)"),
    row("asked", asked, `max(0, ${total} ${startingBalance < 0 ? "-" : "+"} ${startingBalance < 0 ? -startingBalance : startingBalance}) (D17)`),
  ];
  if (asked !== amountDue) {
    const why = amountDue === 0 ? `below the minimum charge of ${formatMoney(currency.minimum, currency)}` : `to a multiple of ${currency.step}`;
    rows.push(row("to the balance", asked - amountDue, `${why} (D3)`));
  }
  return [...rows, row("balance after", endingBalance)];
}
