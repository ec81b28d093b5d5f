import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR } from "../../../engine/calendar/instant.ts";
import type { RecognitionSettings, Scenario } from "../../../engine/scenario/scenario.ts";
import { ACCOUNTS } from "../../../reports/books/journal/accounts.ts";
import { readGood, scenarioFile } from "../../product/billed.ts";
import { anyScenarioDraw, scenarioOf, withRefusalsExpected } from "../../properties/drawn.ts";
import { filesBelow } from "../../repository.ts";
import { fileText, type JournalSetting, journalRun, trialBalances } from "./journal-run.ts";
import { monthlyBalances, readJournal } from "./read-journal.ts";

/** Every transaction balances in one currency, of declared accounts; the months are those of trial_balance.csv. */
function expectToHold(scenario: Scenario, setting?: JournalSetting): void {
  const collection = journalRun(scenario, setting);
  const journal = readJournal(fileText(collection, "journal.hledger"));
  expect(journal.accounts).toEqual(ACCOUNTS);
  for (const { description, date, code, postings } of journal.transactions) {
    const about = `${date} ${code} ${description}`;
    expect(postings.length, about).toBeGreaterThan(1);
    expect(
      postings.reduce((sum, { amount }) => sum + amount, 0),
      about,
    ).toBe(0);
    expect(new Set(postings.map(({ currency }) => currency)).size, about).toBe(1);
    for (const { account } of postings) expect(ACCOUNTS).toContain(account);
  }
  const dates = journal.transactions.map(({ date }) => date);
  expect(dates).toEqual(dates.toSorted());
  expect(monthlyBalances(journal)).toEqual(trialBalances(collection));
  expect(quickbooks(fileText(collection, "quickbooks_journal.csv"))).toEqual(monthlyBalances(journal));
}

