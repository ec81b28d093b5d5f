import { formatInstant } from "../../engine/calendar/civil.ts";
import { type Currency, formatMajor } from "../../engine/money/currency.ts";
import { type Decimal, formatDecimal } from "../../engine/money/decimal.ts";
import { multiply } from "../../engine/money/exact.ts";
import type { Cell, Scalar, ScalarKind } from "../table.ts";

/** A cell as files show it: money in exact major units, instants in ISO form, rates with six decimals; empty text for none. */
export function cellText(cell: Cell, kind: ScalarKind, currency: Currency): string {
  if (cell === undefined) return "";
  if (Array.isArray(cell)) return cell.map((item: Scalar | undefined) => (item === undefined ? "" : scalarText(item, kind, currency))).join(";");
  return scalarText(cell as Scalar, kind, currency);
}

function scalarText(value: Scalar, kind: ScalarKind, currency: Currency): string {
  if (typeof value === "object") return kind === "money" ? formatUnitPrice(value, currency) : formatDecimal(value);
  switch (kind) {
    case "money":
      return formatMajor(value as number, currency);
    case "instant":
      return formatInstant(value as number);
    case "rate":
      return formatRate(value as number);
    default:
      return String(value);
  }
}

/** Parts per million as a decimal: 90909 is `0.090909`. */
export function formatRate(ppm: number): string {
  const digits = String(ppm < 0 ? -ppm : ppm).padStart(7, "0");
  return `${ppm < 0 ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** A price per unit in major units: with the currency's decimals, and with as many more as it has. 0.05 cents are `0.0005`. */
export function formatUnitPrice(price: Decimal, currency: Currency): string {
  if (price.scale === 1) return formatMajor(Number(price.units), currency);
  let scale = 1;
  for (let i = 0; i < currency.decimals; i++) scale *= 10;
  return formatDecimal({ units: price.units, scale: Number(multiply(price.scale, scale)) });
}
