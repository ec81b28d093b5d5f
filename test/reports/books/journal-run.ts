import { expect } from "vitest";
import { csvRecords } from "../../../engine/language/csv-records.ts";
import type { Scenario } from "../../../engine/scenario/scenario.ts";
import type { RefusedAction } from "../../../engine/simulation/customer.ts";
import { simulate } from "../../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../../reports/collect.ts";
import { sorted } from "./read-journal.ts";

export type JournalSetting = Scenario["reports"]["journal"];

/** Refusals that stop a life in the middle; a customer whose own coupon is used up (entry -1) never begins one. */
export function refusedEntries(refused: readonly RefusedAction[]): readonly string[] {
  return refused.filter(({ entry }) => entry >= 0).map(({ message }) => message);
}

/** A run by months with its journal, and no other book. */
export function journalRun(scenario: Scenario, journal?: JournalSetting): Collection {
  const reports = { ...scenario.reports, interval: "month" as const, journal };
  const collection = collect({ ...scenario, reports }, { only: new Set(["journal", "quickbooks_journal", "trial_balance"]), golden: false });
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
 * What every account comes to in every month as trial_balance.csv says, which collects without the books: `2026-01 assets:cash USD` -> minor
 * units. What stood before the clock is an entry of its first month.
 */
export function trialBalances(collection: Collection): Record<string, number> {
  const native = fileText(collection, "trial_balance_native.csv");
  const [, ...rows] = [...csvRecords([native === "" ? fileText(collection, "trial_balance.csv") : native])].map(({ cells }) => cells ?? []);
  const sums = new Map<string, number>();
  const first = rows[0]?.[0];
  for (const [interval = "", account = "", opening, debit, credit, , currency = ""] of rows) {
    const amount = minor(debit) - minor(credit) + (interval === first ? minor(opening) : 0);
    const key = `${interval} ${account} ${currency.toUpperCase()}`;
    sums.set(key, (sums.get(key) ?? 0) + amount);
  }
  return sorted(sums);
}

const minor = (text: string | undefined): number => Number((text ?? "").replace(".", ""));
