import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { csvRecords } from "../../../engine/language/csv-records.ts";
import { currencies } from "../../../engine/money/currency.ts";
import { readGood, scenarioFile } from "../../product/billed.ts";
import { filesBelow } from "../../repository.ts";
import { fileText, journalRun, trialBalances } from "./journal-run.ts";
import { monthlyBalances, readJournal, sorted } from "./read-journal.ts";

/** Whether a program is there. In CI it must be; elsewhere the journal is then held to our own reader alone, and the output says so. */
function isInstalled(program: "hledger" | "ledger"): boolean {
  if (spawnSync(program, ["--version"]).error === undefined) return true;
  const message = `${program} is not installed, and the journal is not held to it. Install it: apt-get install hledger ledger`;
  if (process.env["CI"] !== undefined) throw new Error(message);
  console.warn(message);
  return false;
}

/** Runs a program on a journal; what it says on stdout. A journal that it does not accept fails the test with its own words. */
function runOn(journal: string, program: string, ...options: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, ["-f", "-", ...options], {
    input: journal,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout;
}

function minor(currency: string, text: string): number {
  let amount = Number(text);
  for (let i = 0; i < (currencies.get(currency.toLowerCase())?.decimals ?? 0); i++) amount *= 10;
  return Math.round(amount);
}

/** `2026-01 assets:cash USD` -> minor units, as hledger adds up. */
function balancesByHledger(journal: string): Record<string, number> {
  const text = runOn(journal, "hledger", "balance", "--monthly", "--layout=bare", "--flat", "--no-total", "--output-format=csv");
  const [head = [], ...rows] = [...csvRecords([text])].map(({ cells }) => cells ?? []);
  const sums = new Map<string, number>();
  for (const [account = "", currency = "", ...amounts] of rows) {
    for (const [i, amount] of amounts.entries()) sums.set(`${head[i + 2]} ${account} ${currency}`, minor(currency, amount));
  }
  return sorted(sums);
}

/** The same, as Ledger adds up: it adds the days of a month itself where the sums are of one month. */
function balancesByLedger(journal: string): Record<string, number> {
  const format = "%(format_date(date, '%Y-%m'))|%(account)|%(quantity(amount))|%(commodity(amount))\n";
  const sums = new Map<string, number>();
  for (const line of runOn(journal, "ledger", "--pedantic", "register", "--format", format).split("\n")) {
    const [month, account, quantity = "", currency = ""] = line.split("|");
    if (account === undefined) continue;
    const key = `${month} ${account} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0) + minor(currency, quantity));
  }
  return sorted(sums);
}

/** The journals of all scenarios in one, each with accounts of its own: a process for each of them would take minutes. */
function together(journals: readonly string[]): string {
  const seen = new Set<string>();
  const unseen = (line: string): boolean => !/^(commodity|tag) /.test(line) || (!seen.has(line) && seen.add(line) === seen);
  return journals
    .map((journal, i) =>
      journal
        .replace(/^( {4}|account )(?=[a-z]+:)/gm, `$1s${i}:`)
        .split("\n")
        .filter(unseen)
        .join("\n"),
    )
    .join("\n");
}

describe("hledger and Ledger read the journal, strictly, and come to the balances of trial_balance.csv", () => {
  const paths = filesBelow("scenarios", ".yaml");
  const runs = paths.map((path) => journalRun(readGood(scenarioFile(path.slice("scenarios/".length)), path)));
  const journal = together(runs.map((run) => fileText(run, "journal.hledger")));
  const expected = Object.assign(
    {},
    ...runs.map((run, i) => {
      const balances = Object.entries(trialBalances(run));
      return Object.fromEntries(balances.map(([key, amount]) => [key.replace(" ", ` s${i}:`), amount]));
    }),
  ) as Record<string, number>;

  it("there is something in it", () => {
    expect(paths.length).toBeGreaterThan(80);
    expect(Object.keys(expected).length).toBeGreaterThan(1000);
  });
  it("hledger", () => {
    expect(journal).toContain("account s0:assets:receivable");
    if (!isInstalled("hledger")) return;
    runOn(journal, "hledger", "check", "--strict");
    expect(balancesByHledger(journal)).toEqual(expected);
  });
  it("Ledger", () => {
    expect(journal).toContain("account s0:assets:receivable");
    if (!isInstalled("ledger")) return;
    expect(balancesByLedger(journal)).toEqual(expected);
  });
});

const NAMES = [
  "山田 太郎",
  "Smith, John (and sons)",
  "a;b: c",
  "[2026-01-01] | x",
  'o\'neil "the" 5%',
  "=1+1",
  "@home * ! #tag",
  "{curly} $1,000",
  "résumé:of",
  "(",
  ")",
];

describe("names that mean something to these programs", () => {
  it("harm no transaction", () => {
    const customers = NAMES.map((name) => `  ${JSON.stringify(name)}: { balance: -500, timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }] }`);
    const plans = "plans: { pro: { currency: usd, unit_amount: 2000, interval: month } }";
    const text = `name: names\nclock: { start: 2026-01-01, end: 2026-03-01 }\n${plans}\ncustomers:\n${customers.join("\n")}\n`;
    const collection = journalRun(readGood(text, "names.yaml"));
    const journal = fileText(collection, "journal.hledger");
    const expected = trialBalances(collection);
    expect(monthlyBalances(readJournal(journal))).toEqual(expected);
    if (!isInstalled("hledger") || !isInstalled("ledger")) return;
    runOn(journal, "hledger", "check", "--strict");
    expect(balancesByHledger(journal)).toEqual(expected);
    expect(balancesByLedger(journal)).toEqual(expected);
    // Opening, two invoices and two payments each; then recognition.
    expect(
      runOn(journal, "hledger", "codes")
        .trim()
        .split("\n")
        .filter((code) => code !== ""),
    ).toHaveLength(NAMES.length * 4);
    expect(runOn(journal, "hledger", "tags", "--values", "customer").trim().split("\n")).toHaveLength(NAMES.length);
  });
});
