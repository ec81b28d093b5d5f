import type { Currency } from "../../engine/money/currency.ts";
import { type Decimal, formatDecimal } from "../../engine/money/decimal.ts";
import type { ExpectedCell } from "../../engine/scenario/scenario.ts";
import { ONE } from "../metrics/rates.ts";
import { cellText } from "../rendering/cell-text.ts";
import type { Cell, Column, Scalar, ScalarKind } from "../table.ts";

/** An expected number as `numerator / denominator`, to be compared exactly. */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Whether a cell is what was expected. `withinPpm` is how far a number may be off, relative to the expected one. */
export function matches(expected: ExpectedCell, actual: Cell, withinPpm: number): boolean {
  if (expected.kind === "empty") return actual === undefined || (Array.isArray(actual) && actual.every((item) => item === undefined));
  if (expected.kind === "list") {
    if (!Array.isArray(actual) || actual.length !== expected.items.length) return false;
    return expected.items.every((item, i) => matches(item, actual[i], withinPpm));
  }
  if (Array.isArray(actual)) return actual.length === 1 && matches(expected, actual[0], withinPpm);
  if (actual === undefined) return false;
  return scalarMatches(expected, actual as Scalar, withinPpm);
}

function scalarMatches(expected: ExpectedCell, actual: Scalar, withinPpm: number): boolean {
  switch (expected.kind) {
    case "money":
      return isNear(whole(expected.amount), typeof actual === "object" ? fraction(actual) : whole(actual as number), withinPpm);
    case "integer":
      return isNear(whole(expected.value), typeof actual === "object" ? fraction(actual) : whole(actual as number), withinPpm);
    case "rate":
      return isNear(fraction(expected.value), { numerator: BigInt(actual as number), denominator: BigInt(ONE) }, withinPpm);
    case "instant":
      return actual === expected.at;
    case "text":
      return actual === expected.text;
    case "flag":
      return actual === expected.value;
    default:
      return false;
  }
}

const whole = (value: number): Fraction => ({ numerator: BigInt(value), denominator: 1n });
const fraction = (value: Decimal): Fraction => ({ numerator: BigInt(value.units), denominator: BigInt(value.scale) });

/** |actual - expected| <= |expected| x within, in integers. */
function isNear(expected: Fraction, actual: Fraction, withinPpm: number): boolean {
  const difference = magnitude(actual.numerator * expected.denominator - expected.numerator * actual.denominator);
  return difference * BigInt(ONE) <= magnitude(expected.numerator) * actual.denominator * BigInt(withinPpm);
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** The cell as a message shows it. */
export function shown(cell: Cell, kind: ScalarKind, currency: Currency): string {
  const text = cellText(cell, kind, currency);
  return text === "" ? "(empty)" : text;
}

/** What was expected, in the same form. */
export function shownExpected<Row>(expected: ExpectedCell, column: Column<Row>, currency: Currency, withinPpm: number): string {
  const text = expectedText(expected, column.kind, currency);
  return withinPpm === 0 ? text : `${text}, within ${formatDecimal({ units: withinPpm, scale: 10_000 })}%`;
}

function expectedText(expected: ExpectedCell, kind: ScalarKind, currency: Currency): string {
  switch (expected.kind) {
    case "empty":
      return "(empty)";
    case "list":
      return expected.items.map((item) => expectedText(item, kind, currency)).join(";");
    case "rate":
      return formatDecimal(expected.value);
    case "money":
      return cellText(expected.amount, "money", currency);
    case "instant":
      return cellText(expected.at, "instant", currency);
    case "text":
      return expected.text;
    case "integer":
    case "count":
    case "flag":
      return String(expected.value);
    case "lines":
      return `${expected.lines.length} ${expected.lines.length === 1 ? "line" : "lines"}`;
    case "events":
      return expected.types.length === 0 ? "(none)" : expected.types.join(", ");
  }
}
