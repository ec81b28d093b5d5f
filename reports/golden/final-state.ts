import type { Account } from "../../engine/account/account.ts";
import type { Invoice, InvoiceStatus } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { Mergeable, ReportContext } from "../collector.ts";
import { lineInBrief } from "../explain/line-arithmetic.ts";
import { recognizedMrr } from "../metrics/recognized-mrr.ts";
import { textTable } from "../rendering/text-table.ts";
import { customerMrr } from "../tables/customers.ts";
import { invoicesOf } from "../tables/invoices.ts";
import { subscriptionsOf } from "../tables/subscriptions.ts";
import { spanText } from "./invoice-text.ts";
import { itemsText } from "./subscription-text.ts";

const ORDER: readonly InvoiceStatus[] = ["paid", "open", "draft", "void", "uncollectible"];

/** How every customer stands at the end: balance, subscriptions, invoices that are not closed, and what waits for one. */
export class FinalState implements Mergeable<FinalState> {
  private readonly context: ReportContext;
  private readonly text: { readonly ordinal: number; readonly customer: string; readonly lines: readonly string[] }[] = [];

  constructor(context: ReportContext) {
    this.context = context;
  }

  merge(other: FinalState): void {
    for (const one of other.text) this.text.push(one);
  }

  end(account: Account): void {
    this.text.push({ ordinal: account.ordinal, customer: account.id, lines: this.customer(account) });
  }

  lines(): readonly string[] {
    return [...this.text].sort((a, b) => a.ordinal - b.ordinal).flatMap(({ lines }) => lines);
  }

  /** The names of those who are shown, in the order of customers. */
  customers(): readonly string[] {
    return [...this.text].sort((a, b) => a.ordinal - b.ordinal).map(({ customer }) => customer);
  }

  customerLines(customer: string): readonly string[] {
    return this.text.filter((one) => one.customer === customer).flatMap(({ lines }) => lines);
  }

  private customer(account: Account): string[] {
    const { metrics } = this.context.scenario.reports;
    const money = (amount: number): string => formatMoney(amount, account.currency);
    const head = `${account.id}: balance ${money(account.balance)}, card ${account.card.id}, mrr ${money(customerMrr(account, metrics))}`;
    const rows = [
      ...subscriptionsOf(account).map((subscription) => this.subscriptionRow(account, subscription)),
      ...statusRows(account),
      ...invoicesOf(account)
        .filter(isUnsettled)
        .map((invoice) => unsettledRow(account, invoice)),
      ...account.pending.map((line) => ["pending", "", money(line.amount), lineInBrief(line, account.currency)]),
    ];
    if (rows.length === 0) return [head];
    // Without its title line: what the columns hold is plain.
    return [
      head,
      ...textTable([LEFT, LEFT, RIGHT, LEFT], rows)
        .slice(1)
        .map((line) => `  ${line}`),
    ];
  }

  private subscriptionRow(account: Account, subscription: Subscription): string[] {
    const { metrics } = this.context.scenario.reports;
    const mrr = recognizedMrr(subscription, account.discount, metrics);
    const ended = subscription.endedAt !== NEVER;
    const when = ended ? `ended ${formatBrief(subscription.endedAt)}` : spanText({ start: subscription.periodStart, end: subscription.periodEnd });
    const planned = ended || subscription.cancelAt === NEVER ? "" : `, ends ${formatBrief(subscription.cancelAt)}`;
    const detail = `${itemsText(subscription)}, ${when}${planned}`;
    return [`subscription ${subscription.name}`, subscription.status, `mrr ${formatMoney(mrr, account.currency)}`, detail];
  }
}

const LEFT = { title: "", right: false };
const RIGHT = { title: "", right: true };

/** How many invoices of each status there are, and what they come to. */
function statusRows(account: Account): string[][] {
  return ORDER.flatMap((status) => {
    const those = invoicesOf(account).filter((invoice) => invoice.status === status);
    if (those.length === 0) return [];
    const sum = those.reduce((total, invoice) => total + invoice.total, 0);
    return [[`${those.length} ${those.length === 1 ? "invoice" : "invoices"}`, status, formatMoney(sum, account.currency), ""]];
  });
}

function isUnsettled(invoice: Invoice): boolean {
  return invoice.status === "open" || invoice.status === "draft" || invoice.status === "uncollectible";
}

function unsettledRow(account: Account, invoice: Invoice): string[] {
  const next = invoice.nextAttemptAt === NEVER ? "" : `, next try ${formatBrief(invoice.nextAttemptAt)}`;
  const tried = invoice.attempts === 0 ? "" : `, ${invoice.attempts} ${invoice.attempts === 1 ? "attempt" : "attempts"}`;
  const isDraft = invoice.status === "draft";
  const amount = formatMoney(isDraft ? invoice.total : invoice.amountRemaining, account.currency);
  const since = isDraft ? `drafted ${formatBrief(invoice.createdAt)}` : `remaining since ${formatBrief(invoice.finalizedAt)}`;
  const due = invoice.dueAt === NEVER ? "" : `, due ${formatBrief(invoice.dueAt)}`;
  return [`invoice ${invoiceName(account.id, invoice.number)}`, invoice.status, amount, `${since}${due}${tried}${next}`];
}
