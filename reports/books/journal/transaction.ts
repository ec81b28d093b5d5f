import { type Currency, formatMoney } from "../../../engine/money/currency.ts";
import type { Minor } from "../../../engine/money/exact.ts";
import { ACCOUNTS } from "./accounts.ts";

/** A transaction as the journal prints it. */
export interface Transaction {
  /** `2026-01-31` */
  readonly date: string;
  /** The name of what it is about; empty for none. */
  readonly code: string;
  readonly description: string;
  /** The customer's id; empty for sums. */
  readonly customer: string;
  readonly currency: Currency;
  /** By account; they add up to 0. */
  readonly amounts: ArrayLike<Minor>;
}

/** Column of the amounts: beyond the longest account's name and two blanks, which end it. */
const AMOUNT = 32;

/** Its lines with an empty one before them, as hledger and Ledger read them. */
export function transactionText({ date, code, description, customer, currency, amounts }: Transaction): string {
  const head = `${date} * ${code === "" ? "" : `(${inCode(code)}) `}${description}${customer === "" ? "" : `  ; customer: ${inComment(customer)}`}`;
  const lines = ACCOUNTS.flatMap((account, i) => {
    const amount = amounts[i] as Minor;
    return amount === 0 ? [] : [`    ${account.padEnd(amount < 0 ? AMOUNT - 1 : AMOUNT)}${formatMoney(amount, currency)}`];
  });
  return `\n${[head, ...lines].join("\n")}\n`;
}

/** A code ends at its first closing parenthesis (R48). */
function inCode(name: string): string {
  return name.replaceAll("(", "[").replaceAll(")", "]");
}

/** A tag's value ends at a comma, and Ledger reads what stands in brackets as a date (R48). */
function inComment(name: string): string {
  return name.replaceAll(",", ";").replaceAll("[", "(").replaceAll("]", ")");
}

/** `commodity JPY 1000.`, `commodity USD 1000.00`: the decimal point tells how amounts are read, and there are no digit groups. */
export function commodityLine({ code, decimals }: Currency): string {
  return `commodity ${code.toUpperCase()} 1000.${"0".repeat(decimals)}\n`;
}
