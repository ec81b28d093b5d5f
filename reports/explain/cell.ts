import type { Account } from "../../engine/account/account.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../collect.ts";
import { reportContext } from "../collector.ts";
import type { MovementKind } from "../metrics/movement.ts";
import { RecurringRevenueWatch } from "../metrics/recurring-revenue.ts";
import type { RecurringRow } from "../metrics/recurring-rows.ts";
import { intervalReports } from "../registry.ts";
import { cellText } from "../rendering/cell-text.ts";
import { textTable } from "../rendering/text-table.ts";
import { route } from "../router.ts";
import { columnOf } from "../table.ts";
import { listenToMovements } from "../tables/mrr-movements.ts";

/** A cell of an interval report, as the command line names it. */
export interface CellName {
  readonly report: string;
  readonly interval: string;
  readonly column: string;
  /** Lower case; undefined where there is only one. */
  readonly currency: string | undefined;
}

/** An explanation, or why there is none: a full sentence with what there is instead. */
export type Explained = { readonly text: string } | { readonly problem: string };

/** Which movements stand behind a column: those of its kind, and of a churn those of its sort. */
const BEHIND: ReadonlyMap<string, (moved: Moved) => boolean> = new Map([
  ...(["new", "reactivation", "expansion", "contraction", "churn"] as const).map((kind) => [kind, (moved: Moved) => moved.kind === kind] as const),
  ["churn_involuntary", ({ involuntary }) => involuntary],
  ["customers_new", ({ kind }) => kind === "new"],
  ["customers_reactivated", ({ kind }) => kind === "reactivation"],
  ["churned_voluntary", ({ kind, involuntary }) => kind === "churn" && !involuntary],
  ["churned_involuntary", ({ involuntary }) => involuntary],
]);

/** A movement, copied. */
interface Moved {
  readonly at: Instant;
  readonly interval: string;
  readonly currency: string;
  readonly kind: MovementKind;
  readonly involuntary: boolean;
  readonly cells: readonly string[];
}

/**
 * What stands behind a cell of mrr.csv or churn.csv: the movements of a flow, the equation of everything else. The scenario is run for it.
 * The text ends with a newline.
 */
export function explainCell(scenario: Scenario, name: CellName): Explained {
  const report = intervalReports.find((one) => one.name === name.report);
  if (report === undefined) return { problem: `There is no report "${name.report}" per interval. There are ${namesOfReports()}.` };
  const collection = collect(scenario, { only: new Set([report.name]), golden: false });
  const movements: Moved[] = [];
  const listener = movementListener(scenario, movements);
  simulate(scenario, route([collection.sink, new RecurringRevenueWatch(scenario.reports.metrics, listener), listener]));
  const row = findRow(collection.intervalRows(report) as readonly RecurringRow[], name);
  if ("problem" in row) return row;
  const table = report.table(scenario);
  const column = columnOf(table, name.column);
  if (column === undefined) return { problem: `${name.report}.csv has no column "${name.column}". It has ${table.columns.map((one) => one.name).join(", ")}.` };
  const value = cellText(column.read(row), column.kind, row.currency);
  const title = `${name.report}.csv, ${row.interval}, ${row.currency.code}: ${name.column} is ${value === "" ? "empty" : value}`;
  const lines = [title, column.about, "", ...behind(() => report.formula(name.column, row, scenario), name.column, row, movements)];
  return { text: `${lines.join("\n").trimEnd()}\n` };
}

function namesOfReports(): string {
  const names = intervalReports.map(({ name }) => name);
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function movementListener(scenario: Scenario, into: Moved[]): ReturnType<typeof route> {
  const context = reportContext(scenario);
  const { grid } = context;
  const listener = listenToMovements(({ account, at, kind, involuntary, cause, plansBefore, plansAfter, amount, after }) => {
    const cells = [
      formatBrief(at),
      account.id,
      kind,
      cause ?? "before the clock",
      `${plansBefore ?? "-"} → ${plansAfter ?? "-"}`,
      money(account, amount),
      `mrr after ${money(account, after)}`,
    ];
    into.push({ at, interval: grid.labels[grid.indexOf(at)] as string, currency: account.currency.code, kind, involuntary, cells });
  }, context);
  return route([listener]);
}

const money = (account: Account, amount: number): string => formatMoney(amount, account.currency);

function findRow(rows: readonly RecurringRow[], { report, interval, currency }: CellName): RecurringRow | { readonly problem: string } {
  const ofInterval = rows.filter((row) => row.interval === interval);
  if (ofInterval.length === 0) {
    const first = rows[0]?.interval;
    const there = first === undefined ? "It has no rows" : `It has ${first} to ${rows[rows.length - 1]?.interval}`;
    return { problem: `${report}.csv has no interval "${interval}". ${there}.` };
  }
  const found = ofInterval.filter((row) => currency === undefined || row.currency.code === currency);
  const codes = ofInterval.map((row) => row.currency.code).join(", ");
  if (found.length === 0) return { problem: `${report}.csv has no rows in ${currency}. It has ${codes}.` };
  if (found.length > 1) return { problem: `${report}.csv has several currencies: ${codes}. Say which one after the column.` };
  return found[0] as RecurringRow;
}

function behind(formula: () => string | undefined, column: string, row: RecurringRow, movements: readonly Moved[]): readonly string[] {
  const counts = BEHIND.get(column);
  if (counts === undefined) return [formula() ?? "counted as it happened"];
  const those = movements.filter((moved) => moved.interval === row.interval && moved.currency === row.currency.code && counts(moved));
  if (those.length === 0) return ["no movement of this kind in the interval"];
  const inOrder = those.map((moved, index) => ({ moved, index })).sort((a, b) => a.moved.at - b.moved.at || a.index - b.index);
  const columns = [false, false, false, false, false, true, true].map((right) => ({ title: "", right }));
  return [
    ...textTable(
      columns,
      inOrder.map(({ moved }) => moved.cells),
    ).slice(1),
    "",
    `${those.length} ${those.length === 1 ? "movement" : "movements"}`,
  ];
}
