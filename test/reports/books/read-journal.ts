import { currencies } from "../../../engine/money/currency.ts";

/** A transaction of a journal, read without knowing how it was written. */
export interface ReadTransaction {
  readonly date: string;
  readonly code: string;
  readonly description: string;
  readonly customer: string;
  readonly postings: readonly { readonly account: string; readonly currency: string; readonly amount: number }[];
}

export interface ReadJournal {
  readonly commodities: readonly string[];
  readonly accounts: readonly string[];
  readonly transactions: readonly ReadTransaction[];
}

const HEAD = /^(\d{4}-\d{2}-\d{2}) \* (?:\(([^)]*)\) )?(.*?)(?: {2}; customer: (.*))?$/;
const POSTING = /^ {4}(\S(?:.*?\S)?) {2,}([A-Z]{3}) (-?\d+(?:\.\d+)?)$/;

/** Minor units; exactly the currency's decimals must be there. */
function minor(currency: string, text: string): number {
  const [whole = "", part = ""] = text.replace("-", "").split(".");
  if (part.length !== currencies.get(currency.toLowerCase())?.decimals) throw new Error(`${currency} ${text} has other decimals than its currency`);
  return Number(`${whole}${part}`) * (text.startsWith("-") ? -1 : 1);
}

function transaction(lines: readonly string[]): ReadTransaction {
  const [head = "", ...rest] = lines;
  const [, date = "", code = "", description = "", customer = ""] = HEAD.exec(head) ?? [];
  if (date === "") throw new Error(`no head of a transaction: ${head}`);
  const postings = rest.map((line) => {
    const [, account = "", currency = "", amount = ""] = POSTING.exec(line) ?? [];
    if (account === "") throw new Error(`no posting: ${line}`);
    return { account, currency, amount: minor(currency, amount) };
  });
  return { date, code, description, customer, postings };
}

export function readJournal(text: string): ReadJournal {
  const [head = "", ...blocks] = text.trimEnd().split("\n\n");
  const declared = (word: string): string[] =>
    head
      .split("\n")
      .filter((line) => line.startsWith(`${word} `))
      .map((line) => line.slice(word.length + 1));
  return { commodities: declared("commodity"), accounts: declared("account"), transactions: blocks.map((block) => transaction(block.split("\n"))) };
}

/** What every account comes to in every month: `2026-01 assets:cash USD` -> minor units; zeros left out. */
export function monthlyBalances({ transactions }: ReadJournal): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { date, postings } of transactions) {
    for (const { account, currency, amount } of postings) {
      const key = `${date.slice(0, 7)} ${account} ${currency}`;
      sums.set(key, (sums.get(key) ?? 0) + amount);
    }
  }
  return sorted(sums);
}

export function sorted(sums: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
