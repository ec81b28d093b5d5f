import { share } from "../../metrics/rates.ts";
import { type RowBar, rowBars } from "../charts/row-bars.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import type { Sheet } from "../sheet.ts";
import type { ShownCurrency } from "../shown-run.ts";
import { countUnit, moneyUnit, percentUnit } from "../units.ts";

/** More decline codes than this stand in the table only. */
const MOST_CODES = 8;

/** What became of invoices whose first charge failed. */
export function dunning(data: ShownCurrency): Markup | undefined {
  const sheet = data.sheets.get("dunning");
  if (sheet === undefined || ended(sheet) === 0) return undefined;
  const id = `${data.currency.code}-dunning`;
  return section(id, "Failed payments", [funnel(data, sheet, id), codes(sheet, id)]);
}

/** Every failure ends in one row: recovered, lost or still open. */
function ended(sheet: Sheet): number {
  return sheet.sum("recovered") + sheet.sum("lost") + sheet.sum("open");
}

function sums(sheet: Sheet, by: string, column: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const [names, numbers] = [sheet.texts(by), sheet.numbers(column)];
  for (const [i, name] of names.entries()) found.set(name, (found.get(name) ?? 0) + (numbers[i] as number));
  return found;
}

function funnel(data: ShownCurrency, sheet: Sheet, id: string): Markup {
  const count = countUnit("invoices");
  const money = moneyUnit(data.currency);
  const failed = ended(sheet);
  const recovered = [...sums(sheet, "attempt", "recovered")].filter(([, number]) => number > 0).sort(([a], [b]) => Number(a) - Number(b));
  const bars = [
    { name: "failed at first", value: failed, mark: "grey" as const },
    ...recovered.map(([attempt, value]) => ({ name: attempt === "0" ? "paid without a retry" : `paid at retry ${attempt}`, value, mark: "teal" as const })),
    { name: "given up", value: sheet.sum("lost"), mark: "red" as const },
    { name: "still open at the clock's end", value: sheet.sum("open"), mark: "amber" as const },
  ].filter(({ value }) => value > 0);
  const part = (value: number): string => percentUnit.text(share(value, failed) ?? 0);
  const rows = bars.map((bar): RowBar => ({ ...bar, text: `${count.bare(bar.value)} (${part(bar.value)})` }));
  const title = "From failure to payment";
  return figure({
    title,
    measures: `invoices of the whole run whose first charge failed; ${money.text(sheet.sum("amount_recovered"))} recovered by retries`,
    chart: rowBars({ id: `${id}-funnel`, title, about: `${rows.map(({ name, text }) => `${name}: ${text}`).join("; ")}.` }, rows),
    table: { columns: ["invoices", "number", "of failed"], rows: bars.map(({ name, value }) => [name, count.bare(value), part(value)]), file: sheet.file },
  });
}

function codes(sheet: Sheet, id: string): Markup {
  const count = countUnit("invoices");
  const by = (column: string): ReadonlyMap<string, number> => sums(sheet, "decline_code", column);
  const [recovered, lost, open] = [by("recovered"), by("lost"), by("open")];
  const rows = [...recovered]
    .map(([code, paid]) => ({ code, paid, failed: paid + (lost.get(code) ?? 0) + (open.get(code) ?? 0) }))
    .sort((a, b) => b.failed - a.failed || (a.code < b.code ? -1 : 1));
  const part = (paid: number, failed: number): string => percentUnit.text(share(paid, failed) ?? 0);
  const bars = rows
    .slice(0, MOST_CODES)
    .map(({ code, paid, failed }): RowBar => ({ name: code, value: failed, text: `${count.bare(failed)}, ${part(paid, failed)} paid`, mark: "navy" }));
  const title = "Why they failed";
  return figure({
    title,
    measures: "invoices by the decline code of their first failure, and how many of them were paid in the end",
    chart: rowBars({ id: `${id}-codes`, title, about: `A bar per decline code, ${rows.length} in all.` }, bars),
    table: {
      columns: ["decline code", "failed", "paid in the end", "share"],
      rows: rows.map(({ code, paid, failed }) => [code, count.bare(failed), count.bare(paid), part(paid, failed)]),
      file: sheet.file,
    },
  });
}
