import { formatDate, formatTime } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { MetricSettings, Scenario } from "../../engine/scenario/scenario.ts";
import type { RecurringRow } from "../metrics/recurring-rows.ts";
import { recurringReports } from "../registry.ts";
import { reportTable } from "../rendering/text-table.ts";
import type { EventSequences } from "./event-sequences.ts";
import type { FinalState } from "./final-state.ts";
import type { Journal } from "./journal.ts";
import { JournalLayout } from "./layout.ts";

/**
 * The golden snapshot: what happened in time order over all customers, how they stand at the end, the sequences of events, the report tables.
 * A function of the scenario alone: no version, path or date of the run. Ends with a newline.
 */
export function goldenText(scenario: Scenario, journal: Journal, state: FinalState, events: EventSequences, rows: readonly RecurringRow[]): string {
  const layout = new JournalLayout(scenario.customers.map(({ id }) => id));
  const lines = [
    scenario.name,
    `clock ${instantText(scenario.start)} → ${instantText(scenario.end)}`,
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
    ...recurringReports.flatMap(({ name, table }) => [`${name}.csv, per ${scenario.reports.interval}`, ...reportTable(table(scenario), rows), ""]),
    `definitions: ${definitionsText(scenario.reports.metrics)}`,
  ];
  return `${lines.join("\n")}\n`;
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
