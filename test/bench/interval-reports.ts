import type { FactSink } from "../../engine/account/facts.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { RecurringRevenueWatch } from "../../reports/metrics/recurring-revenue.ts";
import { RecurringRevenueCells } from "../../reports/metrics/recurring-revenue-cells.ts";
import { type RecurringRow, recurringRows } from "../../reports/metrics/recurring-rows.ts";
import { TrialCells } from "../../reports/metrics/trial-cells.ts";
import { route } from "../../reports/router.ts";

/** The collectors behind mrr.csv and churn.csv and nothing else: what a population's run without row files listens with. */
export class IntervalReports {
  readonly sink: FactSink;
  private readonly revenue: RecurringRevenueCells;
  private readonly trials: TrialCells;

  constructor(scenario: Scenario) {
    this.revenue = new RecurringRevenueCells({ scenario });
    this.trials = new TrialCells({ scenario });
    const collectors = [this.revenue, this.trials];
    this.sink = route([new RecurringRevenueWatch(scenario.reports.metrics, route(collectors)), ...collectors]);
  }

  rows(): readonly RecurringRow[] {
    return [...recurringRows(this.revenue, this.trials)];
  }
}
