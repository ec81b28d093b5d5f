import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { Currency } from "../money/currency.ts";
import type { DeclineCode } from "../payments/decline-codes.ts";
import type { Key } from "../random/root-key.ts";
import type { Account } from "./account.ts";
import type { Due } from "./agenda.ts";
import type { Subscription } from "./subscription.ts";
import type { World } from "./world.ts";

/** A customer as far as the business asks who it is. */
export interface Person {
  readonly key: Key;
  /** Empty for a scripted customer. */
  readonly population: string;
  readonly currency: Currency;
  /** Texts of its attributes, in its population's order; none of a scripted customer. */
  readonly attributes: readonly string[];
}

/** A promotion that brings more sign-ups: so many more than come anyway, between the beginning of its first wave and the end of its last. */
export interface Bringing {
  readonly name: string;
  /** What the names of those bear whom it brings. */
  readonly label: string;
  /** To these populations alone; undefined: to all. */
  readonly populations: ReadonlySet<string> | undefined;
  readonly share: number;
  readonly begins: Instant;
  readonly ends: Instant;
}

/** What the business does during the run: look-ups by time and customer (D8), and what it does to customers at once. */
export interface Business {
  /** What every charge of this customer is declined with now; undefined: nothing is out of order. */
  outage(account: Account): DeclineCode | undefined;
  /** Whether the plan ever has another price than the file's. */
  changesPrice(plan: Plan): boolean;
  /** The plan at the price that who takes it up now meets, in the customer's currency. */
  priceNow(account: Account, plan: Plan): Plan;
  /** The same for somebody who has not come yet. */
  priceFor(person: Person, now: Instant, plan: Plan): Plan;
  /** Whether the subscription would renew now as something else than it is. */
  movesAtTurn(account: Account, subscription: Subscription): boolean;
  /** Periods end here: what begins now has the plans and prices that the business has set for renewals by now. Answers whether anything moved. */
  moveAtTurn(world: World, account: Account, subscription: Subscription): boolean;
  /** The coupon that somebody drawn takes who signs up for these plans now; `broughtBy` is the promotion that it came for. */
  signUpCoupon(person: Person, now: Instant, plans: readonly Plan[], broughtBy: string | undefined): Coupon | undefined;
  /** Promotions that bring more sign-ups, in the file's order. */
  readonly bringing: readonly Bringing[];
  /** Whether this one brings somebody who would sign up for these plans now. */
  brings(name: string, person: Person, now: Instant, plans: readonly Plan[]): boolean;
  /** Puts on the agenda what will be done to this customer at once. */
  plan(account: Account, horizon: Instant): void;
  /** It falls due. */
  due(world: World, account: Account, due: Due): void;
}
