import { formatDate, formatTime } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { MetricSettings, Scenario } from "../../engine/scenario/scenario.ts";
import type { IntervalReport, IntervalRow } from "../interval-report.ts";
import { intervalReports } from "../registry.ts";
import { hasNumbers, reportTable, textTable } from "../rendering/text-table.ts";
import { churn } from "../tables/churn.ts";
import { mrr } from "../tables/mrr.ts";
import type { CurrencyTotals } from "../totals.ts";
import { totalsByName } from "../totals-json.ts";
import { businessLines } from "./business-lines.ts";
import type { EventSequences } from "./event-sequences.ts";
import type { FinalState } from "./final-state.ts";
import type { Journal } from "./journal.ts";
import { JournalLayout } from "./layout.ts";
import type { LifeDigest } from "./life-digest.ts";

/** What a golden text shows. */
export interface GoldenParts {
  readonly journal: Journal;
  readonly state: FinalState;
  readonly events: EventSequences;
  readonly digest: LifeDigest;
  readonly totals: readonly CurrencyTotals[];
  readonly rows: (report: IntervalReport) => readonly IntervalRow[];
}

/**
 * The golden snapshot: what happened in time order over all customers, how they stand at the end, the sequences of events, the report tables.
 * Of populations a few customers in full, a digest of all, and totals (D46).
 * A function of the scenario alone: no version, path or date of the run. Ends with a newline.
 */
export function goldenText(scenario: Scenario, parts: GoldenParts): string {
  const { journal, state, events, rows } = parts;
  const layout = new JournalLayout(state.customers());
  const lines = [
    scenario.name,
    `clock ${instantText(scenario.start)} → ${instantText(scenario.end)}`,
    ...(scenario.business.length === 0 ? [] : ["", ...businessLines(scenario.business)]),
    "",
    ...journal.inTimeOrder().flatMap((entry) => layout.entry(entry)),
    "",
    `Final state at ${instantText(scenario.end)}`,
    "",
    ...state.lines(),
    "",
    "events of one instant and customer: how often, and when first",
    ...events.lines(),
    "",
    ...(scenario.populations.length === 0 ? [] : crowdLines(scenario, parts)),
    ...METRICS.flatMap((report) => tableLines(report, scenario, rows(report))),
    `definitions: ${definitionsText(scenario.reports.metrics)}`,
    ...FURTHER.flatMap((report) => furtherLines(report, scenario, rows(report))),
  ];
  return `${lines.join("\n")}\n`;
}

/** Those that the definitions are about stand before them. */
const METRICS: readonly IntervalReport[] = [mrr, churn];

const FURTHER: readonly IntervalReport[] = intervalReports.filter((report) => !METRICS.includes(report));

/** Without rows in which nothing stands, such as those of accounts that are not used; nothing at all where no row is left. */
function furtherLines(report: IntervalReport, scenario: Scenario, rows: readonly IntervalRow[]): readonly string[] {
  const table = report.table(scenario);
  const told = rows.filter((row) => hasNumbers(table, row));
  return told.length === 0 ? [] : ["", ...tableLines(report, scenario, told).slice(0, -1)];
}

function tableLines(report: IntervalReport, scenario: Scenario, rows: readonly IntervalRow[]): readonly string[] {
  // Cohorts are by month whatever the interval (D43).
  const per = report.keys[0] === "cohort" ? "month" : scenario.reports.interval;
  return [`${report.name}.csv, per ${per}`, ...reportTable(report.table(scenario), rows), ""];
}

/** Everybody who was drawn, of whom the lines above show a few: how many, a digest of their lives, and what the run comes to. */
function crowdLines({ populations }: Scenario, { digest, totals }: GoldenParts): readonly string[] {
  const crowds = populations.map(({ name }) => ({ name, ...digest.of(name) }));
  const columns = ["population", "customers", "digest of their lives"].map((title, i) => ({ title, right: i === 1 }));
  const money = totals.map((total) => ({ code: total.currency.code, values: totalsByName(total) }));
  const names = [...new Set(money.flatMap(({ values }) => [...values.keys()]))];
  return [
    "drawn customers; above are the first three, the 10th, the 100th and the 1000th of all",
    ...textTable(
      columns,
      crowds.map(({ name, customers, digest: sum }) => [name, String(customers), sum]),
    ),
    "",
    ...textTable(
      [{ title: "totals", right: false }, ...money.map(({ code }) => ({ title: code, right: true }))],
      names.map((name) => [name, ...money.map(({ values }) => values.get(name) ?? "")]),
    ),
    "",
  ];
}

function instantText(at: Instant): string {
  return `${formatDate(at)} ${formatTime(at)}`;
}

/** The definitions behind the tables, as the scenario's settings name them. */
function definitionsText(metrics: MetricSettings): string {
  return definitions(metrics)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

/** Every metric definition by its name in the language. */
export function definitions(metrics: MetricSettings): readonly (readonly [name: string, value: string])[] {
  return [
    ["preset", metrics.preset],
    ["mrr_statuses", `[${metrics.mrrStatuses.join(", ")}]`],
    ["mrr_discounts", metrics.mrrDiscounts],
    ["churn_recognized", metrics.churnRecognized],
    ["churn_denominator", metrics.churnDenominator],
    ["reactivation_in_nrr", String(metrics.reactivationInNrr)],
    ["trials_in_mrr", String(metrics.trialsInMrr)],
    ["paused_in_mrr", String(metrics.pausedInMrr)],
    ["metered_in_mrr", String(metrics.meteredInMrr)],
    ["gross_margin", `${metrics.grossMarginPpm / 10_000}%`],
  ];
}
