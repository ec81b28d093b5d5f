import { type Currency, currencies } from "../money/currency.ts";
import { type Decimal, parseDecimal } from "../money/decimal.ts";
import type { CsvRow } from "./csv-table.ts";
import { didYouMean } from "./did-you-mean.ts";
import { parseInstant } from "./read-instant.ts";
import { MOST_MINOR, MOST_QUANTITY } from "./read-number.ts";
import type { Declared } from "./references.ts";
import { quoteText } from "./source-node.ts";

/** What a cell reads as when it is empty: nothing is given. A cell that is wrong is undefined too, and the row is broken. */
type Cell<T> = T | undefined;

/** The values of a cell that may hold several, joined by `;`. An empty cell has none. */
export function valuesIn(text: string): readonly string[] {
  return text === "" ? [] : text.split(";").map((value) => value.trim());
}

/** A reference to something that the scenario declares. */
export function readReferenceCell<T>(row: CsvRow, column: string, declared: Declared<T>, text = row.cell(column)): Cell<T> {
  if (text === "") return undefined;
  if (declared.all.has(text)) {
    const found = declared.all.get(text);
    // A broken declaration is reported where it stands.
    if (found === undefined) row.isBroken = true;
    return found;
  }
  const { what, block } = declared;
  return row.refuse(column, {
    code: "unknown-id",
    message: `There is no ${what.replace(/^an? /, "")} ${quoteText(text)}.`,
    rule: `It must be ${what} of \`${block}\`: ${declared.choices()}.`,
    remedy: didYouMean(text, declared.all.keys(), `Define it under \`${block}\`, or name another.`),
  });
}

/** An instant as in a scenario; Unix seconds too. */
export function readInstantCell(row: CsvRow, column: string, text = row.cell(column)): Cell<number> {
  if (text === "") return undefined;
  const parsed = parseInstant(/^\d{9,}$/.test(text) ? Number(text) : text);
  return typeof parsed === "number" ? parsed : row.refuse(column, parsed);
}

export function readCurrencyCell(row: CsvRow, column: string): Cell<Currency> {
  const text = row.cell(column);
  if (text === "") return undefined;
  const currency = currencies.get(text.toLowerCase());
  if (currency !== undefined) return currency;
  return row.refuse(column, {
    code: "unknown-currency",
    message: `There is no currency ${quoteText(text)}.`,
    rule: "A currency is one of the three-letter codes that Stripe bills in.",
    remedy: didYouMean(text, currencies.keys(), "Write a code such as usd, eur or jpy."),
  });
}

/** A licensed quantity (D26). */
export function readQuantityCell(row: CsvRow, column: string, text: string): Cell<number> {
  if (text === "") return undefined;
  const quantity = /^\d{1,10}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (quantity <= MOST_QUANTITY) return quantity;
  return row.refuse(column, {
    code: "bad-quantity",
    message: `The quantity is ${quoteText(text)}.`,
    rule: `A licensed quantity is a whole number from 0 to ${MOST_QUANTITY}.`,
    remedy: "Write a whole number, or leave the cell empty.",
  });
}

/** A price in major units, as files have it: `19.00`, and with decimals of a minor unit where a price has them. In minor units, exactly. */
export function readPriceCell(row: CsvRow, column: string, currency: Currency, text: string): Cell<Decimal> {
  if (text === "") return undefined;
  const major = parseDecimal(text);
  const minor = major === undefined ? undefined : inMinorUnits(major, currency);
  if (minor !== undefined && minor.units >= 0 && Number(minor.units) / minor.scale <= MOST_MINOR) return minor;
  return row.refuse(column, {
    code: "bad-amount",
    message: `The price is ${quoteText(text)}.`,
    rule: "A price in a file is a decimal number of major units, 0 or more, with at most 12 decimals of a minor unit: USD 19.00 is 19.00.",
    remedy: "Write digits with at most one point, without a currency sign and without commas.",
  });
}

/** The same number of minor units, where both are exact. */
function inMinorUnits({ units, scale }: Decimal, { decimals }: Currency): Decimal | undefined {
  const perMajor = decimals === 0 ? 1 : decimals === 2 ? 100 : 1000;
  if (scale >= perMajor) return { units, scale: scale / perMajor };
  const whole = Number(units) * (perMajor / scale);
  return Number.isSafeInteger(whole) ? { units: whole, scale: 1 } : undefined;
}

/** One of some words. */
export function readChoiceCell<T extends string>(row: CsvRow, column: string, choices: readonly T[], text = row.cell(column)): Cell<T> {
  if (text === "") return undefined;
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  return row.refuse(column, {
    code: "bad-choice",
    message: `\`${column}\` is ${quoteText(text)}.`,
    rule: `It is one of ${choices.join(", ")}, or empty.`,
    remedy: didYouMean(text, choices, "Write one of them."),
  });
}
