import { type Currency, currencies } from "../money/currency.ts";
import type { CsvRow } from "./csv-table.ts";
import { didYouMean } from "./did-you-mean.ts";
import { parseInstant } from "./read-instant.ts";
import { MOST_QUANTITY } from "./read-number.ts";
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
