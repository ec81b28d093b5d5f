import type { Person } from "../account/business.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import { childKey, draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import { isAboutSignUp, isOpen, type Reach } from "./reach.ts";

/** Drawn customers get a coupon (N87). */
export interface Promotion {
  readonly kind: "promotion";
  readonly name: string;
  /** The name without that of its population: what the names of those bear whom it brings. */
  readonly label: string;
  readonly reach: Reach;
  readonly coupon: Coupon;
  readonly to: "new" | "existing" | "churned";
  /** The share of them that takes it. */
  readonly takeUp: number;
  /** How many more come for it, as a share of those who would come anyway. */
  readonly signUps: number;
  /** What the draws of who takes it, and when, are for: `timeline/<name>/takes`. */
  readonly purpose: Key;
}

export function takesPurpose(name: string): Key {
  return childKey({ high: 0, low: 0 }, `timeline/${name}/takes`);
}

/** Whether the customer is one of those who take it. */
export function takes({ purpose, takeUp }: Promotion, key: Key): boolean {
  return draw(key, purpose, 0) < takeUp;
}

/** When a customer takes it that need not sign up for it: at an instant of its time, at once where it has no end. */
export function takenAt({ purpose }: Promotion, key: Key, { begins, ends }: Reach["waves"][number], horizon: Instant): Instant {
  if (ends > horizon) return begins;
  return begins + Math.floor((ends - begins) * draw(key, purpose, 1));
}

/** Whether it is open to somebody who signs up for these plans now. */
export function isFor({ to, reach }: Promotion, person: Person, now: Instant, plans: readonly Plan[]): boolean {
  return to === "new" && isOpen(reach, person, now) && plans.some((plan) => isAboutSignUp(reach.where, plan, now));
}
