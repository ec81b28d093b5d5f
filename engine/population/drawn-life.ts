import type { Account } from "../account/account.ts";
import { DUE, type Due, UNORDERED } from "../account/agenda.ts";
import type { Invoice } from "../account/invoice.ts";
import type { Life } from "../account/life.ts";
import { Refusal } from "../account/refusal.ts";
import type { Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import { monthOf, monthStart } from "../calendar/civil.ts";
import { addMonths } from "../calendar/duration.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import { resume } from "../lifecycle/pauses/resume.ts";
import { replaceCard } from "../lifecycle/payments/replace-card.ts";
import type { PlanQuantity } from "../lifecycle/requests.ts";
import { beginExisting } from "../lifecycle/subscriptions/begin-existing.ts";
import { cancel } from "../lifecycle/subscriptions/cancel.ts";
import { noCard } from "../payments/card.ts";
import { draw } from "../random/keyed-draw.ts";
import { holds, isServed } from "./behaviors/behavior-kind.ts";
import { PAUSE_ENDS } from "./behaviors/pause.ts";
import { kindOf } from "./behaviors/registry.ts";
import { comeBack } from "./behaviors/return.ts";
import type { Circumstances } from "./circumstances.ts";
import type { DrawnCustomer } from "./drawn-customer.ts";
import { DrawnUsage } from "./drawn-usage.ts";
import { FiledUsageLog } from "./filed-usage.ts";
import { HazardClock, thresholdOf } from "./hazard.ts";
import { itemsOf } from "./offer-items.ts";
import { paysAt } from "./payment-habit.ts";
import type { Behavior, CancelBehavior, Offer } from "./population.ts";
import { churnFactor, leavingShare } from "./price-sensitivity.ts";
import { PURPOSE } from "./purposes.ts";
import { signUp } from "./sign-up.ts";
import type { Varying } from "./varying.ts";

/** What falls due in a drawn life, besides behaviours, which have their places in the population. */
const SIGN_UP = -1;
const TRIAL_CANCEL = -2;
const LOOK = -3;
/** What it has had since before the clock goes on. */
const EXISTING = -5;

/**
 * The life of a drawn customer: it signs up, and from then on each of its behaviours is a hazard that accrues while it is at risk (D33).
 * One lives at a time; it is used again for the next customer.
 *
 * After every instant it looks whether anything changed that its hazards depend on, and only then plans again.
 */
export class DrawnLife implements Life {
  private customer: DrawnCustomer | undefined;
  private readonly clocks: HazardClock[] = [];
  private readonly usage = new DrawnUsage();
  private readonly filedUsage = new FiledUsageLog();
  private circumstances!: Circumstances;
  /** What this population's hazards depend on, besides the subscription. */
  private dependsOnPayments = false;
  private dependsOnPrices = false;
  private hasLapses = false;
  /** What the hazards were last planned for. */
  private readonly seen = {
    status: "",
    plan: undefined as Plan | undefined,
    cancelAt: NEVER,
    endedAt: NEVER,
    firstPaidAt: NEVER,
    lastPaidAt: NEVER,
    ordinal: -1,
    terms: 0,
  };
  private renewal: Instant = NEVER;
  private looks = 0;

  get attributes(): readonly string[] {
    return this.customer?.attributeTexts ?? [];
  }

  /** Takes up a customer whose life has begun; it will sign up by itself. */
  begin(account: Account, customer: DrawnCustomer): void {
    const { population, currency, attributes, key } = customer;
    if (this.customer?.population !== population) {
      this.dependsOnPayments = population.behavior.some(({ kind }) => kind === "refund");
      this.dependsOnPrices = population.sensitivity !== undefined;
      this.hasLapses = population.behavior.some((behavior) => behavior.kind === "cancel" && behavior.atRenewal !== undefined);
    }
    this.customer = customer;
    this.circumstances = { population: population.name, attributes, currency, plan: "", month: monthOf(customer.signsUpAt), tenure: 0 };
    this.seen.ordinal = -1;
    this.renewal = NEVER;
    this.usage.begin(customer);
    this.filedUsage.begin(customer.filedUsage);
    for (const [i, behavior] of population.behavior.entries()) {
      this.clocks[i] ??= new HazardClock();
      this.clocks[i].begin(0, thresholdOf(draw(key, behavior.purpose, 0)), customer.signsUpAt);
    }
    account.agenda.push(customer.signsUpAt, DUE.behavior, UNORDERED, customer.existing.length > 0 ? EXISTING : SIGN_UP, 0);
    for (const [i, { at, offer }] of customer.laterSignUps.entries()) if (offer !== undefined) account.agenda.push(at, DUE.behavior, UNORDERED, SIGN_UP, i + 1);
  }

  /** Everything of the instant has happened: what does it change? */
  settled(account: Account): void {
    const subscription = account.subscriptions[account.subscriptionCount - 1];
    if (subscription === undefined || account.subscriptionCount === 0) return;
    if (this.hasLapses) this.lookAtRenewal(account, subscription);
    if (this.hasChanged(account, subscription)) this.plan(account, subscription);
  }

  /** What is used until the next thing happens. */
  use(world: World, account: Account, until: Instant): void {
    for (let at = this.filedUsage.nextBefore(until); at < until; at = this.filedUsage.nextBefore(until)) {
      this.usage.use(world, account, at);
      this.filedUsage.record(world, account, at);
    }
    this.usage.use(world, account, until);
  }

  /** Something that was planned falls due. */
  due(world: World, account: Account, due: Due): void {
    if (due.ref === SIGN_UP) this.signUp(world, account, due.generation);
    else if (due.ref === LOOK) {
      if (due.generation === this.looks) this.seen.ordinal = -1;
    } else if (due.ref === TRIAL_CANCEL) this.cancelTrial(world, account, due.generation);
    else if (due.ref === PAUSE_ENDS) this.endPause(world, account, due);
    else if (due.ref === EXISTING) this.goOn(world, account);
    else this.behave(world, account, due);
  }

  /** The end of a period has come, and with it the decision not to renew. */
  lapse(world: World, account: Account, due: Due): void {
    const behavior = (this.customer as DrawnCustomer).population.behavior[due.ref] as CancelBehavior;
    const subscription = account.subscriptions[account.subscriptionCount - 1] as Subscription;
    if (subscription.periodEnd !== account.now || !isServed(subscription) || subscription.cancelAt !== NEVER || !holds(subscription, behavior.plan)) return;
    cancel(world, account, { kind: "cancel", atPeriodEnd: true, prorate: false, invoiceNow: false, reason: behavior.reason }, subscription.name);
  }

  /** When it pays what was sent; the draws are the invoice's own. */
  paysAt(account: Account, invoice: Invoice): Instant {
    const { population, key } = this.customer as DrawnCustomer;
    if (population.pays === undefined) return NEVER;
    if (invoice.subscription !== undefined) this.fill(account, invoice.subscription, invoice.finalizedAt);
    return paysAt(population.pays, key, invoice.createdAt, invoice.finalizedAt, this.circumstances);
  }

  comeBack(world: World, account: Account, coupon: Coupon): void {
    comeBack(world, account, account.subscriptions[account.subscriptionCount - 1] as Subscription, coupon);
    this.seen.ordinal = -1;
  }

  /** The coupon of a promotion that is taken with the first sign-up. */
  private promoted({ business }: World, account: Account, items: readonly PlanQuantity[], n: number): Coupon | undefined {
    if (business === undefined || n > 0) return undefined;
    const { key, population, currency, attributeTexts, broughtBy } = this.customer as DrawnCustomer;
    const person = { key, population: population.name, currency, attributes: attributeTexts };
    return business.signUpCoupon(
      person,
      account.now,
      items.map(({ plan }) => plan),
      broughtBy,
    );
  }

  /** What lived before the clock starts lives on. A period may end in this very instant, and with it be no renewal. */
  private goOn(world: World, account: Account): void {
    for (const existing of (this.customer as DrawnCustomer).existing) beginExisting(world, account, existing);
    if (this.hasLapses) this.lookAtRenewal(account, account.subscriptions[account.subscriptionCount - 1] as Subscription);
  }

  /** @param n which of the customer's sign-ups it is; each draws for itself. */
  private signUp(world: World, account: Account, n: number): void {
    const { circumstances } = this;
    const customer = this.customer as DrawnCustomer;
    const { key, population } = customer;
    const offer = n === 0 ? customer.offer : (customer.laterSignUps[n - 1]?.offer as Offer);
    const items = itemsOf(offer, key, circumstances, account.currency, n);
    const coupon = this.promoted(world, account, items, n) ?? offer.coupon.at(circumstances) ?? population.coupon.at(circumstances);
    const { trial, trialEndBehavior, taxRates } = offer;
    const held = account.subscriptionCount;
    signUp(world, account, { items, trial, trialEndBehavior, coupon, taxRates });
    if (account.subscriptionCount === held) return;
    const subscription = account.subscriptions[account.subscriptionCount - 1];
    if (subscription?.status !== "trialing" || offer.converts === undefined) return;
    if (draw(key, PURPOSE.converts, n) < offer.converts.at(circumstances)) return;
    // Who is sent invoices needs no card, so the trial's end would let all of them stay.
    if (trialEndBehavior !== undefined && account.collectionMethod !== "send_invoice") {
      // They never give a card, and the trial's end finds none (N72).
      replaceCard(world, account, { kind: "card", card: noCard, payOpen: false });
      return;
    }
    const after = Math.floor((subscription.trialEnd - account.now) * draw(key, PURPOSE.trialCancel, n));
    account.agenda.push(account.now + Math.max(1, after), DUE.behavior, UNORDERED, TRIAL_CANCEL, subscription.ordinal);
  }

  /** Those who do not convert cancel at an instant of the trial (D36). */
  private cancelTrial(world: World, account: Account, ordinal: number): void {
    const subscription = account.subscriptions[ordinal] as Subscription;
    if (subscription.status !== "trialing") return;
    cancel(world, account, { kind: "cancel", atPeriodEnd: false, prorate: false, invoiceNow: false, reason: "trial" }, subscription.name);
  }

  /** A pause of its own is over: a full period begins (P8). */
  private endPause(world: World, account: Account, due: Due): void {
    const subscription = account.subscriptions[account.subscriptionCount - 1] as Subscription;
    if (subscription.status !== "paused" || subscription.ordinal !== due.generation) return;
    resume(world, account, { kind: "resume", resetsAnchor: true, prorationBehavior: undefined, prorationDate: undefined }, subscription.name);
  }

  private behave(world: World, account: Account, due: Due): void {
    const clock = this.clocks[due.ref] as HazardClock;
    if (clock.generation !== due.generation) return;
    const behavior = (this.customer as DrawnCustomer).population.behavior[due.ref] as Behavior;
    const subscription = account.subscriptions[account.subscriptionCount - 1] as Subscription;
    const { circumstances } = this;
    const customer = this.customer as DrawnCustomer;
    const { occurrence } = clock;
    try {
      kindOf(behavior).happen(behavior, { world, account, subscription, customer, circumstances, occurrence });
    } catch (error) {
      // What Stripe would refuse is not done: nothing of it has happened.
      if (!(error instanceof Refusal)) throw error;
    }
    clock.begin(occurrence + 1, thresholdOf(draw(customer.key, behavior.purpose, occurrence + 1)), account.now);
    this.seen.ordinal = -1;
  }

  /** Whether each renewal is one may be decided anew: when the period's end is known. */
  private lookAtRenewal(account: Account, subscription: Subscription): void {
    if (subscription.periodEnd === this.renewal) return;
    this.renewal = subscription.periodEnd;
    const { population, key } = this.customer as DrawnCustomer;
    for (const [i, behavior] of population.behavior.entries()) {
      if (behavior.kind !== "cancel" || behavior.atRenewal === undefined) continue;
      if (!isServed(subscription) || !holds(subscription, behavior.plan)) continue;
      this.fill(account, subscription);
      if (draw(key, behavior.purpose, subscription.periodEnd) >= leavingShare(behavior.atRenewal.at(this.circumstances), this.churnFactor(subscription)))
        continue;
      account.agenda.push(subscription.periodEnd, DUE.lapse, UNORDERED, i, 0);
    }
  }

  private hasChanged(account: Account, subscription: Subscription): boolean {
    const { seen } = this;
    // The plan itself, not its id: another price of it is another plan object.
    const plan = subscription.items[0]?.plan;
    const isSame =
      seen.ordinal === subscription.ordinal &&
      seen.status === subscription.status &&
      seen.plan === plan &&
      seen.cancelAt === subscription.cancelAt &&
      seen.endedAt === subscription.endedAt &&
      seen.firstPaidAt === account.firstPaidAt &&
      (seen.lastPaidAt === account.lastPaidAt || !this.dependsOnPayments) &&
      (seen.terms === subscription.terms || !this.dependsOnPrices);
    if (isSame) return false;
    seen.ordinal = subscription.ordinal;
    seen.status = subscription.status;
    seen.plan = plan;
    seen.terms = subscription.terms;
    seen.cancelAt = subscription.cancelAt;
    seen.endedAt = subscription.endedAt;
    seen.firstPaidAt = account.firstPaidAt;
    seen.lastPaidAt = account.lastPaidAt;
    return true;
  }

  private plan(account: Account, subscription: Subscription): void {
    this.fill(account, subscription);
    let nextLook: Instant = NEVER;
    for (const [i, behavior] of (this.customer as DrawnCustomer).population.behavior.entries()) {
      const kind = kindOf(behavior);
      const isAtRisk = holds(subscription, behavior.plan) && kind.isAtRisk(behavior, account, subscription);
      const rate = isAtRisk ? behavior.rate.at(this.circumstances) : 0;
      const clock = this.clocks[i] as HazardClock;
      if (clock.turnTo(rate, account.now, isAtRisk && behavior.kind === "cancel" ? this.churnFactor(subscription) : 1)) {
        const at = clock.due();
        if (at !== NEVER) account.agenda.push(at, DUE.behavior, UNORDERED, i, clock.generation);
      }
      if (!isAtRisk) continue;
      nextLook = Math.min(nextLook, kind.riskEnds?.(behavior, account, subscription) ?? NEVER, this.pieceEnd(account, behavior));
    }
    this.looks++;
    if (nextLook !== NEVER) account.agenda.push(nextLook, DUE.behavior, UNORDERED, LOOK, this.looks);
  }

  /** How much faster it leaves for what it pays (D32). */
  private churnFactor(subscription: Subscription): number {
    const { sensitivity } = (this.customer as DrawnCustomer).population;
    return sensitivity === undefined ? 1 : churnFactor(sensitivity, subscription, this.circumstances);
  }

  /** When the rate may change by itself: with the calendar's month, or with tenure. */
  private pieceEnd(account: Account, { rate, kind }: Behavior): Instant {
    const { sensitivity } = (this.customer as DrawnCustomer).population;
    const end = this.endOfPiece(account, rate);
    return sensitivity === undefined || kind !== "cancel" ? end : Math.min(end, this.endOfPiece(account, sensitivity.churn));
  }

  private endOfPiece(account: Account, rate: Varying<number>): Instant {
    let end: Instant = rate.byMonth ? monthStart(monthOf(account.now) + 1) : NEVER;
    if (account.firstPaidAt === NEVER) return end;
    const step = rate.tenureSteps.find((months) => addMonths(account.firstPaidAt, months) > account.now);
    if (step !== undefined) end = Math.min(end, addMonths(account.firstPaidAt, step));
    return end;
  }

  private fill(account: Account, subscription: Subscription, at: Instant = account.now): void {
    const { circumstances } = this;
    circumstances.plan = subscription.items[0]?.plan.id ?? "";
    circumstances.month = monthOf(at);
    circumstances.tenure = account.firstPaidAt === NEVER || account.firstPaidAt > at ? 0 : monthsBetween(account.firstPaidAt, at);
  }
}

/** Whole calendar months from one instant to a later one, the day clamped. */
function monthsBetween(from: Instant, to: Instant): number {
  const months = monthOf(to) - monthOf(from);
  return addMonths(from, months) > to ? months - 1 : months;
}
