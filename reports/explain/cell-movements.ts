import type { Account } from "../../engine/account/account.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { ReportContext, ReportFacts } from "../collector.ts";
import { type MovementPart, shareOut } from "../metrics/movement-parts.ts";
import { MEASURE } from "../metrics/recurring-measures.ts";
import type { RecurringRow } from "../metrics/recurring-rows.ts";
import { textTable } from "../rendering/text-table.ts";
import { listenToMovements, type MovementRow } from "../tables/mrr-movements.ts";

/** The measures behind the columns of mrr.csv and churn.csv that are sums of movements. */
const BEHIND: ReadonlyMap<string, number> = new Map([
  ["new", MEASURE.new],
  ["reactivation", MEASURE.reactivation],
  ["expansion", MEASURE.expansion],
  ["contraction", MEASURE.contraction],
  ["churn", MEASURE.churn],
  ["churn_involuntary", MEASURE.churnInvoluntary],
  ["transfer_in", MEASURE.transferIn],
  ["transfer_out", MEASURE.transferOut],
  ["customers_new", MEASURE.customersNew],
  ["customers_reactivated", MEASURE.customersReactivated],
  ["churned_voluntary", MEASURE.churnedVoluntary],
  ["churned_involuntary", MEASURE.churnedInvoluntary],
  ["customers_transferred_in", MEASURE.customersIn],
  ["customers_transferred_out", MEASURE.customersOut],
]);

/** A movement, or what of it belongs to a plan, copied. */
interface Moved {
  readonly at: Instant;
  readonly interval: string;
  readonly currency: string;
  readonly by: readonly string[];
  /** The measures that it adds to. */
  readonly measures: ReadonlySet<number>;
  readonly cells: readonly string[];
}

/** Keeps every movement of a run, to tell which of them stand behind a cell. */
export class CellMovements {
  /** Give this to the simulation behind a watch. */
  readonly listener: Partial<ReportFacts>;
  private readonly context: ReportContext;
  private readonly moved: Moved[] = [];

  constructor(context: ReportContext) {
    this.context = context;
    this.listener = listenToMovements((row) => this.keep(row), context);
  }

  /** The lines of those behind a column of a row; undefined where the column is no sum of movements. */
  behind(column: string, row: RecurringRow): readonly string[] | undefined {
    const measure = BEHIND.get(column);
    if (measure === undefined) return undefined;
    // In a reporting currency a row has the movements of every currency.
    const isConverted = this.context.scenario.reports.reporting !== undefined;
    const those = this.moved.filter(
      (one) =>
        one.interval === row.interval &&
        (isConverted || one.currency === row.currency.code) &&
        one.by.every((value, i) => value === row.by[i]) &&
        one.measures.has(measure),
    );
    if (those.length === 0) return ["no movement of this kind in the interval"];
    const inOrder = those.map((moved, index) => ({ moved, index })).sort((a, b) => a.moved.at - b.moved.at || a.index - b.index);
    const columns = [false, false, false, false, false, true, true].map((right) => ({ title: "", right }));
    const count = `${those.length} ${those.length === 1 ? "movement" : "movements"}`;
    const lines = textTable(
      columns,
      inOrder.map(({ moved }) => moved.cells),
    );
    return [...lines.slice(1), "", isConverted ? `${count}, each in its own currency; their sums are converted` : count];
  }

  private keep(row: MovementRow): void {
    const { account, movement } = row;
    const { segments } = this.context;
    if (movement.parts === undefined) {
      shareOut(movement, [{ plan: "", ...movement }], (part, flows) => this.add(row, segments.ofCustomer(account).values, part, flows));
      return;
    }
    shareOut(movement, movement.parts, (part, flows) => {
      if (part.after !== part.before) this.add(row, segments.ofPlan(account, part.plan).values, part, flows);
    });
  }

  private add(row: MovementRow, by: readonly string[], part: MovementPart, flows: readonly number[]): void {
    const { at, account, kind, cause, plansBefore, plansAfter } = row;
    const { grid } = this.context;
    const cells = [
      formatBrief(at),
      account.id,
      kind,
      cause ?? "before the clock",
      `${plansBefore ?? "-"} → ${plansAfter ?? "-"}`,
      money(account, part.after - part.before),
      `mrr after ${money(account, part.after)}`,
    ];
    const measures = new Set(flows.filter((_, i) => i % 2 === 0));
    this.moved.push({ at, interval: grid.labels[grid.indexOf(at)] as string, currency: account.currency.code, by, measures, cells });
  }
}

const money = (account: Account, amount: number): string => formatMoney(amount, account.currency);
