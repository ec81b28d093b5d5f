import type { Person } from "../account/business.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { Instant } from "../calendar/instant.ts";
import { type Plan, planIn } from "../catalog/plan.ts";
import type { BusinessEntry, PriceChange } from "./entry.ts";
import { isAbout, isAboutSignUp, isOpen, type Reach } from "./reach.ts";

/** The prices of one plan: as the file has it, then every change in order of time, each made on what those before it left. */
class PriceHistory {
  readonly changes: PriceChange[] = [];
  /** Which change a price is of; a price that is none of them is the file's, or a customer's own from before the clock. */
  private readonly places = new Map<Plan, number>();

  add(change: PriceChange): void {
    for (const plan of [change.to, ...change.to.elsewhere]) if (!this.places.has(plan)) this.places.set(plan, this.changes.length);
    this.changes.push(change);
  }

  placeOf(plan: Plan): number {
    return this.places.get(plan) ?? -1;
  }
}

/** Price versions: which price somebody meets is a look-up by customer and time, never an event (D8, N82). */
export class PriceHistories {
  private readonly byPlan = new Map<string, PriceHistory>();

  constructor(entries: readonly BusinessEntry[]) {
    const changes = entries.filter((entry) => entry.kind === "change_price");
    for (const change of inOrderOfTime(changes)) {
      const history = this.byPlan.get(change.plan.id) ?? new PriceHistory();
      this.byPlan.set(change.plan.id, history);
      history.add(change);
    }
  }

  /** Whether the plan ever has another price than the file's. */
  changes(plan: Plan): boolean {
    return this.byPlan.has(plan.id);
  }

  /** The plan at the price that this person meets who takes it up now, in its currency. */
  priceNow(person: Person, now: Instant, plan: Plan): Plan {
    const history = this.byPlan.get(plan.id);
    if (history === undefined) return plan;
    const found = history.changes.findLast(
      (change) => concerns(change, person) && isOpen(change.reach, person, now) && isAboutSignUp(change.reach.where, plan, now),
    );
    return planIn(found?.to ?? (history.changes[0] as PriceChange).plan, person.currency) ?? plan;
  }

  /** The plan of an item at the price that its next period is billed at: a later one that is not for new customers only, else the one it has. */
  priceOf(person: Person, now: Instant, subscription: Subscription, item: Item): Plan {
    const { plan } = item;
    const history = this.byPlan.get(plan.id);
    if (history === undefined) return plan;
    const held = history.placeOf(plan);
    for (let i = history.changes.length - 1; i > held; i--) {
      const change = history.changes[i] as PriceChange;
      if (change.for === "new" || !concerns(change, person) || !isOpen(change.reach, person, now) || !isAbout(change.reach.where, subscription)) continue;
      return planIn(change.to, person.currency) ?? plan;
    }
    return plan;
  }

  /** The plan of an item as this change makes it; unchanged where it is another plan, or has a later price. */
  changedTo(change: PriceChange, { plan }: Item): Plan {
    const history = this.byPlan.get(plan.id);
    if (plan.id !== change.plan.id || history === undefined || !change.currencies.has(plan.currency)) return plan;
    return history.placeOf(plan) < history.changes.indexOf(change) ? (planIn(change.to, plan.currency) ?? plan) : plan;
  }
}

function concerns({ currencies }: PriceChange, { currency }: Person): boolean {
  return currencies.has(currency);
}

/** Of several at one instant the one that the file has last holds. */
export function inOrderOfTime<E extends { readonly reach: Reach | undefined }>(entries: readonly E[]): readonly E[] {
  const first = ({ reach }: E): Instant => reach?.waves[0]?.begins ?? 0;
  return entries.toSorted((a, b) => first(a) - first(b) || entries.indexOf(a) - entries.indexOf(b));
}
