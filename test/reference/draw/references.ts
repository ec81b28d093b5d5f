import { type BillingInterval, billingInterval } from "../../../engine/calendar/billing-period.ts";
import { type Family, type PlanDraw, typicalDays } from "./catalog.ts";
import type { OneOffDraw } from "./entry.ts";
import { type PlainRecord, pick } from "./yaml-object.ts";

/** The names and sizes that a customer's script refers to. */
export interface Names {
  readonly families: readonly Family[];
  /** Whether plans of all families go together. */
  readonly mixed: boolean;
  readonly plans: readonly PlanDraw[];
  readonly coupons: readonly string[];
  readonly taxRates: readonly string[];
  readonly cards: readonly string[];
}

export const planName = (index: number): string => `plan${index}`;

/** Turns drawn numbers into references to what the scenario defines; a reference to a block that is empty is left out. */
export class References {
  private readonly names: Names;

  constructor(names: Names) {
    this.names = names;
  }

  intervalOf(family: number): BillingInterval {
    const { unit, count } = pick(this.names.families, family);
    return billingInterval(unit, count);
  }

  /** Days of a family's interval, roughly. */
  typicalDays(family: number): number {
    return typicalDays(pick(this.names.families, family));
  }

  /** Days of the longest trial that these plans bring along. */
  ownTrialDays(plans: readonly number[]): number {
    return Math.max(...plans.map((plan) => pick(this.names.plans, plan).trialDays));
  }

  /** The family next to this one: another interval, if there is one. */
  otherFamily(family: number): number {
    return (family + 1) % this.names.families.length;
  }

  coupon(index: number | undefined): string | null {
    return index === undefined || this.names.coupons.length === 0 ? null : pick(this.names.coupons, index);
  }

  card(choice: string | number): string {
    if (typeof choice === "string") return choice;
    return this.names.cards.length === 0 ? "visa" : pick(this.names.cards, choice);
  }

  taxes(indexes: readonly number[] | undefined): string[] | undefined {
    if (indexes === undefined || this.names.taxRates.length === 0) return undefined;
    return [...new Set(indexes.map((index) => pick(this.names.taxRates, index)))];
  }

  coupons(indexes: readonly number[] | undefined): PlainRecord {
    if (indexes === undefined || this.names.coupons.length === 0) return {};
    const ids = [...new Set(indexes.map((index) => pick(this.names.coupons, index)))];
    return ids.length === 1 ? { coupon: ids[0] } : { discounts: ids };
  }

  isMetered(plan: number): boolean {
    return this.aggregate(plan) !== undefined;
  }

  aggregate(plan: number): string | undefined {
    return pick(this.names.plans, plan).usage;
  }

  /** At most what so many of a licensed plan cost; nothing of a metered one. */
  mostFee(plan: number, quantity: number): number {
    if (this.isMetered(plan)) return 0;
    const { pricing } = pick(this.names.plans, plan);
    const prices = [pricing, ...((pricing["tiers"] ?? []) as PlainRecord[])];
    const unit = Math.max(...prices.map((price) => Number(price["unit_amount"] ?? price["unit_amount_decimal"] ?? 0)));
    const flat = prices.reduce((sum, price) => sum + Number(price["flat_amount"] ?? 0), 0);
    return Math.ceil(unit * quantity) + flat;
  }

  /** A metered plan has no quantity. */
  quantityOf(plan: number, quantity: number | undefined): number | undefined {
    return this.isMetered(plan) ? undefined : quantity;
  }

  /** Those of these plans that are metered, else all that are. */
  metered(held: readonly number[]): number[] {
    const own = held.filter((plan) => this.isMetered(plan));
    return own.length > 0 ? own : this.names.plans.map((_, index) => index).filter((plan) => this.isMetered(plan));
  }

  oneOff({ amount, plan, quantity, taxes }: OneOffDraw): PlainRecord {
    const licensed = this.names.plans.map((_, index) => index).filter((index) => !this.isMetered(index));
    const what = amount === undefined && licensed.length > 0 ? { plan: planName(pick(licensed, plan)), quantity } : { amount: amount ?? 500 };
    return { ...what, tax_rates: this.taxes(taxes) };
  }

  /** The plans of a family, or of the first plan's when it has none. */
  plansOf(family: number): number[] {
    const all = this.names.plans.map((_, index) => index);
    if (this.names.mixed) return all;
    const own = all.filter((index) => this.familyOf(index) === family % this.names.families.length);
    return own.length > 0 ? own : all.filter((index) => this.familyOf(index) === this.familyOf(0));
  }

  familyOf(plan: number): number {
    return pick(this.names.plans, plan).family % this.names.families.length;
  }
}
