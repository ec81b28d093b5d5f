import { formatInstant } from "../../engine/calendar/civil.ts";
import { csvRecords } from "../../engine/language/csv-records.ts";
import { currencies, formatMoney } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import type { Collection } from "../collect.ts";
import { reportContext } from "../collector.ts";
import { textTable } from "../rendering/text-table.ts";

/** A row of a file, by its columns. */
type Cells = ReadonlyMap<string, string>;

/** The row of an interval report whose cell is asked about. */
export interface AskedRow {
  /** What tells rows apart, by column, and the currency. */
  readonly keys: Cells;
}

/** Which rows of which file a column adds up, and what of each. */
export interface RowsBehind {
  readonly file: "invoices" | "invoice_lines" | "payments" | "credit_notes" | "balance_transactions" | "recognition";
  /** The column with the instant that says the interval; `invoice`: when the row's invoice was finalized; undefined: the row says its interval itself. */
  readonly at: string | undefined;
  /** What of the row is shown before its amount. */
  readonly shown: readonly string[];
  amount(row: Cells, asked: Cells): Minor;
  isMeant?(row: Cells, asked: Cells, finalizedIn: (invoice: string) => string | undefined): boolean;
}

const minor = (row: Cells, column: string): Minor => Number((row.get(column) ?? "0").replace(".", ""));
const sumOf = (file: RowsBehind["file"], at: string | undefined, shown: readonly string[], amount: string, isMeant?: RowsBehind["isMeant"]): RowsBehind => ({
  file,
  at,
  shown,
  amount: (row) => minor(row, amount),
  ...(isMeant === undefined ? {} : { isMeant }),
});

const invoice = (amount: string): RowsBehind => sumOf("invoices", "finalized_at", ["finalized_at", "invoice", "billing_reason"], amount);
const payment = (amount: string, ...kinds: readonly string[]): RowsBehind =>
  sumOf(
    "payments",
    "at",
    ["at", "payment", "invoice", "kind"],
    amount,
    (row) => (kinds.length === 0 || kinds.includes(row.get("kind") ?? "")) && row.get("outcome") !== "failed",
  );
const creditNote = (amount: string): RowsBehind => sumOf("credit_notes", "at", ["at", "credit_note", "line"], amount);
const balance = (isMeant: RowsBehind["isMeant"]): RowsBehind => ({
  file: "balance_transactions",
  at: "at",
  shown: ["at", "customer", "type", "invoice"],
  amount: (row) => 0 - minor(row, "amount"),
  ...(isMeant === undefined ? {} : { isMeant }),
});
const EARNING = ["customer", "invoice", "line", "plan"];
const recognition = (amount: string): RowsBehind => sumOf("recognition", undefined, EARNING, amount);

/** What of a list column belongs to the tax rate that is asked about. */
function ofRate(row: Cells, rates: string, amounts: string, asked: Cells): Minor {
  const place = (row.get(rates) ?? "").split(";").indexOf(asked.get("tax_rate") ?? "");
  return place < 0 ? 0 : Number((row.get(amounts) ?? "").split(";")[place]?.replace(".", ""));
}

const LINE = ["invoice", "line", "description"];

/** The sums of rows among the columns of the interval files that are no movements of recurring revenue. */
const BEHIND: ReadonlyMap<string, RowsBehind> = new Map<string, RowsBehind>([
  ["revenue.billed", invoice("total")],
  ["revenue.discounts", invoice("discount")],
  ["revenue.tax", invoice("tax")],
  ["revenue.tax_billed", invoice("tax")],
  ["revenue.collected", payment("amount", "payment", "out_of_band")],
  ["revenue.charges", payment("amount", "charge")],
  ["revenue.refunded", payment("amount", "refund")],
  ["revenue.disputed", payment("amount", "dispute")],
  ["revenue.fees", payment("fee")],
  ["revenue.credited_open", creditNote("open")],
  ["revenue.credited_to_balance", creditNote("to_balance")],
  ["revenue.credited_refunded", creditNote("refunded")],
  ["revenue.credited_out_of_band", creditNote("out_of_band")],
  ["revenue.balance_adjusted", balance((row) => row.get("type") === "adjustment" && row.get("invoice") === "")],
  ["revenue.balance_on_invoices", balance((row) => row.get("invoice") !== "" && row.get("type") !== "credit_note")],
  ...["deferred_added", "deferred_released", "deferred_reversed", "unbilled_added", "unbilled_billed", "unbilled_reversed"].map(
    (column) => [`revenue.${column}`, recognition(column)] as const,
  ),
  ...["contra", "bad_debt", "tax_reversed"].map((column) => [`revenue.${column}`, recognition(column)] as const),
  [
    "revenue.recognized_on_billing",
    {
      ...recognition("amount"),
      amount: (row) => minor(row, "amount") - minor(row, "deferred_released") - minor(row, "unbilled_added"),
    },
  ],
  [
    "usage.billed",
    {
      ...sumOf("invoice_lines", "invoice", LINE, "amount", (row, asked) => row.get("kind") === "usage" && row.get("plan") === asked.get("plan")),
      amount: (row) => minor(row, "amount") - minor(row, "discount"),
    },
  ],
  ["tax.tax_billed", { file: "invoice_lines", at: "invoice", shown: LINE, amount: (row, asked) => ofRate(row, "tax_rate", "tax_amount", asked) }],
  ["tax.tax_reversed", { ...recognition("amount"), amount: (row, asked) => ofRate(row, "tax_rate", "tax_rate_reversed", asked) }],
  [
    "deferred_waterfall.amount",
    {
      file: "recognition",
      at: undefined,
      shown: EARNING,
      amount: (row, asked) =>
        asked.get("recognized_in") === ""
          ? minor(row, "deferred_opening") + minor(row, "deferred_added") - minor(row, "deferred_released") - minor(row, "deferred_reversed")
          : minor(row, "deferred_released"),
      isMeant: (row, asked, finalizedIn) =>
        (asked.get("recognized_in") === "" || row.get("interval") === asked.get("recognized_in")) &&
        (finalizedIn(row.get("invoice") ?? "") ?? "opening") === asked.get("billed"),
    },
  ],
]);

