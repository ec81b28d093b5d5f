import type { Action, ActionKind, Change, Entry, Subscribe } from "../../engine/actions/action.ts";
import type { Coupon } from "../../engine/catalog/coupon.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { isSameInterval, plusDuration } from "./calendar.ts";
import type { InvoiceOutcome, LineOutcome, Outcome } from "./outcome.ts";
import { isNoCard } from "./payments.ts";

/** One drawn scenario and what came of it, laid out for questions about what it covers. */
export interface Case {
  readonly scenario: Scenario;
  readonly outcomes: readonly Outcome[];
  /** Entries that were not refused and came before any stop. */
  readonly ran: readonly Entry[];
  readonly lines: readonly LineOutcome[];
  readonly invoices: readonly InvoiceOutcome[];
  /** Plans that were billed or are on a subscription. */
  readonly plans: readonly Plan[];
  /** Coupons that took something off. */
  readonly coupons: readonly Coupon[];
}

export function layOut(scenario: Scenario, outcomes: readonly Outcome[]): Case {
  const invoices = outcomes.flatMap((outcome) => outcome.invoices);
  const lines = invoices.flatMap((invoice) => invoice.lines);
  const planIds = new Set(lines.map(({ plan }) => plan));
  const couponIds = new Set(lines.flatMap(({ discounts }) => discounts.map((text) => text.split(" ")[0])));
  const ran = scenario.customers.flatMap(({ entries }, i) => {
    const refusals = (outcomes[i] as Outcome).refusals;
    const last = refusals.find(({ stops }) => stops)?.entry ?? entries.length;
    return entries.filter((_, index) => index < last && !refusals.some(({ entry }) => entry === index));
  });
  return {
    scenario,
    outcomes,
    ran,
    invoices,
    lines,
    plans: [...scenario.catalog.plans.values()].filter(({ id }) => planIds.has(id)),
    coupons: [...scenario.catalog.coupons.values()].filter(({ id }) => couponIds.has(id)),
  };
}

type OfKind<K extends ActionKind> = Extract<Action, { kind: K }>;

export function did<K extends ActionKind>({ ran }: Case, kind: K, test: (action: OfKind<K>, entry: Entry) => boolean = () => true): boolean {
  return ran.some((entry) => entry.action.kind === kind && test(entry.action as OfKind<K>, entry));
}

const hasLine = (c: Case, test: (line: LineOutcome) => boolean): boolean => c.lines.some(test);
const hasStatus = (c: Case, wanted: string): boolean => c.outcomes.some(({ statuses }) => statuses.some(({ status }) => status === wanted));
const declined = (c: Case, test: (code: string) => boolean): boolean =>
  c.outcomes.some(({ payments }) => payments.some(({ declined }) => declined !== null && test(declined)));
const HARD = ["lost_card", "stolen_card", "authentication_required"];
const isProration = ({ kind }: LineOutcome): boolean => kind === "proration_credit" || kind === "proration_charge";
const hasStub = ({ billingCycleAnchor }: Subscribe, at: number): boolean => billingCycleAnchor !== undefined && billingCycleAnchor > at;
const hasTrial = (c: Case): boolean => hasLine(c, ({ kind }) => kind === "trial");
const hasItems = ({ items }: Subscribe): boolean => items.length > 1;
const changesInterval = (c: Case): boolean => {
  const intervals = c.plans.map(({ interval }) => interval);
  return did(c, "change") && intervals.some((a) => intervals.some((b) => !isSameInterval(a, b)));
};
const changesWhat = (action: Change): boolean => action.plan !== undefined || action.quantity !== undefined || action.items.length > 0;

/** Features by name, each with the question whether a case has it. */
export type Features = Readonly<Record<string, (c: Case) => boolean>>;

/** The dozen whose every pair must meet in some case. */
const CORE: Features = {
  trial: hasTrial,
  coupon: ({ coupons }) => coupons.length > 0,
  tax: (c) => hasLine(c, ({ taxes }) => taxes.length > 0),
  proration: (c) => hasLine(c, isProration),
  "declined payment": (c) => declined(c, () => true),
  cancel: (c) => did(c, "cancel") || c.outcomes.some(({ subscriptions }) => subscriptions.some(({ endedAt }) => endedAt !== null)),
  "anchor stub": (c) => did(c, "subscribe", (action, { at }) => hasStub(action, at)),
  balance: (c) => c.outcomes.some(({ movements }) => movements.some(({ cause }) => cause === "applied_to_invoice")),
  "invoice item": (c) => hasLine(c, ({ kind }) => kind === "invoice_item"),
  "several items": (c) => did(c, "subscribe", hasItems),
  "several subscriptions": (c) => c.outcomes.some(({ subscriptions }) => subscriptions.length > 1),
  tiers: ({ plans }) => plans.some(({ model }) => model.kind === "graduated" || model.kind === "volume"),
};

