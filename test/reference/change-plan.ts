import type { Change, ItemChange } from "../../engine/actions/action.ts";
import type { BillingInterval } from "../../engine/calendar/billing-period.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { TaxRate } from "../../engine/catalog/tax-rate.ts";
import { goTogether, isSameInterval } from "./calendar.ts";
import { type Item, refuseUnless, type Subscription } from "./state.ts";

/** What an item is to become. */
export interface Wanted {
  /** Undefined: a new item. */
  readonly item: Item | undefined;
  readonly plan: Plan;
  readonly quantity: number;
  readonly taxRates: readonly TaxRate[] | undefined;
}

/** The items as the change wants them, in their order on the subscription (B14, B26, D18), or a refusal. */
export function wantedItems(subscription: Subscription, action: Change, mode: string): Wanted[] {
  const held: Wanted[] = subscription.items.map((item) => ({
    item,
    plan: item.plan,
    quantity: item.quantity,
    taxRates: item.taxRates,
  }));
  let wanted = held;
  if (action.plan !== undefined || action.quantity !== undefined) {
    const licensed = held.filter(({ plan }) => plan.usage === undefined);
    const candidates = action.plan === undefined && licensed.length === 1 ? licensed : held;
    refuseUnless(candidates.length === 1, "plan needs exactly one item, quantity exactly one licensed item");
    const [only] = candidates as [Wanted];
    const plan = action.plan ?? only.plan;
    wanted = held.map((item) =>
      item === only ? { ...only, plan, quantity: action.quantity ?? (plan === only.plan ? only.quantity : firstQuantity(plan)) } : item,
    );
  }
  for (const change of action.items) wanted = applyItemChange(wanted, change);
  for (const { plan, quantity } of wanted) refuseUnless(plan.usage === undefined || quantity === 0, "a metered plan has no quantity");
  refuseUnless(wanted.length > 0, "a subscription keeps at least one item");
  refuseUnless(new Set(wanted.map(({ plan }) => plan)).size === wanted.length, "a plan stands once on a subscription");
  const intervals = wanted.map(({ plan }) => plan.interval);
  refuseUnless(goTogether(intervals), "the intervals do not go together");
  const [first] = intervals as [BillingInterval];
  refuseUnless(mode === "flexible" || intervals.every((interval) => isSameInterval(interval, first)), "in classic mode all items have one interval");
  return wanted;
}

/** The quantity of a metered plan is what is used. */
const firstQuantity = (plan: Plan): number => (plan.usage === undefined ? 1 : 0);

function applyItemChange(wanted: readonly Wanted[], change: ItemChange): Wanted[] {
  const find = (plan: Plan): number => wanted.findIndex((candidate) => candidate.plan === plan);
  if (change.kind === "set") {
    const at = find(change.plan);
    const { plan, quantity, taxRates } = change;
    if (at < 0) return [...wanted, { item: undefined, plan, quantity: quantity ?? firstQuantity(plan), taxRates }];
    const old = wanted[at] as Wanted;
    return wanted.with(at, { ...old, quantity: quantity ?? old.quantity, taxRates: taxRates ?? old.taxRates });
  }
  const at = find(change.kind === "remove" ? change.plan : change.from);
  refuseUnless(at >= 0, "only a plan that is held can be removed or swapped");
  if (change.kind === "remove") return wanted.toSpliced(at, 1);
  const old = wanted[at] as Wanted;
  const quantity = change.quantity ?? (change.to === old.plan ? old.quantity : firstQuantity(change.to));
  return wanted.with(at, { ...old, plan: change.to, quantity });
}

export function isChanged({ item, plan, quantity }: Wanted): boolean {
  return item === undefined || item.plan !== plan || item.quantity !== quantity;
}

/** What a change does to the period of an item: nothing, another interval (B18), or its own period beside those that are held (X7). */
export type PeriodFate = "stays" | "moves" | "joins";

export function fateOf({ item, plan }: Wanted, held: readonly BillingInterval[], wanted: readonly Wanted[]): PeriodFate {
  const holds = (interval: BillingInterval): boolean => held.some((other) => isSameInterval(interval, other));
  if (item !== undefined) return isSameInterval(item.plan.interval, plan.interval) ? "stays" : "moves";
  if (holds(plan.interval)) return "stays";
  return wanted.some((other) => holds(other.plan.interval)) ? "joins" : "moves";
}
