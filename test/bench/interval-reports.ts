import type { FactSink } from "../../engine/account/facts.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { reportContext } from "../../reports/collector.ts";
import { IntervalCollections } from "../../reports/interval-collections.ts";
import { RecurringRevenueWatch } from "../../reports/metrics/recurring-revenue.ts";
import type { RecurringRow } from "../../reports/metrics/recurring-rows.ts";
import { route } from "../../reports/router.ts";
import { churn } from "../../reports/tables/churn.ts";
import { mrr } from "../../reports/tables/mrr.ts";

/** The collectors behind mrr.csv and churn.csv and nothing else: what a run with `--only mrr,churn` listens with. */
export class IntervalReports {
  readonly sink: FactSink;
  private readonly intervals: IntervalCollections;

  constructor(scenario: Scenario) {
    this.intervals = new IntervalCollections(reportContext(scenario), [mrr, churn]);
    const { collectors } = this.intervals;
    this.sink = route([new RecurringRevenueWatch(scenario.reports, route(collectors)), ...collectors]);
  }

  rows(): readonly RecurringRow[] {
    return this.intervals.rows(mrr, "converted") as readonly RecurringRow[];
  }
}
