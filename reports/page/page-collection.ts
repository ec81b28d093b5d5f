import type { Scenario } from "../../engine/scenario/scenario.ts";
import { type Collector, type ReportContext, reportContext } from "../collector.ts";
import type { ExpectationFailure } from "../expectations/failure.ts";
import { IntervalCollections } from "../interval-collections.ts";
import type { IntervalReport, IntervalRow } from "../interval-report.ts";
import { intervalReports } from "../registry.ts";
import type { CurrencyTotals } from "../totals.ts";
import { ListedInvoices } from "./first-invoices.ts";
import { PaymentBrackets } from "./payment-brackets.ts";
import { PlanMix } from "./plan-mix.ts";
import { Sheet } from "./sheet.ts";
import type { ShownRun } from "./shown-run.ts";

const READ: ReadonlySet<string> = new Set(["mrr", "churn", "revenue", "cohorts", "dunning", "usage"]);

/** The interval files that the page reads. */
export const pageReports: readonly IntervalReport[] = intervalReports.filter(({ name }) => READ.has(name));

/** What the page takes of the rest of the run. */
export interface RunParts {
  rows(report: IntervalReport): readonly IntervalRow[];
  readonly totals: readonly CurrencyTotals[];
  readonly failures: readonly ExpectationFailure[];
}

/** What only the page collects: a few sums, and where the files are split by something the same reports over everybody (R90). */
export class PageCollection {
  private readonly scenario: Scenario;
  private readonly plans: PlanMix;
  private readonly brackets: PaymentBrackets;
  private readonly invoices: ListedInvoices;
  private readonly whole: IntervalCollections | undefined;

  constructor(context: ReportContext) {
    const { scenario } = context;
    this.scenario = scenario;
    this.plans = new PlanMix(context);
    this.brackets = new PaymentBrackets(context);
    this.invoices = new ListedInvoices(context);
    const { reports } = scenario;
    this.whole = reports.by.length === 0 ? undefined : new IntervalCollections(reportContext({ ...scenario, reports: { ...reports, by: [] } }), pageReports);
  }

  get collectors(): readonly Collector<never>[] {
    return [this.plans, this.brackets, this.invoices, ...(this.whole?.collectors ?? [])];
  }

  shown({ rows, totals, failures }: RunParts): ShownRun {
    const { scenario, whole, plans, brackets, invoices } = this;
    const everybody: Scenario = whole === undefined ? scenario : { ...scenario, reports: { ...scenario.reports, by: [] } };
    const sheets = new Map(
      pageReports.map((report) => [report.name, Sheet.of(report, everybody, whole === undefined ? rows(report) : whole.rows(report, "converted"))]),
    );
    const split = new Map(whole === undefined ? [] : pageReports.map((report) => [report.name, Sheet.of(report, scenario, rows(report))]));
    return {
      scenario,
      sheets,
      split,
      totals,
      failures,
      planMix: (currency) => plans.rows(currency),
      paymentBrackets: (currency) => brackets.rows(currency),
      invoices,
    };
  }
}
