import { expect } from "vitest";
import type { Scenario } from "../../../engine/scenario/scenario.ts";
import type { RefusedAction } from "../../../engine/simulation/customer.ts";
import { simulate } from "../../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../../reports/collect.ts";
import type { RevenueRow } from "../../../reports/metrics/revenue-rows.ts";
import { sorted } from "./read-journal.ts";

export type JournalSetting = Scenario["reports"]["journal"];

/** Refusals that stop a life in the middle; a customer whose own coupon is used up (entry -1) never begins one. */
export function refusedEntries(refused: readonly RefusedAction[]): readonly string[] {
  return refused.filter(({ entry }) => entry >= 0).map(({ message }) => message);
}

/** A run by months with its journal, and no other book. */
export function journalRun(scenario: Scenario, journal?: JournalSetting): Collection {
  const reports = { ...scenario.reports, interval: "month" as const, journal };
  const collection = collect({ ...scenario, reports }, { only: new Set(["journal", "quickbooks_journal", "revenue"]), golden: false });
  expect(refusedEntries(simulate({ ...scenario, reports }, collection.sink, { retain: collection.retain }))).toEqual([]);
  return collection;
}

export function fileText(collection: Collection, name: string): string {
  return [...collection.files()]
    .filter((file) => file.name === name)
    .flatMap(({ text }) => [...text])
    .join("");
}

/**
 * What every account comes to in every month, worked out from revenue.csv, which collects without the books: `2026-01 assets:cash USD` ->
 * minor units. What stood before the clock is an entry of its first month.
 */
export function expectedBalances(rows: readonly RevenueRow[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const isFirst = row.interval === rows[0]?.interval;
    const balance = isFirst ? row.balanceOpening : 0;
    const deferred = isFirst ? row.deferredOpening : 0;
    const put = (account: string, amount: number): void => {
      const key = `${row.interval} ${account} ${row.currency.code.toUpperCase()}`;
      sums.set(key, (sums.get(key) ?? 0) + amount);
    };
    put("assets:receivable", row.receivableClosing - row.receivableOpening);
    put("assets:unbilled", row.unbilledClosing - row.unbilledOpening);
    put("assets:cash", row.cash);
    put("liabilities:deferred revenue", row.deferredOpening - row.deferredClosing - deferred);
    put("liabilities:customer balance", row.balanceOpening - row.balanceClosing - balance);
    put("liabilities:tax", row.taxOpening - row.taxClosing);
    put("revenue:subscriptions", row.recognizedUsage + row.recognizedOneOff - row.recognized);
    put("revenue:usage", 0 - row.recognizedUsage);
    put("revenue:one-off", 0 - row.recognizedOneOff);
    put("revenue:contra", row.contra);
    put("expenses:bad debt", row.badDebt);
    put("expenses:fees", row.fees);
    put("equity:opening balances", balance + deferred);
  }
  return sorted(sums);
}
