import type { MetricSettings, ReportInterval } from "../../engine/scenario/scenario.ts";
import { intervalReport } from "../interval-report.ts";
import { churnDenominator, lifetimeValue, logoChurnRate, revenuePerCustomer, share } from "../metrics/rates.ts";
import { recurringArithmetic, recurringFormula } from "../metrics/recurring-formulas.ts";
import type { RecurringRow } from "../metrics/recurring-rows.ts";
import { recurringSource } from "../metrics/recurring-source.ts";
import { integer, money, rate, type Table, word } from "../table.ts";
import { partial } from "./mrr.ts";

/** The table's rates depend on the definitions, and its lifetime value on how long an interval is. */
function churnTable(settings: MetricSettings, interval: ReportInterval): Table<RecurringRow> {
  const churned = (row: RecurringRow): number => row.churnedVoluntary + row.churnedInvoluntary;
  const gained = (row: RecurringRow): number => row.expansion + (settings.reactivationInNrr ? row.reactivation : 0);
  return {
    name: "churn",
    about: "Customers, churn and retention per interval and currency (D41). Rates are empty where there is nothing to divide by.",
    currency: ({ currency }) => currency,
    columns: [
      word("interval", "The interval.", (row) => row.interval),
      word("currency", "Three letters, lower case.", (row) => row.currency.code),
      integer("customers_opening", "Paying customers at the start.", (row) => row.customersOpening),
      integer("customers_new", "Who paid for the first time.", (row) => row.customersNew),
      integer("customers_reactivated", "Who came back.", (row) => row.customersReactivated),
      integer("churned_voluntary", "Who left.", (row) => row.churnedVoluntary),
      integer("churned_involuntary", "Whose subscription a failed payment ended.", (row) => row.churnedInvoluntary),
      integer("customers_closing", "Paying customers at the end.", (row) => row.customersClosing),
      rate("logo_churn_rate", "Churned customers over those at the start, with those who came under `start_plus_new`.", (row) =>
        logoChurnRate(churned(row), row.customersOpening, row.customersNew, settings),
      ),
      rate("gross_mrr_churn_rate", "(churn + contraction) / opening.", (row) => share(row.churn + row.contraction, row.opening)),
      rate("net_mrr_churn_rate", "Gross less expansion, and less reactivation under `reactivation_in_nrr`.", (row) =>
        share(row.churn + row.contraction - gained(row), row.opening),
      ),
      rate("nrr", "What those who paid at the start pay at the end, over what they paid; with those who came back under `reactivation_in_nrr`.", (row) =>
        share(row.retained, row.retainedFrom),
      ),
      rate("grr", "The same, of each no more than it paid: never above 1.", (row) => share(row.retainedAtMost, row.retainedFrom)),
      rate("quick_ratio", "(new + reactivation + expansion) / (contraction + churn).", (row) =>
        share(row.new + row.reactivation + row.expansion, row.contraction + row.churn),
      ),
      money("arpa", "Closing recurring revenue per paying customer; 0 without customers.", (row) => revenuePerCustomer(row.closing, row.customersClosing)),
      money("ltv", "Monthly revenue per customer x gross margin / monthly logo churn; 0 when nobody left, for there is no estimate then.", (row) =>
        lifetimeValue(
          row.closing,
          row.customersClosing,
          churned(row),
          churnDenominator(row.customersOpening, row.customersNew, settings),
          interval,
          settings.grossMarginPpm,
        ),
      ),
      integer("trials_started", "Subscriptions that went into a trial.", (row) => row.trialsStarted),
      integer("trials_converted", "Of trials that ended, those whose first positive invoice was paid in the interval (D36).", (row) => row.trialsConverted),
      integer("trials_ended", "Subscriptions that left their trial, converted or not.", (row) => row.trialsEnded),
      rate("nrr_12m", "nrr over the twelve months to the interval's end; empty while the clock has not run that long.", (row) =>
        row.trailing === undefined ? undefined : share(row.trailing.now, row.trailing.then),
      ),
      rate("grr_12m", "grr over the same months.", (row) => (row.trailing === undefined ? undefined : share(row.trailing.atMost, row.trailing.then))),
      integer("past_due_customers", "Customers with a subscription that is past due at the end.", (row) => row.pastDueCustomers),
      integer("customers_transferred_in", "Paying customers who began to pay for this plan, under `by: [plan]` (R63).", (row) => row.customersIn),
      integer("customers_transferred_out", "Customers who go on paying, and stopped to pay for this plan.", (row) => row.customersOut),
      partial,
    ],
  };
}

export const churn = intervalReport({
  name: "churn",
  source: recurringSource,
  keys: ["interval"],
  table: ({ reports }) => churnTable(reports.metrics, reports.interval),
  rows: (collection, view) => collection.rows(view),
  formula: recurringFormula,
  arithmetic: recurringArithmetic,
});
