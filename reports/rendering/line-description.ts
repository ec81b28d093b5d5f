import type { Line } from "../../engine/account/line.ts";
import { civilDate } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { type Plan, planTitle } from "../../engine/catalog/plan.ts";
import { type Currency, formatMajor } from "../../engine/money/currency.ts";
import { quantityText } from "../../engine/money/decimal.ts";
import { formatUnitPrice } from "./cell-text.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `15 Feb 2026`, the form of dates in line descriptions (PRO). */
function dayMonthYear(at: Instant): string {
  const { year, month, day } = civilDate(at);
  return `${String(day).padStart(2, "0")} ${MONTHS[month - 1]} ${year}`;
}

/** Before the amount without a blank; any other currency shows its code. */
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["usd", "$"],
  ["eur", "€"],
  ["gbp", "£"],
  ["jpy", "¥"],
]);

function withSymbol(major: string, currency: Currency): string {
  const symbol = SYMBOLS.get(currency.code);
  return symbol === undefined ? `${currency.code.toUpperCase()} ${major}` : `${symbol}${major}`;
}

/** The user's own words, else what Stripe prints on such a line (PRO, CMP). */
export function lineDescription(line: Line, currency: Currency): string {
  if (line.description !== "") return line.description;
  if (line.plan === undefined) return "Invoice item";
  const title = planTitle(line.plan);
  const quantity = quantityText(line.usage?.quantity ?? line.quantity);
  const several = line.quantity === 1 ? title : `${quantity} x ${title}`;
  switch (line.kind) {
    case "proration_credit":
      return `Unused time on ${several} after ${dayMonthYear(line.start)}`;
    case "proration_charge":
      return `Remaining time on ${several} after ${dayMonthYear(line.start)}`;
    case "trial":
      return line.subscription?.mode === "classic" ? `Trial period for ${title}` : `Free trial for ${line.quantity} x ${title}`;
    case "invoice_item":
      return several;
    default:
      return `${quantity} x ${title} (${priceInWords(line.plan, currency)})`;
  }
}

/** `at $32.52 / month`, `at ¥980 every 3 months`, `graduated tiers / month` */
function priceInWords(plan: Plan, currency: Currency): string {
  const { unit, count } = plan.interval;
  const each = count === 1 ? `/ ${unit}` : `every ${count} ${unit}s`;
  const { terms } = plan;
  if (terms.tiers.length > 0) return `${plan.model.kind} tiers ${each}`;
  const price = unitPriceText(plan, currency);
  return terms.divideBy === 1 ? `at ${price} ${each}` : `at ${price} per ${terms.divideBy} ${each}`;
}

function unitPriceText(plan: Plan, currency: Currency): string {
  const { unit, scale } = plan.terms;
  const major = scale === 1 ? formatMajor(Number(unit), currency) : formatUnitPrice({ units: unit, scale }, currency);
  return withSymbol(major, currency);
}