/** Everything else the slice can do; each must come up in its share of the cases. */
const FEATURES: Features = {
  ...CORE,
  "daily or weekly": ({ plans }) => plans.some(({ interval }) => interval.unit === "day" || interval.unit === "week"),
  monthly: ({ plans }) => plans.some(({ interval }) => interval.unit === "month"),
  yearly: ({ plans }) => plans.some(({ interval }) => interval.unit === "year"),
  "every n intervals": ({ plans }) => plans.some(({ interval }) => interval.count > 1),
  "decimal price": ({ plans }) => plans.some(({ terms }) => terms.scale > 1),
  package: ({ plans }) => plans.some(({ model }) => model.kind === "package"),
  graduated: ({ plans }) => plans.some(({ model }) => model.kind === "graduated"),
  volume: ({ plans }) => plans.some(({ model }) => model.kind === "volume"),
  "flat amount": ({ plans }) => plans.some(({ terms }) => terms.tiers.some(({ flat }) => flat > 0)),
  metered: ({ plans }) => plans.some(({ usage }) => usage !== undefined),
  "usage billed": (c) => hasLine(c, ({ kind, amount }) => kind === "usage" && amount > 0),
  "usage of 0": (c) => hasLine(c, ({ kind, amount }) => kind === "usage" && amount === 0),
  "usage with decimals": (c) => hasLine(c, ({ usage }) => usage !== null && !usage.endsWith("/1")),
  "usage in a stream": (c) => did(c, "usage", ({ isStreamed }) => isStreamed),
  "usage overwritten": (c) => did(c, "usage", ({ action }) => action === "set"),
  "usage with a key": (c) => did(c, "usage", ({ idempotencyKey }) => idempotencyKey !== undefined),
  "usage stamped earlier": (c) => did(c, "usage", ({ timestamp }, { at }) => timestamp !== undefined && timestamp < at),
  "usage in tiers or packages": ({ plans }) => plans.some(({ usage, model }) => usage !== undefined && model.kind !== "per_unit"),
  "usage discounted": (c) => hasLine(c, ({ kind, discounts }) => kind === "usage" && discounts.length > 0),
  "usage with licensed items": (c) =>
    c.invoices.some(({ lines }) => lines.some(({ kind }) => kind === "usage") && lines.some(({ kind }) => kind === "subscription")),
  "change of metered items": (c) =>
    did(c, "change", ({ plan, items }) => plan?.usage !== undefined || items.some((item) => (item.kind === "swap" ? item.to : item.plan).usage !== undefined)),
  "usage summed": ({ plans }) => plans.some(({ usage }) => usage === "sum"),
  "usage counted": ({ plans }) => plans.some(({ usage }) => usage === "count"),
  "usage at most": ({ plans }) => plans.some(({ usage }) => usage === "max"),
  "usage last in the period": ({ plans }) => plans.some(({ usage }) => usage === "last_during_period"),
  "usage last ever": ({ plans }) => plans.some(({ usage }) => usage === "last_ever"),
  "quantity 0": (c) => hasLine(c, ({ quantity }) => quantity === 0),
  "free period": (c) => hasLine(c, ({ kind, amount, quantity }) => kind === "subscription" && amount === 0 && quantity > 0),
  "several customers": ({ scenario }) => scenario.customers.length > 1,
  "zero-decimal currency": ({ scenario }) => scenario.customers.some(({ currency }) => currency.decimals === 0),
  "currency in steps": ({ scenario }) => scenario.customers.some(({ currency }) => currency.step > 1),
  "month-end anchor": (c) => did(c, "subscribe", (_, { at }) => plusDuration(at, { months: 1, seconds: 0 }) < at + 31 * 86_400 && isMonthEnd(at)),
  "free stub": (c) => did(c, "subscribe", (action, { at }) => hasStub(action, at) && action.prorationBehavior === "none"),
  "plan's own trial": (c) =>
    hasTrial(c) && did(c, "subscribe", ({ trial, items }) => trial.kind === "plan" && items.some(({ plan }) => plan.trialPeriodDays > 0)),
  "trial set by change": (c) => did(c, "change", ({ trialEnd }) => typeof trialEnd === "number"),
  "trial ended by change": (c) => did(c, "change", ({ trialEnd }) => trialEnd === "now"),
  "percent coupon": ({ coupons }) => coupons.some(({ percentOff }) => percentOff !== undefined),
  "amount coupon": ({ coupons }) => coupons.some(({ amountOff }) => amountOff !== undefined),
  "coupon once": ({ coupons }) => coupons.some(({ duration }) => duration === "once"),
  "coupon repeating": ({ coupons }) => coupons.some(({ duration }) => duration === "repeating"),
  "coupon forever": ({ coupons }) => coupons.some(({ duration }) => duration === "forever"),
  "coupon for products": ({ coupons }) => coupons.some(({ appliesTo }) => appliesTo !== undefined),
  "coupon limits": ({ coupons }) => coupons.some(({ maxRedemptions, redeemBy }) => Number.isFinite(maxRedemptions) || redeemBy < Number.MAX_SAFE_INTEGER),
  "stacked coupons": (c) => hasLine(c, ({ discounts }) => discounts.length > 1),
  "customer's coupon": ({ scenario, coupons }) => scenario.customers.some(({ coupon }) => coupon !== undefined && coupons.includes(coupon)),
  "inclusive tax": (c) => hasLine(c, ({ taxes }) => taxes.some((text) => text.includes("inside"))),
  "exclusive tax": (c) => hasLine(c, ({ taxes }) => taxes.some((text) => text.includes("on top"))),
  "several taxes": (c) => hasLine(c, ({ taxes }) => taxes.length > 1),
  "item tax rates": (c) => did(c, "subscribe", ({ items }) => items.some(({ taxRates }) => taxRates !== undefined)),
  "customer tax rates": ({ scenario }) => scenario.customers.some(({ taxRates }) => taxRates !== undefined),
  "billing tax rates": ({ scenario }) => scenario.billing.taxRates.length > 0,
  "opening balance": ({ scenario }) => scenario.customers.some(({ balance }) => balance !== 0),
  credit: (c) => did(c, "credit"),
  "negative item": (c) => hasLine(c, ({ kind, amount }) => kind === "invoice_item" && amount < 0),
  "item at a plan's price": (c) => hasLine(c, ({ kind, plan }) => kind === "invoice_item" && plan !== null),
  "items at sign-up": (c) => did(c, "subscribe", ({ addInvoiceItems }) => addInvoiceItems.length > 0),
  "manual invoice": (c) => did(c, "invoice"),
  "paid by hand": (c) => did(c, "pay"),
  "hard decline": (c) => declined(c, (code) => HARD.includes(code)),
  "soft decline": (c) => declined(c, (code) => !HARD.includes(code)),
  retry: (c) => c.invoices.some(({ attempts }) => attempts > 1),
  "past due": (c) => hasStatus(c, "past_due"),
  unpaid: (c) => hasStatus(c, "unpaid"),
  uncollectible: (c) => c.invoices.some(({ status }) => status === "uncollectible"),
  "ended by dunning": (c) => c.outcomes.some(({ subscriptions }) => subscriptions.some(({ endReason }) => endReason === "payment_failure")),
  "card replaced": (c) => did(c, "card"),
  "no card": ({ scenario }) =>
    scenario.customers.some(({ card, entries }) => isNoCard(card) || entries.some(({ action }) => action.kind === "card" && isNoCard(action.card))),
  incomplete: (c) => hasStatus(c, "incomplete"),
  "incomplete expired": (c) => hasStatus(c, "incomplete_expired"),
  default_incomplete: (c) => did(c, "subscribe", ({ paymentBehavior }) => paymentBehavior === "default_incomplete"),
  error_if_incomplete: (c) => did(c, "subscribe", ({ paymentBehavior }) => paymentBehavior === "error_if_incomplete"),
  "funding accepted or not": ({ scenario }) => scenario.billing.acceptFunding !== undefined,
  "change of plan": (c) => did(c, "change", ({ plan }) => plan !== undefined),
  "change of quantity": (c) => did(c, "change", ({ plan, quantity }) => plan === undefined && quantity !== undefined),
  "change of items": (c) => did(c, "change", ({ items }) => items.length > 0),
  "change of interval": changesInterval,
  "change without proration": (c) => did(c, "change", (action) => action.prorationBehavior === "none" && changesWhat(action)),
  "change invoiced at once": (c) => did(c, "change", (action) => action.prorationBehavior === "always_invoice" && changesWhat(action)),
  "anchor reset by change": (c) => did(c, "change", ({ resetsAnchor }) => resetsAnchor === true),
  "change at the period's end": (c) => did(c, "change", ({ atPeriodEnd }) => atPeriodEnd === true),
  "anchor by calendar fields": (c) => did(c, "subscribe", ({ anchorFields }) => anchorFields !== undefined),
  proration_date: (c) => did(c, "change", ({ prorationDate }) => prorationDate !== undefined),
  "change of discounts": (c) => did(c, "change", ({ discounts }) => discounts !== undefined),
  "planned end by change": (c) => did(c, "change", ({ cancelAt, cancelAtPeriodEnd }) => typeof cancelAt === "number" || cancelAtPeriodEnd === true),
  "planned end at sign-up": (c) => did(c, "subscribe", ({ cancelAt, cancelAtPeriodEnd }) => cancelAt !== undefined || cancelAtPeriodEnd),
  "cancel now": (c) => did(c, "cancel", ({ atPeriodEnd, prorate, invoiceNow }) => !atPeriodEnd && !prorate && !invoiceNow),
  "cancel with proration": (c) => did(c, "cancel", ({ prorate }) => prorate),
  "cancel with invoice": (c) => did(c, "cancel", ({ invoiceNow }) => invoiceNow),
  "cancel at period end": (c) => did(c, "cancel", ({ atPeriodEnd }) => atPeriodEnd),
  "cancel taken back": (c) => did(c, "uncancel") || did(c, "change", ({ cancelAt, cancelAtPeriodEnd }) => cancelAt === null || cancelAtPeriodEnd === false),
  "finalization delay": ({ scenario }) => scenario.billing.finalizeAfter.seconds !== 3600,
  "several entries at one instant": ({ scenario }) => scenario.customers.some(({ entries }) => entries.some(({ at }, i) => entries[i + 1]?.at === at)),
  "entry at a boundary": (c) =>
    c.scenario.customers.some(({ entries }, i) =>
      entries.some(({ at }) => c.outcomes[i]?.invoices.some(({ createdAt, reason }) => createdAt === at && reason === "subscription_cycle")),
    ),
  "refused action": (c) => c.outcomes.some(({ refusals }) => refusals.length > 0),
};

