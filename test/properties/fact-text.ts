import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { Dispute } from "../../engine/account/dispute.ts";
import type { FactSink, InvoiceStep, Payment, RecordedUsage, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Debit, Discount, Item, Subscription } from "../../engine/account/subscription.ts";
import type { Card } from "../../engine/payments/card.ts";

/** Exact integers may be bigints, instants that have not come are NEVER: both have a text of their own. */
const text = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`;
    return part === Number.MAX_SAFE_INTEGER ? "never" : part;
  });

const lineView = (line: Line): unknown => ({
  ...line,
  subscription: line.subscription?.name,
  plan: line.plan?.id,
  base: String(line.base),
  scale: String(line.scale),
  discounts: line.discounts.map(({ coupon, amount }) => [coupon.id, amount]),
  insideDiscounts: line.insideDiscounts.map(({ id }) => id),
  taxRates: line.taxRates?.map(({ id }) => id),
  taxes: line.taxes.map(({ rate, inclusive, amount }) => [rate.id, inclusive, amount]),
});

/** Without what is the account's own business: slot, generation, and whether the invoice can be made again. */
const invoiceView = ({ slot: _slot, generation: _generation, repeats: _repeats, ...invoice }: Invoice): unknown => ({
  ...invoice,
  subscription: invoice.subscription?.name,
  lines: invoice.lines.map(lineView),
});

const itemView = (item: Item): unknown => ({
  plan: item.plan.id,
  quantity: item.quantity,
  taxRates: item.taxRates?.map(({ id }) => id),
  period: [item.periodStart, item.periodEnd, item.fullEnd, item.whole],
  debits: item.debits.slice(0, item.debitCount).map(({ amount, start, end }: Debit) => [amount, start, end]),
});

const subscriptionView = (subscription: Subscription): unknown => {
  const { name, status, startedAt, anchor, trialStart, trialEnd, freeStub, periodStart, periodEnd } = subscription;
  const { cancelAt, cancelAtPeriodEnd, canceledAt, endedAt, endReason, cancelReason, latestInvoice } = subscription;
  return {
    ...{ name, status, startedAt, anchor, trialStart, trialEnd, freeStub, periodStart, periodEnd },
    ...{ cancelAt, cancelAtPeriodEnd, canceledAt, endedAt, endReason, cancelReason, latestInvoice },
    items: subscription.items.slice(0, subscription.itemCount).map(itemView),
    discounts: subscription.discounts.map(({ coupon, ...rest }: Discount) => [coupon.id, rest]),
    taxRates: subscription.taxRates?.map(({ id }) => id),
  };
};

/** Writes down every fact in full, one line each, in the order told: two runs told the same when their lines are the same. */
export class FactText implements FactSink {
  readonly lines: string[] = [];

  begin(account: Account): void {
    this.write(account.now, "begin", [account.id, account.balance, account.card.id, account.discount?.coupon.id]);
  }
  subscription(at: number, account: Account, subscription: Subscription, change: SubscriptionChange, previous: string): void {
    this.write(at, "subscription", [change, previous, account.balance, subscriptionView(subscription)]);
  }
  opening(at: number, _account: Account, line: Line): void {
    this.write(at, "opening", [lineView(line)]);
  }
  line(at: number, _account: Account, line: Line, booking: 1 | -1): void {
    this.write(at, "line", [booking, lineView(line)]);
  }
  invoice(at: number, account: Account, invoice: Invoice, step: InvoiceStep): void {
    this.write(at, "invoice", [step, account.balance, invoice.subscription?.status, invoiceView(invoice)]);
  }
  payment(at: number, account: Account, { card, decline, invoice, charge, ...payment }: Payment): void {
    this.write(at, "payment", [account.balance, payment, card?.id, decline?.code, invoice && invoiceView(invoice), charge?.number]);
  }
  balance(at: number, account: Account, amount: number, cause: string, invoice: Invoice | undefined, description: string): void {
    this.write(at, "balance", [account.balance, amount, cause, invoice?.number, description]);
  }
  creditNote(at: number, account: Account, invoice: Invoice, note: CreditNote): void {
    this.write(at, "creditNote", [account.balance, invoiceView(invoice), note]);
  }
  dispute(at: number, _account: Account, { invoice, charge, ...dispute }: Dispute, step: string): void {
    this.write(at, "dispute", [step, invoice?.number, charge?.number, dispute]);
  }
  usage(at: number, _account: Account, { name }: Subscription, { plan, ...usage }: RecordedUsage): void {
    this.write(at, "usage", [name, plan.id, usage]);
  }
  card(at: number, _account: Account, card: Card, change: string): void {
    this.write(at, "card", `${card.id} ${change}`);
  }
  coupon(at: number, _account: Account, coupon: { id: string } | undefined): void {
    this.write(at, "coupon", coupon?.id);
  }
  review(at: number, _account: Account, card: Card): void {
    this.write(at, "review", card.id);
  }
  settle(at: number, account: Account): void {
    this.write(at, "settle", [account.balance, account.pending.map(lineView), account.subscriptions.slice(0, account.subscriptionCount).map(subscriptionView)]);
  }
  probe(at: number, _account: Account, ref: number): void {
    this.write(at, "probe", ref);
  }
  refusal(at: number, _account: Account, entry: number, message: string | undefined): void {
    // Not the words: an account that keeps only open invoices no longer knows why a closed one cannot be paid.
    this.write(at, "refusal", [entry, message !== undefined]);
  }
  end(account: Account): void {
    this.write(account.now, "end", [account.id, account.balance, account.invoiceNumber]);
  }

  private write(at: number, kind: string, content: unknown): void {
    this.lines.push(`${at} ${kind} ${text(content)}`);
  }
}
