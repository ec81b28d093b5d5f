import type { Account } from "../account/account.ts";
import type { Person } from "../account/business.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { Instant } from "../calendar/instant.ts";
import { type Plan, planIn } from "../catalog/plan.ts";
import type { Currency } from "../money/currency.ts";
import type { BusinessEntry, PriceChange } from "./entry.ts";
import { isAbout, isAboutSignUp, isOpen, type Reach } from "./reach.ts";

/** The prices of one plan: as the file has it, then every change in order of time, each made on what those before it left. */
class PriceHistory {
  readonly changes: PriceChange[] = [];
  /** Which change a price is of; a price that is none of them is the file's, or a customer's own from before the clock. */
  private readonly places = new Map<Plan, number>();

  add(change: PriceChange): void {
    for (const plan of change.prices) if (!this.places.has(plan)) this.places.set(plan, this.changes.length);
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
    return (found && priceIn(found, person.currency)) ?? planIn((history.changes[0] as PriceChange).plan, person.currency) ?? plan;
  }

  /** The change that gives an item the price of its next period: the latest that reaches it, but none before the price that it has. */
  changeOf(person: Person, account: Account, subscription: Subscription, { plan }: Item): PriceChange | undefined {
    const history = this.byPlan.get(plan.id);
    if (history === undefined) return undefined;
    const held = history.placeOf(plan);
    for (let i = history.changes.length - 1; i > held; i--) {
      const change = history.changes[i] as PriceChange;
      const reaches = change.for !== "new" && concerns(change, person) && isOpen(change.reach, person, account.now);
      if (reaches && isAbout(change.reach.where, account, subscription)) return priceIn(change, person.currency) === plan ? undefined : change;
    }
    return undefined;
  }

  /** Whether the change gives the plan a later price than it has. */
  isLater(change: PriceChange, plan: Plan): boolean {
    const history = this.byPlan.get(plan.id);
    if (plan.id !== change.plan.id || history === undefined || !change.currencies.has(plan.currency)) return false;
    return history.placeOf(plan) < history.changes.indexOf(change) && priceIn(change, plan.currency) !== plan;
  }
}

/** The plan in this currency at the price that the change brings. */
export function priceIn({ prices }: PriceChange, currency: Currency): Plan | undefined {
  return prices.find((plan) => plan.currency === currency);
}

function concerns({ currencies }: PriceChange, { currency }: Person): boolean {
  return currencies.has(currency);
}

/** Of several at one instant the one that the file has last holds. */
export function inOrderOfTime<E extends { readonly reach: Reach | undefined }>(entries: readonly E[]): readonly E[] {
  const first = ({ reach }: E): Instant => reach?.waves[0]?.begins ?? 0;
  return entries.toSorted((a, b) => first(a) - first(b) || entries.indexOf(a) - entries.indexOf(b));
}
