import type { Account } from "../../engine/account/account.ts";
import type { InvoiceStep, Payment, RecordedUsage, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Item, Subscription } from "../../engine/account/subscription.ts";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { type Plan, planName } from "../../engine/catalog/plan.ts";
import type { TaxRate } from "../../engine/catalog/tax-rate.ts";
import { formatDecimal } from "../../engine/money/decimal.ts";
import type { ReportFacts } from "../collector.ts";
import { couponEnds, existingFields, unsayable } from "./existing-entry.ts";

/** An action with its fields, as the language writes it. */
export interface RecordedEntry {
  readonly at: Instant;
  readonly action: string;
  readonly fields: Record<string, unknown>;
}

/** What a subscription held when it was last looked at. */
interface Held {
  readonly items: readonly { readonly plan: string; readonly quantity: number }[];
}

/**
 * Writes down what a customer did, as entries of a script that would do the same. It hears only facts, so whatever draws the customer's
 * doings need not know of it. What comes by itself (renewals, retries, ends of trials) is no entry.
 */
export class ScriptRecorder implements Partial<ReportFacts> {
  readonly entries: RecordedEntry[] = [];
  /** What each charge came to, in order: `succeeds` or the decline's code. */
  readonly outcomes: string[] = [];
  /** Plans at prices that the business has made, by the names under which the entries know them. */
  readonly versions = new Map<string, Plan>();
  /** Why no script can do what the customer did; undefined where one can. */
  unsayable: string | undefined;
  account: { readonly currency: string; readonly card: string; readonly taxRates: readonly string[] | undefined } | undefined;
  private readonly held = new Map<number, Held>();
  /** Of those that lived before the clock, by ordinal: up to here they are free as a script says it. */
  private readonly paidUntil = new Map<number, Instant>();
  private isOneOfSeveral = false;
  /** The change of the running instant, until it is known how it was billed. */
  private change: { readonly at: Instant; readonly fields: Record<string, unknown>; behavior: string } | undefined;

  begin({ currency, card, taxRates }: Account): void {
    this.account = { currency: currency.code, card: card.id, taxRates: namesOf(taxRates) };
  }

  subscription(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange): void {
    this.isOneOfSeveral = account.subscriptionCount > 1 || subscription.ordinal > 0;
    if (change === "existing") this.existed(at, account, subscription);
    else if (change === "created") this.add(at, "subscribe", this.subscribeFields(at, account, subscription));
    else if (change === "updated" || change === "moved") this.changed(at, subscription);
    else if (change === "cancel_withdrawn") this.add(at, "uncancel", this.nameIn(subscription));
    else if (change === "paused" && subscription.trialEnd !== at) this.add(at, "pause", this.nameIn(subscription));
    else if (change === "cancel_requested") {
      // Who leaves at a renewal asks just before the period ends; a script that asks at its end would come too late.
      const asked = at >= subscription.periodEnd ? subscription.periodEnd - 1 : at;
      this.add(asked, "cancel", { ...this.nameIn(subscription), at_period_end: true, ...reasonOf(subscription) });
    } else if (change === "ended" && subscription.endReason === "cancel") this.add(at, "cancel", { ...this.nameIn(subscription), ...reasonOf(subscription) });
    this.held.set(subscription.ordinal, { items: this.heldItems(subscription) });
  }

  line(at: Instant, _account: Account, line: Line): void {
    this.checkPaid(at, line);
    if (this.change?.at === at && isProration(line) && this.change.behavior === "none") this.change.behavior = "create_prorations";
  }

  invoice(at: Instant, _account: Account, invoice: Invoice, step: InvoiceStep): void {
    if (step === "created") for (const line of invoice.lines) this.checkPaid(at, line);
    if (step !== "created" || invoice.reason !== "subscription_update" || this.change?.at !== at) return;
    if (invoice.lines.some(isProration)) this.change.behavior = "always_invoice";
  }

  payment(at: Instant, account: Account, { kind, invoice, amount, card, decline }: Payment): void {
    if (card !== undefined && (kind === "payment" || kind === "charge")) this.outcomes.push(decline?.code ?? "succeeds");
    if (invoice === undefined) return;
    const name = invoiceName(account.id, invoice.number);
    if (kind === "refund") this.add(at, "refund", { invoice: name, amount });
    else if (kind === "out_of_band") this.add(at, "pay", { invoice: name, out_of_band: true });
  }

  usage(at: Instant, account: Account, subscription: Subscription, { plan, quantity, usedAt, action }: RecordedUsage): void {
    const timestamp = usedAt === at ? {} : { timestamp: formatInstant(usedAt) };
    this.isOneOfSeveral = account.subscriptionCount > 1;
    this.add(at, "usage", {
      ...this.nameIn(subscription),
      plan: this.nameOf(plan),
      quantity: formatDecimal(quantity),
      ...(action === "set" ? { action } : {}),
      ...timestamp,
    });
  }

  settle(): void {
    this.closeChange();
  }

  /** It lived before the clock: a script subscribes when the clock starts, and is billed from the next renewal on. */
  private existed(at: Instant, account: Account, subscription: Subscription): void {
    this.isOneOfSeveral = subscription.ordinal > 0;
    this.unsayable ??= unsayable(at, subscription);
    this.paidUntil.set(subscription.ordinal, subscription.periodEnd);
    this.add(at, "subscribe", { ...this.subscribeFields(at, account, subscription), ...existingFields(account, subscription) });
    const named = this.nameIn(subscription);
    if (subscription.cancelAt !== NEVER && subscription.cancelAt === subscription.periodEnd) this.add(at, "cancel", { ...named, at_period_end: true });
    for (const { at: end, stay } of couponEnds(subscription)) this.couponsLeft.push({ at: end - 1, action: "change", fields: { ...named, discounts: stay } });
  }