/** The same sums from the summary journal for QuickBooks, each month of which must balance. */
function quickbooks(text: string): Record<string, number> {
  const sums: Record<string, number> = {};
  const rest = new Map<string, number>();
  for (const line of text.trimEnd().split("\n").slice(1)) {
    const [number = "", , account = "", debits = "", credits = "", , , currency = ""] = line.split(",");
    const amount = Number(debits.replace(".", "")) - Number(credits.replace(".", ""));
    sums[`${number.slice(0, 7)} ${account} ${currency}`] = amount;
    rest.set(number, (rest.get(number) ?? 0) + amount);
    expect([Number(debits), Number(credits)]).toContain(0);
  }
  for (const [number, sum] of rest) expect(sum, number).toBe(0);
  return Object.fromEntries(Object.entries(sums).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const recognitionDraw: fc.Arbitrary<RecognitionSettings> = fc.record({
  granularity: fc.constantFrom("second", "day"),
  usage: fc.constantFrom("as_used", "as_invoiced"),
  oneOffOver: fc.constantFrom(undefined, { months: 2, seconds: 0 }),
});

describe("the journal's balances per account and month are those of trial_balance.csv, which is collected without it", () => {
  it.each(filesBelow("scenarios", ".yaml"))("%s", (path) => {
    const scenario = readGood(scenarioFile(path.slice("scenarios/".length)), path);
    expectToHold(scenario);
  });

  test.prop([anyScenarioDraw], { numRuns: 60 })("of any scenario, entry by entry", (draw) => {
    expectToHold(scenarioOf(withRefusalsExpected(draw, true)), "per_event");
  });
  test.prop([anyScenarioDraw, recognitionDraw, fc.integer({ min: -12, max: 14 })], { numRuns: 40 })(
    "of any scenario, however revenue is recognised, wherever months begin",
    (draw, recognition, hours) => {
      const scenario = scenarioOf(withRefusalsExpected(draw, true));
      expectToHold({ ...scenario, reports: { ...scenario.reports, recognition, utcOffset: hours * HOUR } });
    },
  );
  test.prop([anyScenarioDraw], { numRuns: 15 })("of any scenario, by day", (draw) => {
    expectToHold(scenarioOf(withRefusalsExpected(draw, true)), "daily");
  });
  test.prop([anyScenarioDraw], { numRuns: 15 })("of any scenario, by month", (draw) => {
    expectToHold(scenarioOf(withRefusalsExpected(draw, true)), "monthly");
  });
});

const YAML = `
name: entries
clock: { start: 2026-01-10, end: 2026-03-20 }
tax_rates: { vat: { percentage: 10 } }
plans: { pro: { currency: usd, unit_amount: 2000, interval: month }, en: { currency: jpy, unit_amount: 980, interval: month } }
customers:
  ann (the first):
    balance: -500
    timeline:
      - { at: 2026-01-10, subscribe: { plan: pro, tax_rates: [vat] } }
      - { at: 2026-01-20, charge: { amount: 5000, description: Setup } }
      - { at: 2026-02-10T02:00:00Z, credit_note: { amount: 1100, to: refund } }
  "山田, 太郎":
    timeline:
      - { at: 2026-01-10, subscribe: { plan: en } }
`;

/** A customer's entries of the journal as text, without the head of the file. */
function entries(setting?: JournalSetting): readonly string[] {
  return fileText(journalRun(readGood(YAML, "entries.yaml"), setting), "journal.hledger").split("\n\n");
}

describe("entries", () => {
  it("the head declares the currencies met, the tag, and every account, without digit groups", () => {
    expect(entries()[0]).toBe(["commodity JPY 1000.", "commodity USD 1000.00", "tag customer", ...ACCOUNTS.map((account) => `account ${account}`)].join("\n"));
  });
  it("what stood before the clock is against opening balances; the balance reduces what is asked", () => {
    expect(entries().slice(1, 4).join("\n\n")).toBe(`2026-01-10 * opening balance  ; customer: ann (the first)
    liabilities:customer balance   USD -5.00
    equity:opening balances         USD 5.00

2026-01-10 * (ann [the first]-0001) invoice finalized  ; customer: ann (the first)
    assets:receivable               USD 17.00
    liabilities:deferred revenue   USD -20.00
    liabilities:customer balance    USD 5.00
    liabilities:tax                USD -2.00

2026-01-10 * (ann [the first]-0001) payment received  ; customer: ann (the first)
    assets:receivable              USD -17.00
    assets:cash                     USD 17.00`);
  });
  it("a name's comma would end the tag's value, its parentheses the code", () => {
    expect(entries()[4]?.split("\n")[0]).toBe("2026-01-10 * (山田, 太郎-0001) invoice finalized  ; customer: 山田; 太郎");
  });
  it("a charge is revenue at once; a credit note splits into tax, what was earned, and what was not", () => {
    // Two of the 28 days to March 10 have passed but for 22 hours: 10.00 x 2 h / 672 h is earned.
    expect(
      entries()
        .filter((entry) => /charge|credit note/.test(entry))
        .join("\n\n"),
    ).toBe(`2026-01-20 * (ann [the first]-ch-1) charge  ; customer: ann (the first)
    assets:cash                     USD 50.00
    revenue:one-off                USD -50.00

2026-02-10 * (ann [the first]-0002-cn-1) credit note  ; customer: ann (the first)
    assets:cash                    USD -11.00
    liabilities:deferred revenue    USD 9.98
    liabilities:tax                 USD 1.00
    revenue:contra                  USD 0.02`);
  });
  it("what time earns is one entry a month and currency, on the month's last day, or the clock's", () => {
    const heads = entries().map((entry) => entry.split("\n")[0]);
    const months = ["2026-01-31 * recognition 2026-01", "2026-02-28 * recognition 2026-02", "2026-03-19 * recognition 2026-03"];
    expect(heads.filter((head) => head?.includes("recognition"))).toEqual(months.flatMap((month) => [month, month]));
  });
  it("daily: one entry a day, kind and currency, without customers", () => {
    const heads = entries("daily")
      .slice(1)
      .map((entry) => entry.split("\n")[0] as string);
    expect(heads.slice(0, 8)).toEqual([
      "2026-01-10 * opening balance 2026-01-10",
      "2026-01-10 * invoice finalized 2026-01-10",
      "2026-01-10 * invoice finalized 2026-01-10",
      "2026-01-10 * payment received 2026-01-10",
      "2026-01-10 * payment received 2026-01-10",
      "2026-01-10 * recognition 2026-01-10",
      "2026-01-10 * recognition 2026-01-10",
      "2026-01-11 * recognition 2026-01-11",
    ]);
    expect(heads.filter((head) => head.includes("customer:"))).toEqual([]);
  });
  it("monthly: one entry a month, kind and currency", () => {
    const heads = entries("monthly")
      .slice(1)
      .map((entry) => entry.split("\n")[0] as string);
    expect(heads.filter((head) => head.startsWith("2026-01-31"))).toEqual([
      "2026-01-31 * opening balance 2026-01",
      "2026-01-31 * invoice finalized 2026-01",
      "2026-01-31 * invoice finalized 2026-01",
      "2026-01-31 * payment received 2026-01",
      "2026-01-31 * payment received 2026-01",
      "2026-01-31 * charge 2026-01",
      "2026-01-31 * recognition 2026-01",
      "2026-01-31 * recognition 2026-01",
    ]);
  });
});
