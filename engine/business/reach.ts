import type { Account } from "../account/account.ts";
import type { Person } from "../account/business.ts";
import type { Subscription } from "../account/subscription.ts";
import { addDuration, type Duration } from "../calendar/duration.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import type { Currency } from "../money/currency.ts";
import type { Minor } from "../money/exact.ts";
import { childKey, draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import { monthlyBill } from "./monthly-bill.ts";

/** Which customers, and which of their subscriptions. What is undefined asks for nothing. */
export interface Where {
  /** Scripted customers are of none. */
  readonly populations: ReadonlySet<string> | undefined;
  readonly currencies: ReadonlySet<Currency> | undefined;
  /** Each attribute with the values it may have, and its place by population: who has no such attribute is left out. */
  readonly attributes: readonly { readonly places: ReadonlyMap<string, number>; readonly values: ReadonlySet<string> }[];
  readonly plans: ReadonlySet<string> | undefined;
  /** Half-open, as everything is (D7): before this instant, and from that one on. */
  readonly startedBefore: Instant | undefined;
  readonly startedAfter: Instant | undefined;
  /** What a subscription comes to in a month, in minor units of its currency: less, and more, than this. */
  readonly payingBelow: Minor | undefined;
  readonly payingAbove: Minor | undefined;
}

/** When an entry of the business timeline holds, and for whom. Each customer belongs to at most one wave, for good (N80). */
export interface Reach {
  /** What the draw of a customer's wave is for: `timeline/<name>`. */
  readonly purpose: Key;
  readonly where: Where;
  /** By wave: when it begins and ends, and the running sum of the shares. */
  readonly waves: readonly { readonly begins: Instant; readonly ends: Instant; readonly upTo: number }[];
}

/** Waves of these shares, one every so often, each as long as the first. `until` is NEVER for no end. */
export function wavesOf(at: Instant, until: Instant, shares: readonly number[], every: Duration): Reach["waves"] {
  let upTo = 0;
  return shares.map((share, i) => {
    upTo += share;
    const later: Duration = { months: every.months * i, seconds: every.seconds * i };
    return { begins: addDuration(at, later), ends: until === NEVER ? NEVER : addDuration(until, later), upTo };
  });
}

/** The draw that decides a customer's wave: of its key and the entry's name (D30). */
export function reachPurpose(name: string): Key {
  return childKey({ high: 0, low: 0 }, `timeline/${name}`);
}

/** The wave that a customer belongs to, if the entry is about it at all; whatever it has bought. */
export function waveOf({ where, waves, purpose }: Reach, person: Person): Reach["waves"][number] | undefined {
  if (!isMeant(where, person)) return undefined;
  const uniform = draw(person.key, purpose, 0);
  return waves.find(({ upTo }) => uniform < upTo);
}

function isMeant({ populations, currencies, attributes }: Where, person: Person): boolean {
  if (populations !== undefined && !populations.has(person.population)) return false;
  if (currencies !== undefined && !currencies.has(person.currency)) return false;
  return attributes.every(({ places, values }) => values.has(person.attributes[places.get(person.population) ?? -1] ?? ""));
}

/** Whether the entry holds for the person now. */
export function isOpen(reach: Reach, person: Person, now: Instant): boolean {
  const { waves } = reach;
  if (!waves.some(({ begins, ends }) => now >= begins && now < ends)) return false;
  const wave = waveOf(reach, person);
  return wave !== undefined && now >= wave.begins && now < wave.ends;
}

/** Whether the entry asks for anything of a subscription. */
export function asksForTerms({ plans, startedBefore, startedAfter, payingBelow, payingAbove }: Where): boolean {
  return [plans, startedBefore, startedAfter, payingBelow, payingAbove].some((asked) => asked !== undefined);
}

/** Whether the subscription is one that the entry is about. */
export function isAbout(where: Where, account: Account, subscription: Subscription): boolean {
  const { plans, startedBefore, startedAfter, payingBelow, payingAbove } = where;
  const { items, itemCount, startedAt } = subscription;
  if (startedBefore !== undefined && startedAt >= startedBefore) return false;
  if (startedAfter !== undefined && startedAt < startedAfter) return false;
  if (plans !== undefined && !items.some(({ plan }, i) => i < itemCount && plans.has(plan.id))) return false;
  if (payingBelow === undefined && payingAbove === undefined) return true;
  const bill = monthlyBill(account, subscription);
  return (payingBelow === undefined || bill < payingBelow) && (payingAbove === undefined || bill > payingAbove);
}

/** Whether somebody who takes the plan up now is one that the entry is about. Who pays nothing yet is none that pays more or less than something. */
export function isAboutSignUp({ plans, startedBefore, startedAfter, payingBelow, payingAbove }: Where, plan: Plan, now: Instant): boolean {
  if (payingBelow !== undefined || payingAbove !== undefined) return false;
  if (startedBefore !== undefined && now >= startedBefore) return false;
  if (startedAfter !== undefined && now < startedAfter) return false;
  return plans === undefined || plans.has(plan.id);
}