/** Where a column is a sum of rows: which. */
export function rowsBehind(report: string, column: string): RowsBehind | undefined {
  return BEHIND.get(`${report}.${column}`);
}

/** The files that `rowLines` reads. */
export function filesBehind({ file }: RowsBehind): readonly string[] {
  return [file, "invoices", "payments"];
}

/** The rows behind a cell, with what each of them adds; then how many. Rows that add nothing are left out. */
export function rowLines(scenario: Scenario, collection: Collection, behind: RowsBehind, { keys }: AskedRow): readonly string[] {
  const files = new Map([...collection.files()].map(({ name, text }) => [name, readRows(text)]));
  const rows = (name: string): readonly Cells[] => files.get(`${name}.csv`) ?? [];
  const intervalOf = intervals(scenario);
  const finalized = new Map<string, string>();
  for (const row of rows("invoices")) finalized.set(row.get("invoice") ?? "", row.get("finalized_at") ?? "");
  for (const row of rows("payments")) if (row.get("kind") === "charge") finalized.set(row.get("payment") ?? "", row.get("at") ?? "");
  const finalizedIn = (name: string): string | undefined => intervalOf(finalized.get(name) ?? "");
  const isThen = (row: Cells): boolean => {
    if (!keys.has("interval")) return true;
    const { at } = behind;
    const interval = at === undefined ? row.get("interval") : at === "invoice" ? finalizedIn(row.get("invoice") ?? "") : intervalOf(row.get(at) ?? "");
    return interval === keys.get("interval");
  };
  const isConverted = scenario.reports.reporting !== undefined;
  const isOurs = (row: Cells): boolean => isConverted || row.get("currency") === keys.get("currency");
  const found = rows(behind.file)
    .filter((row) => isOurs(row) && isThen(row) && (behind.isMeant?.(row, keys, finalizedIn) ?? true))
    .map((row) => ({ row, amount: behind.amount(row, keys) }))
    .filter(({ amount }) => amount !== 0);
  if (found.length === 0) return [`no row of ${behind.file}.csv adds to it`];
  const lines = textTable(
    [...behind.shown.map(() => ({ title: "", right: false })), { title: "", right: true }],
    found.map(({ row, amount }) => [...behind.shown.map((name) => row.get(name) || "-"), moneyText(amount, row)]),
  );
  const count = `${found.length} ${found.length === 1 ? "row" : "rows"} of ${behind.file}.csv`;
  return [...lines.slice(1), "", isConverted ? `${count}, each in its own currency; their sums are converted` : count];
}

function moneyText(amount: Minor, row: Cells): string {
  const currency = currencies.get(row.get("currency") ?? "");
  return currency === undefined ? String(amount) : formatMoney(amount, currency);
}

function readRows(text: Iterable<string>): readonly Cells[] {
  const [header = [], ...rows] = [...csvRecords(text)].map(({ cells }) => cells ?? []);
  return rows.map((cells) => new Map(header.map((name, i) => [name, cells[i] ?? ""])));
}

/** The interval that holds an instant as files write it; undefined for an empty cell. */
function intervals(scenario: Scenario): (at: string) => string | undefined {
  const { grid } = reportContext(scenario);
  const ends = grid.labels.map((_, i) => formatInstant(grid.starts[i + 1] as number));
  return (at) => (at === "" ? undefined : grid.labels[ends.findIndex((end) => at < end)]);
}
