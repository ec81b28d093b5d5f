import type { Action, Entry, Subscribe } from "../../engine/actions/action.ts";
import { defaultCollection } from "../../engine/billing/settings.ts";
import { billingInterval, type IntervalUnit } from "../../engine/calendar/billing-period.ts";
import { instantOf } from "../../engine/calendar/civil.ts";
import { HOUR, type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { chargeModels } from "../../engine/catalog/charge-models/registry.ts";
import type { Coupon } from "../../engine/catalog/coupon.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { TaxRate } from "../../engine/catalog/tax-rate.ts";
import type { Change } from "../../engine/lifecycle/requests.ts";
import { type Currency, currencies } from "../../engine/money/currency.ts";
import { type Decimal, parseDecimal } from "../../engine/money/decimal.ts";
import { type Card, scriptedCard } from "../../engine/payments/card.ts";
import { declineCodes } from "../../engine/payments/decline-codes.ts";
import { defaultDunning } from "../../engine/payments/dunning.ts";
import { defaultReports } from "../../engine/scenario/blocks/reports/reports.ts";
import type { CustomerScript, Expectation, MetricSettings, ReportInterval, Scenario } from "../../engine/scenario/scenario.ts";

/** `day(2026, 1, 31)`: midnight UTC. */
export const day = instantOf;

export const usd = currencies.get("usd") as Currency;

export const yen = currencies.get("jpy") as Currency;

/** Stripe's definitions, the default. */
export const stripeMetrics: MetricSettings = {
  preset: "stripe",
  mrrStatuses: ["active", "past_due"],
  mrrDiscounts: "forever",
  churnRecognized: "at_cancel",
  churnDenominator: "start_plus_new",
  reactivationInNrr: false,
  trialsInMrr: false,
  pausedInMrr: false,
  meteredInMrr: false,
  grossMarginPpm: 1_000_000,
};

export const chartmogulMetrics: MetricSettings = {
  ...stripeMetrics,
  preset: "chartmogul",
  mrrDiscounts: "all",
  churnRecognized: "at_period_end",
  churnDenominator: "start",
  reactivationInNrr: true,
};

export interface PlanTerms {
  readonly unit?: IntervalUnit;
  readonly count?: number;
  readonly currency?: Currency;
  readonly trialDays?: number;
  readonly decimal?: string;
}

/** A licensed plan per unit; the amount in minor units. */
export function plan(id: string, amount: number, terms: PlanTerms = {}): Plan {
  const price: Decimal = terms.decimal === undefined ? { units: amount, scale: 1 } : (parseDecimal(terms.decimal) as Decimal);
  return {
    index: 0,
    id,
    product: undefined,
    nickname: undefined,
    currency: terms.currency ?? usd,
    interval: billingInterval(terms.unit ?? "month", terms.count ?? 1),
    model: chargeModels.per_unit,
    terms: { scale: price.scale, unit: price.units, divideBy: 1, round: "up", tiers: [] },
    usage: undefined,
    trialPeriodDays: terms.trialDays ?? 0,
    elsewhere: [],
    taxBehavior: undefined,
  };
}

/** JPY 980 a month. */
export const yenPlan = plan("basic", 980, { currency: yen });

export function coupon(id: string, terms: Partial<Coupon> & { readonly percent?: string }): Coupon {
  const { percent, ...rest } = terms;
  return {
    index: 0,
    id,
    percentOff: percent === undefined ? undefined : parseDecimal(percent),
    amountOff: undefined,
    currency: rest.amountOff === undefined ? undefined : usd,
    duration: "forever",
    durationInMonths: 0,
    maxRedemptions: Number.POSITIVE_INFINITY,
    redeemBy: NEVER,
    appliesTo: undefined,
    ...rest,
  };
}

export function taxRate(id: string, percentage: string, inclusive = false): TaxRate {
  return { index: 0, id, percentage: parseDecimal(percentage) as Decimal, inclusive };
}

export const visa: Card = scriptedCard(0, "visa", "credit", {
  outcomes: [],
  declines: undefined,
  expiresAt: NEVER,
  expired: code("expired_card"),
  updater: false,
});

function code(name: string) {
  return declineCodes.get(name) as NonNullable<ReturnType<typeof declineCodes.get>>;
}

/** A card that answers charge by charge; `ok` is a success, the last repeats. */
export function card(id: string, index: number, ...outcomes: readonly string[]): Card {
  const answers = outcomes.map((outcome) => (outcome === "ok" ? undefined : code(outcome)));
  return scriptedCard(index, id, "credit", { outcomes: answers, declines: undefined, expiresAt: NEVER, expired: code("expired_card"), updater: false });
}

export function subscribe(items: readonly (readonly [Plan, number])[], more: Partial<Subscribe> = {}): Subscribe {
  return {
    kind: "subscribe",
    items: items.map(([sold, quantity]) => ({ plan: sold, quantity, taxRates: undefined })),
    as: undefined,
    trial: { kind: "plan" },
    billingCycleAnchor: undefined,
    prorationBehavior: "create_prorations",
    discounts: [],
    taxRates: undefined,
    cancelAt: undefined,
    cancelAtPeriodEnd: false,
    addInvoiceItems: [],
    paymentBehavior: "allow_incomplete",
    ...more,
  };
}

export function change(more: Partial<Change>): Change {
  return {
    kind: "change",
    plan: undefined,
    quantity: undefined,
    items: [],
    prorationBehavior: undefined,
    prorationDate: undefined,
    trialEnd: undefined,
    discounts: undefined,
    taxRates: undefined,
    cancelAt: undefined,
    cancelAtPeriodEnd: undefined,
    ...more,
  };
}

export const cancelNow: Action = { kind: "cancel", atPeriodEnd: false, prorate: false, invoiceNow: false, reason: "" };
export const cancelLater: Action = { kind: "cancel", atPeriodEnd: true, prorate: false, invoiceNow: false, reason: "" };

const PLACE = { line: 1, column: 1 };

export function at(instant: Instant, action: Action, subscription?: string): Entry {
  return { at: instant, action, subscription, expectsRefusal: false, place: PLACE };
}

export function customer(id: string, entries: readonly Entry[], more: Partial<CustomerScript> = {}): CustomerScript {
  return {
    id,
    currency: usd,
    card: visa,
    balance: 0,
    taxRates: undefined,
    coupon: undefined,
    dunning: defaultDunning,
    ...defaultCollection,
    pays: undefined,
    entries,
    place: PLACE,
    ...more,
  };
}

export interface ScenarioTerms {
  readonly start?: Instant;
  readonly end?: Instant;
  readonly interval?: ReportInterval;
  readonly metrics?: Partial<MetricSettings>;
  readonly expectations?: readonly Expectation[];
}

/** A scenario of the year 2026 unless said otherwise. */
export function scenario(customers: readonly CustomerScript[], terms: ScenarioTerms = {}): Scenario {
  return {
    name: "a scenario in code",
    description: "",
    seed: "1",
    start: terms.start ?? day(2026, 1, 1),
    end: terms.end ?? day(2027, 1, 1),
    billing: {
      mode: "flexible",
      prorationBehavior: "create_prorations",
      finalizeAfter: { months: 0, seconds: HOUR },
      taxRates: [],
      ...defaultCollection,
      acceptFunding: undefined,
      reviewFunding: new Set(),
      fees: undefined,
    },
    catalog: { products: new Map(), plans: new Map(), coupons: new Map(), taxRates: new Map() },
    cards: new Map([["visa", visa]]),
    dunning: defaultDunning,
    customers,
    reports: { ...defaultReports, interval: terms.interval ?? "month", metrics: { ...stripeMetrics, ...terms.metrics } },
    expectations: terms.expectations ?? [],
    populations: [],
    business: [],
    assumptions: [],
  };
}
