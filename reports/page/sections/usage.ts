import { barChart } from "../charts/bar-chart.ts";
import type { Series } from "../charts/frame.ts";
import { barGroups, perInterval, sums } from "../charts/intervals.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import { marks } from "../palette.ts";
import type { Sheet } from "../sheet.ts";
import { type ShownCurrency, sheetOf } from "../shown-run.ts";
import { moneyUnit } from "../units.ts";

/** What usage of metered plans came to. */
export function usage(data: ShownCurrency): Markup | undefined {
  const sheet = data.sheets.get("usage");
  if (sheet === undefined || sheet.rows.length === 0) return undefined;
  const all = sheetOf(data, "mrr").texts("interval");
  const groups = barGroups(all);
  const labels = groups.map(({ label }) => label);
  const unit = moneyUnit(data.currency);
  const series = byPlan(sheet, all).map(
    ({ plan, billed }, i): Series => ({ name: plan, mark: marks[i % marks.length] ?? "grey", values: sums(billed, groups) }),
  );
  const id = `${data.currency.code}-usage`;
  const title = "Usage billed";
  const quantities = sheet.texts("quantity");
  const plans = sheet.texts("plan");
  const billed = sheet.numbers("billed");
  return section(id, "Usage", [
    figure({
      title,
      measures: `${unit.name} ${perInterval(data.scenario.reports.interval, all, groups)}, in the interval of the invoice`,
      legend: series,
      chart: barChart({ id: `${id}-bars`, title, about: "Stacked bars of what the usage of each metered plan came to.", labels, series, unit }),
      table: {
        columns: ["interval", "plan", "quantity", unit.name],
        rows: sheet.texts("interval").map((label, i) => [label, plans[i] ?? "", quantities[i] ?? "", unit.bare(billed[i] ?? 0)]),
        file: sheet.file,
      },
    }),
  ]);
}

/** What was billed of each plan in every interval; the plans in the order of their first rows. */
function byPlan(sheet: Sheet, labels: readonly string[]): readonly { readonly plan: string; readonly billed: readonly number[] }[] {
  const place = new Map(labels.map((label, i) => [label, i]));
  const [intervals, plans, billed] = [sheet.texts("interval"), sheet.texts("plan"), sheet.numbers("billed")];
  const found = new Map<string, number[]>();
  for (const [i, plan] of plans.entries()) {
    const values = found.get(plan) ?? labels.map(() => 0);
    found.set(plan, values);
    values[place.get(intervals[i] as string) as number] = billed[i] as number;
  }
  return [...found].map(([plan, values]) => ({ plan, billed: values }));
}
