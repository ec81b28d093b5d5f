import type { Account } from "../../engine/account/account.ts";
import type { InvoiceStatus } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { type Currency, currencies } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import { lineDescription } from "../rendering/line-description.ts";
import type { Saved } from "../saved.ts";
import { invoicesOf } from "../tables/invoices.ts";

/** An invoice as the page lists it, copied from the account that made it. */
export interface ListedInvoice {
  readonly name: string;
  readonly created: string;
  readonly status: InvoiceStatus;
  readonly currency: Currency;
  readonly total: Minor;
  readonly due: Minor;
  readonly lines: readonly { readonly description: string; readonly amount: Minor }[];
}

/** More invoices than this are left to invoices.csv. */
const SHOWN = 60;

/** The first invoices of a run of scripts, line by line. */
export class ListedInvoices implements Collector<ListedInvoices> {
  readonly first: ListedInvoice[] = [];
  count = 0;
  /** With populations no account keeps its invoices, unless something else asks for it. */
  private readonly isScript: boolean;

  constructor({ scenario }: ReportContext) {
    this.isScript = scenario.populations.length === 0;
  }

  merge(other: ListedInvoices): void {
    for (const invoice of other.first) if (this.first.length < SHOWN) this.first.push(invoice);
    this.count += other.count;
  }

  save(): Saved {
    const texts = this.first.map(({ currency, ...invoice }) => JSON.stringify({ ...invoice, currency: currency.code }));
    return { texts, numbers: Float64Array.of(this.count) };
  }

  load({ texts, numbers }: Saved): void {
    for (const text of texts) {
      if (this.first.length >= SHOWN) break;
      const invoice = JSON.parse(text) as Omit<ListedInvoice, "currency"> & { readonly currency: string };
      this.first.push({ ...invoice, currency: currencies.get(invoice.currency) as Currency });
    }
    this.count += numbers[0] as number;
  }

  end(account: Account): void {
    if (!this.isScript) return;
    this.count += account.invoiceNumber;
    if (this.first.length >= SHOWN) return;
    for (const invoice of invoicesOf(account).slice(0, SHOWN - this.first.length)) {
      this.first.push({
        name: invoiceName(account.id, invoice.number),
        created: formatBrief(invoice.createdAt),
        status: invoice.status,
        currency: account.currency,
        total: invoice.total,
        due: invoice.amountDue,
        lines: invoice.lines.map((line) => ({ description: lineDescription(line, account.currency), amount: line.amount })),
      });
    }
  }
}
