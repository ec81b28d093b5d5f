import { type HeatRow, heatMap } from "../charts/heat-map.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import type { Sheet } from "../sheet.ts";
import type { ShownCurrency } from "../shown-run.ts";
import { percentUnit } from "../units.ts";

/** More cohorts or months than this are thinned evenly. */
const MOST_ROWS = 24;
const MOST_COLUMNS = 25;

/** What became of those who began to pay in the same month. */
export function cohorts(data: ShownCurrency): Markup | undefined {
  const sheet = data.sheets.get("cohorts");
  if (sheet === undefined || sheet.isZero("customers")) return undefined;
  const id = `${data.currency.code}-cohorts`;
  return section(id, "Cohorts", [
    map(sheet, "retention_rate", {
      id: `${id}-customers`,
      title: "Customers who stay",
      measures: "% of those who began to pay in a month, by months since",
      about: "A row for each month of first payment, a column for each month since; the darker, the more of them still pay.",
    }),
    map(sheet, "mrr_retention_rate", {
      id: `${id}-revenue`,
      title: "Recurring revenue that stays",
      measures: "% of what they began with, by months since; above 100 where they pay more",
      about: "The same for the recurring revenue of those who began to pay in a month.",
    }),
  ]);
}

interface MapTexts {
  readonly id: string;
  readonly title: string;
  readonly measures: string;
  readonly about: string;
}

function map(sheet: Sheet, column: string, { id, title, measures, about }: MapTexts): Markup {
  const [names, ages, values, began] = [sheet.texts("cohort"), sheet.numbers("age"), sheet.cells(column), sheet.numbers("customers")];
  const all = new Map<string, (number | undefined)[]>();
  for (const [i, name] of names.entries()) {
    if (began[i] === 0) continue;
    const cells = all.get(name) ?? [];
    all.set(name, cells);
    cells[ages[i] as number] = values[i];
  }
  const rows = thinned([...all], MOST_ROWS);
  const oldest = rows.reduce((most, [, cells]) => Math.max(most, cells.length), 0);
  const shown = thinned(
    Array.from({ length: oldest }, (_, age) => age),
    MOST_COLUMNS,
  );
  const heat = rows.map(([name, cells]): HeatRow => ({ name, cells: shown.map((age) => cells[age]) }));
  const columns = shown.map(String);
  return figure({
    title,
    measures,
    chart: heatMap({ id, title, about }, columns, heat, percentUnit.text),
    table: {
      columns: ["cohort", ...columns],
      rows: heat.map(({ name, cells }) => [name, ...cells.map((cell) => (cell === undefined ? "" : percentUnit.text(cell)))]),
      file: sheet.file,
    },
  });
}

function thinned<T>(list: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(list.length / most);
  return list.filter((_, i) => i % step === 0);
}
