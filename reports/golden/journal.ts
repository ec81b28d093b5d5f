import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { Dispute, DisputeStep } from "../../engine/account/dispute.ts";
import type { BalanceCause, CardChange, InvoiceStep, Payment, RecordedUsage, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Subscription, SubscriptionStatus } from "../../engine/account/subscription.ts";
import type { Place } from "../../engine/actions/action.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Coupon } from "../../engine/catalog/coupon.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import { formatDecimal } from "../../engine/money/decimal.ts";
import type { Card } from "../../engine/payments/card.ts";
import type { Mergeable, ReportContext } from "../collector.ts";
import { InstantLog } from "./instant-log.ts";
import type { JournalEntry } from "./journal-entry.ts";
import { itemsText } from "./subscription-text.ts";

/** Everything that happened, customer after customer; `inTimeOrder` puts the customers together. */
export class Journal implements Mergeable<Journal> {
  private readonly context: ReportContext;
  private readonly log = new InstantLog();
  private readonly entries: JournalEntry[] = [];

  constructor(context: ReportContext) {
    this.context = context;
  }

  merge(other: Journal): void {
    for (const entry of other.entries) this.entries.push(entry);
  }

  /** By instant, then by customer, then as it happened. */
  inTimeOrder(): readonly JournalEntry[] {
    return this.entries
      .map((entry, index) => ({ entry, index }))
      .sort((a, b) => a.entry.at - b.entry.at || a.entry.ordinal - b.entry.ordinal || a.index - b.index)
      .map(({ entry }) => entry);
  }

  begin(_account: Account): void {
    this.log.begin();
  }

  subscription(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange, previous: SubscriptionStatus): void {
    this.note(at, account);
    if (change === "refused") this.log.tell("sign-up refused", "", this.refusedText(account, subscription), "an outcome, not an error (D28)");
    else this.log.subscription(subscription, change, previous);
  }

  line(at: Instant, account: Account, line: Line, booking: 1 | -1): void {
    this.note(at, account);
    this.log.line(account, line, booking);
  }

  invoice(at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void {
    this.note(at, account);
    this.log.invoice(account, invoice, step);
  }

  payment(at: Instant, account: Account, payment: Payment): void {
    this.note(at, account);
    this.log.payment(account, payment);
  }

  balance(at: Instant, account: Account, amount: number, cause: BalanceCause, invoice: Invoice | undefined, description: string): void {
    this.note(at, account);
    // What an invoice moves stands on its line.
    if (invoice !== undefined && cause !== "unapplied_from_invoice") return;
    const words = [description || cause, `balance now ${formatMoney(account.balance, account.currency)}`];
    this.log.tell("customer balance", formatMoney(amount, account.currency), words.join(", "), BALANCE_WHY[cause]);
  }

  creditNote(at: Instant, account: Account, invoice: Invoice, note: CreditNote): void {
    this.note(at, account);
    this.log.creditNote(account, invoice, note);
  }

  dispute(at: Instant, account: Account, dispute: Dispute, step: DisputeStep): void {
    this.note(at, account);
    this.log.dispute(account, dispute, step);
  }

  usage(at: Instant, account: Account, subscription: Subscription, usage: RecordedUsage): void {
    this.note(at, account);
    const { plan, quantity, aggregate, action, usedAt, isLate } = usage;
    const stamp = usedAt === at ? "" : `, at ${formatBrief(usedAt)}`;
    const what = `${subscription.name}: ${plan.id} ${action === "set" ? "= " : ""}${formatDecimal(quantity)}${stamp}`;
    const inTime = account.life === undefined ? "the script reports it" : "drawn (N20)";
    const why = isLate ? "reported before the invoice of its period finalized (D26)" : inTime;
    this.log.tell(isLate ? "late usage" : "usage", "", `${what}, ${plan.usage} ${formatDecimal(aggregate)}`, why);
  }

  card(at: Instant, account: Account, card: Card, change: CardChange): void {
    this.note(at, account);
    if (change === "updated") this.log.tell("card updated", "", `${card.id}: replaced by the updater`, "its last month is over (K3)");
    else {
      const why = change === "renewed" ? "the customer does so of its own accord (D35)" : "the script gives the customer another card";
      this.log.tell("card replaced", "", card.id, why);
    }
  }

  coupon(at: Instant, account: Account, coupon: Coupon | undefined): void {
    this.note(at, account);
    this.log.tell(coupon === undefined ? "coupon removed" : "coupon applied", "", coupon?.id ?? "", "the script says so");
  }

  review(at: Instant, account: Account, card: Card): void {
    this.note(at, account);
    this.log.tell("card in review", "", `${card.id}: funding ${card.funding}`, "billing.review_funding flags this funding");
  }

  refusal(at: Instant, account: Account, _entry: number, message: string | undefined): void {
    this.note(at, account);
    if (message !== undefined) this.log.tell("refused as expected", "", message, "the entry says `error: expected`");
  }

  settle(at: Instant, account: Account): void {
    for (const entry of this.log.close(at, account)) this.entries.push(account.population === "" ? entry : { ...entry, why: byItself(entry.why) });
  }

  /** An entry runs when nothing else of its instant is left to do, so what happens then is its doing. */
  private note(at: Instant, account: Account): void {
    const entry = this.context.scenario.customers[account.ordinal]?.entries[account.entry];
    this.log.by(entry?.at === at ? ` (${placeText(entry.place)}: ${entry.action.kind})` : "");
  }

  private refusedText(account: Account, subscription: Subscription): string {
    const { acceptFunding } = this.context.scenario.billing;
    const { card } = account;
    const refused = acceptFunding !== undefined && !acceptFunding.has(card.funding);
    const reason = refused ? `card ${card.id} has funding ${card.funding}, which is not accepted` : `card ${card.id} declined (error_if_incomplete)`;
    return `${subscription.name}: ${itemsText(subscription)}, ${reason}`;
  }
}

/** What a script would do, a drawn customer does of its own accord. */
function byItself(why: string): string {
  return why.replace("the script ", "the customer, as drawn, ");
}

/** `line 12`; in a file that the scenario names, `usage.csv line 12`. */
function placeText({ file, line }: Place): string {
  return file === undefined ? `line ${line}` : `${file.slice(file.lastIndexOf("/") + 1)} line ${line}`;
}

const BALANCE_WHY = {
  initial: "the customer begins with it",
  adjustment: "the script adjusts it",
  applied_to_invoice: "finalization applies it",
  unapplied_from_invoice: "a void gives back what finalization had applied",
  credit_note: "a credit note puts it there",
  invoice_too_small: "the amount due was below the currency's minimum charge",
} as const;