  /** What was paid before the clock is credited: a script has not paid it. */
  private checkPaid(at: Instant, line: Line): void {
    const until = line.subscription === undefined ? undefined : this.paidUntil.get(line.subscription.ordinal);
    if (until === undefined || line.start >= until || !isProration(line)) return;
    this.unsayable ??= `at ${formatInstant(at)} a period was credited that was paid before the clock, and a script has not paid it`;
  }

  private nameIn({ name }: Subscription): Record<string, unknown> {
    return this.isOneOfSeveral ? { subscription: name } : {};
  }

  private changed(at: Instant, subscription: Subscription): void {
    const before = this.held.get(subscription.ordinal)?.items ?? [];
    const items = this.heldItems(subscription).flatMap(({ plan, quantity }, i) => {
      const was = before[i];
      if (was?.plan === plan && was.quantity === quantity) return [];
      return [was === undefined || was.plan === plan ? { plan, quantity } : { from: was.plan, to: plan, quantity }];
    });
    const coupons = newCoupons(at, subscription);
    if (items.length === 0) {
      if ("discounts" in coupons) this.add(at, "change", { ...(subscription.ordinal > 0 ? { subscription: subscription.name } : {}), ...coupons });
      return;
    }
    this.closeChange();
    const fields: Record<string, unknown> = { items, ...coupons };
    if (subscription.ordinal > 0) fields["subscription"] = subscription.name;
    if (subscription.periodEnd > at) this.change = { at, fields, behavior: "none" };
    // What changes with the renewal is asked for just before it.
    else this.add(subscription.periodEnd - 1, "change", { ...fields, when: "at_period_end" });
  }

  private subscribeFields(at: Instant, account: Account, subscription: Subscription): Record<string, unknown> {
    const sold = subscription.items.slice(0, subscription.itemCount).map(({ plan, quantity, taxRates }) => {
      return { plan: this.nameOf(plan), ...(plan.usage === undefined ? { quantity } : {}), ...taxField(taxRates) };
    });
    return { items: sold, ...otherFields(at, account, subscription) };
  }

  private heldItems({ items, itemCount }: Subscription): Held["items"] {
    return items.slice(0, itemCount).map(({ plan, quantity }: Item) => ({ plan: this.nameOf(plan), quantity }));
  }

  private nameOf(plan: Plan): string {
    const name = plan.isOwnPrice === true ? `${plan.id} (own_price)` : planName(plan);
    if (plan.version !== undefined || plan.isOwnPrice === true) this.versions.set(name, plan);
    return name;
  }

  private closeChange(): void {
    if (this.change === undefined) return;
    const { at, fields, behavior } = this.change;
    this.entries.push({ at, action: "change", fields: { ...fields, proration_behavior: behavior } });
    this.change = undefined;
  }

  /** Coupons that had months left when the clock started go just before the renewal that they do not discount any more. */
  private readonly couponsLeft: RecordedEntry[] = [];

  /** All entries, in order of time. */
  timeline(): readonly RecordedEntry[] {
    return [...this.entries, ...this.couponsLeft]
      .map((entry, order) => ({ entry, order }))
      .sort((a, b) => a.entry.at - b.entry.at || a.order - b.order)
      .map(({ entry }) => entry);
  }

  private add(at: Instant, action: string, fields: Record<string, unknown>): void {
    this.closeChange();
    this.entries.push({ at, action, fields });
  }
}

function otherFields(at: Instant, account: Account, subscription: Subscription): Record<string, unknown> {
  const { items, itemCount, trialEnd, discounts, taxRates, collectionMethod, daysUntilDue } = subscription;
  const sold = items.slice(0, itemCount);
  const fields: Record<string, unknown> = {};
  if (trialEnd !== NEVER && trialEnd > at) fields["trial_end"] = formatInstant(trialEnd);
  else if (sold.some(({ plan }) => plan.trialPeriodDays > 0)) fields["trial"] = 0;
  if (discounts.length > 0) fields["discounts"] = discounts.map(({ coupon }) => coupon.id);
  Object.assign(fields, taxField(taxRates));
  if (collectionMethod !== account.collectionMethod) fields["collection_method"] = collectionMethod;
  if (collectionMethod === "send_invoice" && daysUntilDue !== account.daysUntilDue) fields["days_until_due"] = daysUntilDue;
  return fields;
}

/** Coupons that came with the change. */
function newCoupons(at: Instant, { discounts }: Subscription): Record<string, unknown> {
  const came = discounts.some(({ redeemedAt }) => redeemedAt === at);
  return came ? { discounts: discounts.map(({ coupon }) => coupon.id) } : {};
}

function reasonOf({ cancelReason }: Subscription): Record<string, unknown> {
  return cancelReason === "" ? {} : { reason: cancelReason };
}

function taxField(taxRates: readonly TaxRate[] | undefined): Record<string, unknown> {
  return taxRates === undefined ? {} : { tax_rates: namesOf(taxRates) };
}

function namesOf(taxRates: readonly TaxRate[] | undefined): readonly string[] | undefined {
  return taxRates?.map(({ id }) => id);
}

function isProration({ kind }: Line): boolean {
  return kind === "proration_credit" || kind === "proration_charge";
}
