import type { ItemChangeDraw } from "./entry.ts";
import { planName, type References } from "./references.ts";
import { type Plain, pick } from "./yaml-object.ts";

/** The plans that the subscription is believed to have; a change changes them. */
interface HeldPlans {
  readonly plans: number[];
}

/** One change of an item; none when it names a plan that this entry has named already. */
export function itemChange(change: ItemChangeDraw, candidates: readonly number[], belief: HeldPlans, named: Set<number>, refer: References): Plain[] {
  const isNew = (...plans: number[]): boolean => {
    if (plans.some((plan) => named.has(plan))) return false;
    for (const plan of plans) named.add(plan);
    return true;
  };
  if (change.kind === "set") {
    const plan = pick(candidates, change.plan);
    if (!isNew(plan)) return [];
    if (!belief.plans.includes(plan)) belief.plans.push(plan);
    return [{ plan: planName(plan), quantity: refer.quantityOf(plan, change.quantity) }];
  }
  const held = belief.plans.length === 0 ? 0 : change.held % belief.plans.length;
  const from = belief.plans[held] ?? 0;
  if (change.kind === "remove") {
    if (!isNew(from)) return [];
    belief.plans.splice(held, 1);
    return [{ plan: planName(from), remove: true }];
  }
  const to = pick(candidates, change.plan);
  if (to === from || !isNew(from, to)) return [];
  belief.plans[held] = to;
  return [{ from: planName(from), to: planName(to), quantity: refer.quantityOf(to, change.quantity) }];
}
