import type { Account } from "../engine/account/account.ts";
import type { Invoice } from "../engine/account/invoice.ts";
import { invoiceName } from "../engine/account/invoice-name.ts";
import { formatBrief } from "../engine/calendar/civil.ts";
import { formatMoney } from "../engine/money/currency.ts";
import type { MetricSettings, ReportSettings } from "../engine/scenario/scenario.ts";
import type { Collector } from "./collector.ts";
import { lineInBrief } from "./explain/line-arithmetic.ts";
import { spanText } from "./golden/invoice-text.ts";
import { groupName } from "./interval-report.ts";
import { logoChurnRate } from "./metrics/rates.ts";
import type { RecurringRow } from "./metrics/recurring-rows.ts";
import { formatRate } from "./rendering/cell-text.ts";
import { type TextColumn, textTable } from "./rendering/text-table.ts";
import { truncate } from "./rendering/text-width.ts";
import type { Saved } from "./saved.ts";
import { invoicePeriod, invoicesOf } from "./tables/invoices.ts";
import type { CurrencyTotals } from "./totals.ts";

const SHOWN = 20;

const COLUMNS: readonly TextColumn[] = [
  { title: "invoice", right: false },
  { title: "created", right: false },
  { title: "status", right: false },
  { title: "total", right: true },
  { title: "due", right: true },
  { title: "bills", right: false },
];

/** The first invoices of a run, for its summary in the terminal. */
export class FirstInvoices implements Collector<FirstInvoices> {
  private readonly rows: string[][] = [];
  private count = 0;

  merge(other: FirstInvoices): void {
    for (const row of other.rows) if (this.rows.length < SHOWN) this.rows.push(row);
    this.count += other.count;
  }

  save(): Saved {
    return { texts: this.rows.flat(), numbers: Float64Array.of(this.count) };
  }

  load({ texts, numbers }: Saved): void {
    for (let at = 0; at < texts.length && this.rows.length < SHOWN; at += COLUMNS.length) this.rows.push(texts.slice(at, at + COLUMNS.length));
    this.count += numbers[0] as number;
  }

  end(account: Account): void {
    this.count += account.invoiceNumber;
    // Only an account that keeps its invoices can show them.
    if (this.rows.length >= SHOWN || account.retain !== "all") return;
    for (const invoice of invoicesOf(account).slice(0, SHOWN - this.rows.length)) {
      const money = (amount: number): string => formatMoney(amount, account.currency);
      this.rows.push([
        invoiceName(account.id, invoice.number),
        formatBrief(invoice.createdAt),
        invoice.status,
        money(invoice.total),
        money(invoice.amountDue),
        contents(account, invoice),
      ]);
    }
  }

  /** A table no wider than `width`, then how many more there are. */
  lines(width: number): readonly string[] {
    if (this.count === 0) return ["no invoices"];
    const lines = textTable(COLUMNS, this.rows).map((line) => truncate(line, width));
    const more = this.count - this.rows.length;
    return more > 0 ? [...lines, `... and ${more} more`] : lines;
  }
}

/** `pro x2, 2026-01-31 → 2026-02-28`, or how many lines there are over which time. */
function contents(account: Account, invoice: Invoice): string {
  const [line] = invoice.lines;
  const period = invoicePeriod(invoice);
  const about = invoice.lines.length === 1 && line !== undefined ? lineInBrief(line, account.currency) : `${invoice.lines.length} lines`;
  return period === undefined ? about : `${about}, ${spanText(period)}`;
}

const NUMBERS: readonly TextColumn[] = ["customers", "new", "returned", "churned", "mrr", "mrr new", "mrr churned", "logo churn"].map((title) => ({
  title,
  right: true,
}));

/** More intervals than this are left to mrr.csv and churn.csv. */
const LATEST = 24;

/** How the business went: a line per interval, value of what reports are split by, and currency, the latest ones. */
export function businessLines(rows: readonly RecurringRow[], { by, metrics }: ReportSettings, width: number): readonly string[] {
  const latest = rows.slice(-LATEST);
  const names = ["interval", ...by].map((title) => ({ title, right: false }));
  const lines = textTable(
    [...names, ...NUMBERS],
    latest.map((row) => businessRow(row, metrics)),
  ).map((line) => truncate(line, width));
  const before = rows.length - latest.length;
  return before > 0 ? [...lines, `${before} rows before these are in mrr.csv and churn.csv`] : lines;
}

function businessRow(row: RecurringRow, settings: MetricSettings): string[] {
  const { currency } = row;
  const churned = row.churnedVoluntary + row.churnedInvoluntary;
  const counts = [row.customersClosing, row.customersNew, row.customersReactivated, churned].map(String);
  const amounts = [row.closing, row.new, row.churn].map((amount) => formatMoney(amount, currency));
  const share = logoChurnRate(churned, row.customersOpening, row.customersNew, settings);
  return [row.interval, ...row.by.map(groupName), ...counts, ...amounts, share === undefined ? "" : formatRate(share)];
}

/** One line per currency: customers, invoices by status, money. */
export function totalsLines(totals: readonly CurrencyTotals[]): readonly string[] {
  if (totals.length === 0) return ["no customers"];
  return totals.map((total) => {
    const money = (amount: number): string => formatMoney(amount, total.currency);
    const statuses = (["paid", "open", "draft", "void", "uncollectible"] as const)
      .filter((status) => total.byStatus[status] > 0)
      .map((status) => `${total.byStatus[status]} ${status}`);
    const invoices = `${total.invoices} ${total.invoices === 1 ? "invoice" : "invoices"}${statuses.length === 0 ? "" : ` (${statuses.join(", ")})`}`;
    const customers = `${total.customers} ${total.customers === 1 ? "customer" : "customers"}`;
    return `${customers}, ${invoices}; billed ${money(total.billed)}, collected ${money(total.collected)}, open ${money(total.open)}`;
  });
}