function isMonthEnd(at: number): boolean {
  const next = new Date((at + 86_400) * 1000).getUTCDate();
  return next === 1 || new Date(at * 1000).getUTCDate() >= 29;
}

/** Counts features and pairs of the core dozen over many cases. */
export class Coverage {
  cases = 0;
  readonly features: Map<string, number>;
  readonly pairs = new Map<string, number>();

  private readonly tests: Features;

  /** Pairs of `core` are counted too. */
  constructor(tests: Features = FEATURES, core: readonly string[] = Object.keys(CORE)) {
    this.tests = tests;
    this.features = new Map(Object.keys(tests).map((name) => [name, 0]));
    const names = core;
    for (const [i, a] of names.entries()) for (const b of names.slice(i + 1)) this.pairs.set(`${a} + ${b}`, 0);
  }

  add(c: Case): void {
    this.cases++;
    const covered = new Set(Object.keys(this.tests).filter((name) => this.tests[name]?.(c)));
    for (const name of covered) this.features.set(name, (this.features.get(name) ?? 0) + 1);
    for (const [pair, count] of this.pairs) {
      const [a, b] = pair.split(" + ") as [string, string];
      if (covered.has(a) && covered.has(b)) this.pairs.set(pair, count + 1);
    }
  }

  /** Features in less than this share of the cases, and pairs that never met. */
  gaps(share: number): string[] {
    const rare = [...this.features].filter(([, count]) => count < share * this.cases);
    const apart = [...this.pairs].filter(([, count]) => count === 0);
    return [...rare, ...apart].map(([name, count]) => `${name}: ${count} of ${this.cases}`);
  }

  toString(): string {
    const percent = (count: number): string => `${((100 * count) / this.cases).toFixed(1).padStart(5)} %`;
    const features = [...this.features].map(([name, count]) => `  ${percent(count)}  ${name}`);
    const least = [...this.pairs].toSorted(([, a], [, b]) => a - b).slice(0, 5);
    const pairs = least.map(([name, count]) => `  ${String(count).padStart(7)}  ${name}`);
    return [`feature coverage of ${this.cases} scenarios:`, ...features, "rarest pairs:", ...pairs].join("\n");
  }
}
