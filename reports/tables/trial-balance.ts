import { formatMoney } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { type IntervalRow, intervalReport } from "../interval-report.ts";
import type { RevenueRow } from "../metrics/revenue-rows.ts";
import { revenueSource } from "../metrics/revenue-source.ts";
import { money, type Table, word } from "../table.ts";
import { partial } from "./mrr.ts";

/** What moves an account in an interval: what debits it and what credits it. A negative amount moves it the other way. */
interface AccountFlows {
  readonly account: string;
  debits(row: RevenueRow): readonly Minor[];
  credits(row: RevenueRow): readonly Minor[];
  /** What stood before the clock, debit positive. */
  opening?(row: RevenueRow): Minor;
}

const NOTHING = (): readonly Minor[] => [];

/** The accounts of the books, in the order in which they are declared. */
const ACCOUNTS: readonly AccountFlows[] = [
  {
    account: "assets:receivable",
    debits: (row) => [row.billed, row.recovered, row.balanceOnInvoices],
    credits: (row) => [row.collected, row.creditedOpen, row.voided, row.uncollectible],
  },
  { account: "assets:unbilled", debits: (row) => [row.unbilledAdded], credits: (row) => [row.unbilledBilled, row.unbilledReversed] },
  {
    account: "assets:cash",
    debits: (row) => [row.collected, row.charges],
    credits: (row) => [row.refunded, row.creditedOutOfBand, row.disputed, row.fees],
  },
  {
    account: "liabilities:deferred revenue",
    debits: (row) => [row.deferredReleased, row.deferredReversed],
    credits: (row) => [row.deferredAdded],
    opening: (row) => 0 - row.deferredOpening,
  },
  {
    account: "liabilities:customer balance",
    debits: NOTHING,
    credits: (row) => [row.balanceOnInvoices, row.creditedToBalance, row.balanceAdjusted],
    opening: (row) => 0 - row.balanceOpening,
  },
  { account: "liabilities:tax", debits: (row) => [row.taxReversed], credits: (row) => [row.tax] },
  { account: "revenue:subscriptions", debits: NOTHING, credits: (row) => [row.recognized - row.recognizedUsage - row.recognizedOneOff] },
  { account: "revenue:usage", debits: NOTHING, credits: (row) => [row.recognizedUsage] },
  { account: "revenue:one-off", debits: NOTHING, credits: (row) => [row.recognizedOneOff] },
  { account: "revenue:contra", debits: (row) => [row.contra], credits: NOTHING },
  { account: "expenses:bad debt", debits: (row) => [row.badDebt], credits: NOTHING },
  { account: "expenses:fees", debits: (row) => [row.fees], credits: NOTHING },
  { account: "equity:opening balances", debits: NOTHING, credits: NOTHING, opening: (row) => row.balanceOpening + row.deferredOpening },
];

export interface TrialBalanceRow extends IntervalRow {
  readonly interval: string;
  readonly account: string;
  readonly opening: Minor;
  readonly debit: Minor;
  readonly credit: Minor;
  readonly closing: Minor;
  readonly partial: boolean;
}

const trialBalanceTable: Table<TrialBalanceRow> = {
  name: "trial_balance",
  about:
    "Every account of the books per interval and currency: closing = opening + debit - credit, debits positive. The closings of an interval add up to nothing, and equal the balances of journal.hledger.",
  currency: ({ currency }) => currency,
  columns: [
    word("interval", "The interval.", (row) => row.interval),
    word("account", "The account, as the journal declares it.", (row) => row.account),
    money("opening", "At the interval's start, debit positive; in the first interval what stood before the clock.", (row) => row.opening),
    money("debit", "What debited it.", (row) => row.debit),
    money("credit", "What credited it.", (row) => row.credit),
    money("closing", "At the interval's end, debit positive. Revenue and expenses are never closed into equity.", (row) => row.closing),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
    partial,
  ],
};

/** The accounts of each row of money, their closings carried on. */
function trialBalanceRows(rows: readonly RevenueRow[]): readonly TrialBalanceRow[] {
  const closings = new Map<string, number[]>();
  return rows.flatMap((row) => {
    const segment = JSON.stringify([row.currency.code, ...row.by]);
    const carried = closings.get(segment);
    const next: number[] = [];
    closings.set(segment, next);
    return ACCOUNTS.map((flows, i): TrialBalanceRow => {
      const { account } = flows;
      const opening = carried?.[i] ?? flows.opening?.(row) ?? 0;
      const debit = onItsSide(flows.debits(row), flows.credits(row));
      const credit = onItsSide(flows.credits(row), flows.debits(row));
      const closing = opening + debit - credit;
      next.push(closing);
      const { interval, currency, by, partial: isPartial } = row;
      return { interval, currency, by, account, opening, debit, credit, closing, partial: isPartial };
    });
  });
}

function onItsSide(own: readonly Minor[], other: readonly Minor[]): Minor {
  return own.reduce((sum, amount) => sum + Math.max(0, amount), 0) - other.reduce((sum, amount) => sum + Math.min(0, amount), 0);
}

export const trialBalance = intervalReport({
  name: "trial_balance",
  source: revenueSource,
  keys: ["interval", "account"],
  table: () => trialBalanceTable,
  rows: (collection, view) => trialBalanceRows(collection.rows(view)),
  formula: (column, { opening, debit, credit, closing, currency }) => {
    const money = (amount: Minor): string => formatMoney(amount, currency);
    if (column === "opening") return "the closing of the interval before; in the first one what stood before the clock";
    return column === "closing" ? `opening ${money(opening)} + debit ${money(debit)} - credit ${money(credit)} = ${money(closing)}` : undefined;
  },
});
