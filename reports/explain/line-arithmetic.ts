import type { Line, LineUsage } from "../../engine/account/line.ts";
import { planTitle } from "../../engine/catalog/plan.ts";
import type { Currency } from "../../engine/money/currency.ts";
import { quantityText } from "../../engine/money/decimal.ts";
import type { Exact } from "../../engine/money/exact.ts";

/** `base / scale` minor units in major units, exactly: at least the currency's decimals, more where the price has them. */
export function exactMajor(base: Exact, scale: Exact, currency: Currency): string {
  const negative = base < 0;
  const digits = String(negative ? -base : base);
  // A scale is a power of ten: prices and percentages are decimals.
  const places = String(scale).length - 1 + currency.decimals;
  const padded = digits.padStart(places + 1, "0");
  const whole = padded.slice(0, padded.length - places);
  let fraction = places === 0 ? "" : padded.slice(-places);
  while (fraction.length > currency.decimals && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
  return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** How many were billed, with all decimals of usage. */
export function lineQuantity(line: Line): string {
  return quantityText(line.usage?.quantity ?? line.quantity);
}

/** `2 x Pro` as the golden writes it: `pro x2`, by the plan's id. */
export function planAndQuantity(line: Line): string {
  return line.plan === undefined ? "" : `${line.plan.id} x${lineQuantity(line)}`;
}

/** How a line came about, in one line: `unused time on pro x2: 40.00 × 1123200/2419200 s`. */
export function lineInBrief(line: Line, currency: Currency): string {
  const about = planAndQuantity(line);
  switch (line.kind) {
    case "proration_credit":
      return `unused time on ${about}: ${fraction(line, currency)}${inside(line)}`;
    case "proration_charge":
      return `remaining time on ${about}: ${fraction(line, currency)}${inside(line)}`;
    case "invoice_item":
      return oneOff(line, about);
    case "usage":
      return `usage of ${about}${billedBefore(line, currency)}`;
    case "trial":
      return line.quantity === 0 ? `free trial of ${line.plan?.id}` : `free trial of ${about}`;
    default:
      return line.part === line.whole ? about : `${about}: ${fraction(line, currency)}`;
  }
}

function fraction(line: Line, currency: Currency): string {
  const base = line.base < 0 ? -line.base : line.base;
  return `${exactMajor(base, line.scale, currency)} × ${line.part}/${line.whole} s`;
}

function billedBefore({ usage }: Line, currency: Currency): string {
  if (usage === undefined || !isBilledBefore(usage)) return "";
  return `: ${quantityText(usage.aggregate)} so far, less ${exactMajor(usage.billed, 1, currency)} billed before`;
}

/** Whether threshold invoices billed a part of the period's usage (V4). */
function isBilledBefore({ quantity, aggregate, billed }: LineUsage): boolean {
  return billed !== 0 || quantity.units !== aggregate.units || quantity.scale !== aggregate.scale;
}

function inside(line: Line): string {
  return line.insideDiscounts.length === 0 ? "" : `, ${line.insideDiscounts.map((coupon) => coupon.id).join(" and ")} inside`;
}

function oneOff(line: Line, about: string): string {
  if (line.description !== "") return about === "" ? line.description : `${line.description} (${about})`;
  return about === "" ? "invoice item" : about;
}

/** Whether the line shows a metered plan that begins, and bills nothing (classic mode, U12). */
export function isStartOfUsage({ kind, usage }: Line): boolean {
  return kind === "usage" && usage?.meter === undefined;
}

/** What the line's rule is, and where it stands. */
export function lineRule(line: Line): string {
  switch (line.kind) {
    case "proration_credit":
      if (line.subscription?.mode === "classic")
        return "unused time: current price with the coupons last billed inside x what is left / the full period (classic mode, C1)";
      return "unused time: the amount originally debited x what is left of its time (flexible mode, D15)";
    case "proration_charge":
      return "remaining time: full price with its discounts inside x what is left / the full period (PRO, D14)";
    case "trial":
      return "free trial: nothing is billed for its time (TRI)";
    case "invoice_item":
      return "one-off: its amount, or the price of its plan, rounded once (B38)";
    case "usage":
      if (isStartOfUsage(line)) return "a metered plan begins: 0 now, and what is used in this time when it is over (classic mode, U12)";
      if (line.usage !== undefined && isBilledBefore(line.usage))
        return "usage of the period so far through its charge model, less what threshold invoices billed of it (V4)";
      return "usage of the period at this price, billed in arrears through its charge model, never prorated (D16, D26)";
    default:
      if (line.part > line.whole)
        return "backdated time in one line: price x the stub or cut period and the whole periods together / one full period (classic mode, X2)";
      return line.part === line.whole ? "price of the full period (D1)" : "price x what the cut period lasts / the full period, an ordinary line (D14, B12)";
  }
}

/**
 * The line's arithmetic, exactly as it was computed: `amount = round(base x part / (whole x scale))`, ties away from zero (D1).
 * The equation is in minor units, so that every number in it is the one the engine worked with.
 */
export function lineEquation(line: Line): string {
  const { base, scale, part, whole, amount } = line;
  const above = part === whole ? String(base) : `${base} x ${part}`;
  const below = part === whole ? String(scale) : scale === 1 ? String(whole) : `(${whole} x ${scale})`;
  if (above === String(amount) && below === "1") return above;
  return below === "1" ? `${above} = ${amount}` : `round(${above} / ${below}) = ${amount}`;
}

/** How the plan turns the quantity into its price: `5 x 500 + 6 x 400`, in minor units; undefined where there is none to tell. */
export function priceInWords(line: Line): string | undefined {
  const isCurrent = line.kind === "proration_credit" && line.subscription?.mode === "classic";
  const isBilled = line.kind === "subscription" || line.kind === "invoice_item" || line.kind === "usage";
  const isPriced = isBilled || line.kind === "proration_charge" || isCurrent;
  if (line.plan === undefined || !isPriced || isStartOfUsage(line)) return undefined;
  const { model, terms } = line.plan;
  const words = `${planTitle(line.plan)}, ${model.kind}: ${model.describe(terms, line.usage?.aggregate ?? line.quantity)}`;
  return line.usage === undefined || !isBilledBefore(line.usage) ? words : `${words}, less ${line.usage.billed} billed before`;
}

/** The quotient before rounding, to six decimals and cut there; undefined where it is an integer: then nothing was rounded. */
export function exactQuotient(line: Line): string | undefined {
  const above = line.part === line.whole ? BigInt(line.base) : BigInt(line.base) * BigInt(line.part);
  const below = line.part === line.whole ? BigInt(line.scale) : BigInt(line.whole) * BigInt(line.scale);
  if (above % below === 0n) return undefined;
  const magnitude = above < 0n ? -above : above;
  const whole = magnitude / below;
  const millionths = ((magnitude % below) * 1_000_000n) / below;
  const isCut = ((magnitude % below) * 1_000_000n) % below !== 0n;
  return `${above < 0n ? "-" : ""}${whole}.${String(millionths).padStart(6, "0")}${isCut ? "..." : ""}`;
}
