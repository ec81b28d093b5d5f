import type { Plan } from "../../engine/catalog/plan.ts";
import { isSameInterval } from "./calendar.ts";
import { discountUsageAgain } from "./discounts.ts";
import { makeLine } from "./lines.ts";
import { isPositive, minus, plus, type Rational, ratio, times, ZERO } from "./rational.ts";
import {
  hasEnded,
  type Invoice,
  type Item,
  inTrial,
  type Life,
  type Line,
  refuseUnless,
  type Subscription,
  type UsagePeriod,
  type UsageRecord,
} from "./state.ts";
import { ratesOfItem, taxLine } from "./tax.ts";
import { addUp } from "./totals.ts";

export const isMetered = (item: { readonly plan: Plan }): boolean => item.plan.usage !== undefined;

const running = (item: Item): UsagePeriod | undefined => item.usage.find(({ end }) => end === undefined);

/** Whether the item has a period of usage that runs. */
export const isMeasured = (item: Item): boolean => running(item) !== undefined;

/** The item measures from now on. A trial's usage is never billed (D26). */
export function beginUsage(life: Life, item: Item, onTrial: boolean, at = life.now): void {
  if (!isMetered(item)) item.usage = [];
  else item.usage.push(newPeriod(item.plan, at, onTrial, false));
}

/** The item, or its price in classic mode, begins: what was reported before is not carried into it. */
function beginAfresh(life: Life, item: Item, onTrial: boolean): void {
  item.usage.push(newPeriod(item.plan, life.now, onTrial, true));
}

function newPeriod(plan: Plan, from: number, onTrial: boolean, fresh: boolean): UsagePeriod {
  return { onTrial, fresh, stints: [{ plan, from, to: undefined }], records: [], end: undefined, fate: "open", zeroLine: false, billed: undefined, early: [] };
}

/** Every metered item that measures nothing yet begins to. */
export function beginMissing(life: Life, subscription: Subscription): void {
  for (const item of subscription.items) if (isMetered(item) && running(item) === undefined) beginAfresh(life, item, inTrial(life, subscription));
}

/** The price is another metered one from now on; the period goes on (D16). */
export function changeUsagePrice(life: Life, item: Item, plan: Plan): void {
  const period = running(item);
  if (period === undefined) return;
  const last = period.stints.at(-1) as UsagePeriod["stints"][number];
  last.to = life.now;
  period.stints.push({ plan, from: life.now, to: undefined });
}

/** The usage of the item's running period is complete; it waits for an invoice unless a trial saw it (D26, D27, D17). */
export function endUsage(life: Life, item: Item, zeroLine: boolean, at = life.now): void {
  const period = running(item);
  if (period === undefined) return;
  const last = period.stints.at(-1) as UsagePeriod["stints"][number];
  last.to = at;
  period.end = at;
  period.zeroLine = zeroLine && at !== period.stints[0]?.from;
  if (period.onTrial || plansOf(item, period).length === 0) period.fate = "gone";
}

export function endAllUsage(life: Life, subscription: Subscription): void {
  for (const item of subscription.items) endUsage(life, item, false);
}

/** What an end did not bill is discarded (D26). */
export function discardUsage(subscription: Subscription): void {
  for (const item of subscription.items) {
    const period = running(item);
    if (period !== undefined) Object.assign(period, { end: Number.NEGATIVE_INFINITY, fate: "gone" });
  }
}

/** The records of one price that count: at each instant what the last `set` left, and what came after it (UREC). */
function counted(records: readonly UsageRecord[]): Map<number, UsageRecord[]> {
  const at = new Map<number, UsageRecord[]>();
  for (const record of records) {
    const before = record.action === "set" ? [] : (at.get(record.at) ?? []);
    at.set(record.at, [...before, record]);
  }
  return new Map([...at].sort(([a], [b]) => a - b));
}

const sumOf = (records: readonly UsageRecord[]): Rational => records.reduce((sum, { quantity }) => plus(sum, quantity), ZERO);

/** The latest value of a `last_ever` price up to a period, of all periods of the item but trials. */
function lastEver(item: Item, until: UsagePeriod): Rational | undefined {
  const upTo = item.usage.slice(0, item.usage.indexOf(until) + 1);
  const periods = upTo
    .slice(
      Math.max(
        0,
        upTo.findLastIndex(({ fresh }) => fresh),
      ),
    )
    .filter(({ onTrial }) => !onTrial);
  const records = periods.flatMap((period) => period.records.filter(({ plan }) => plan.usage === "last_ever"));
  const latest = [...counted(records)].at(-1);
  return latest && sumOf(latest[1]);
}

/** What is billed of a price in a period; undefined when it was not used (D17). */
function aggregate(item: Item, period: UsagePeriod, plan: Plan): Rational | undefined {
  const instants = [...counted(period.records.filter((record) => record.plan === plan))].map(([, records]) => records);
  const isInForce = period.stints.at(-1)?.plan === plan;
  if (instants.length === 0) {
    // In a period without any report the value reported before is billed, at the price in force (U6).
    const lasted = period.end !== period.stints[0]?.from;
    return plan.usage === "last_ever" && lasted && isInForce && period.records.length === 0 ? lastEver(item, period) : undefined;
  }
  const totals = instants.map(sumOf);
  switch (plan.usage) {
    case "count":
      return ratio(instants.flat().length);
    case "max":
      return totals.reduce((most, total) => (isPositive(minus(total, most)) ? total : most), ZERO);
    case "sum": {
      const sum = totals.reduce(plus, ZERO);
      return isPositive(sum) ? sum : ZERO;
    }
    default:
      return totals.at(-1) as Rational;
  }
}

/** What of a price's aggregate no threshold invoice has billed; undefined when there is nothing to bill (V5, D17). */
function rest(item: Item, period: UsagePeriod, plan: Plan): Rational | undefined {
  const all = aggregate(item, period, plan);
  const early = period.early.filter((bill) => bill.plan === plan);
  if (all === undefined || early.length === 0) return all;
  const left = minus(all, early.map(({ quantity }) => quantity).reduce(plus));
  return left.n === 0n ? undefined : left;
}

/** The prices of a period that get a line, in the order in which they last came into force (U3). */
function plansOf(item: Item, period: UsagePeriod): Plan[] {
  const inOrder = period.stints.map(({ plan }) => plan).filter((plan, i, plans) => plans.lastIndexOf(plan) === i);
  return inOrder.filter((plan) => rest(item, period, plan) !== undefined || (period.zeroLine && plan === inOrder.at(-1)));
}

/** Through the tiers, part by part; packages are whole; nothing is rounded to money. */
export function usagePrice(plan: Plan, quantity: Rational): Rational {
  const amount = (value: number | bigint): Rational => ratio(value, plan.terms.scale);
  const { divideBy, round, tiers, unit } = plan.terms;
  if (plan.model.kind === "package") {
    const { n, d } = times(quantity, ratio(1, divideBy));
    return times(amount(unit), ratio(round === "up" && n % d !== 0n ? n / d + 1n : n / d));
  }
  if (plan.model.kind === "per_unit") return times(amount(unit), quantity);
  const isAbove = (top: number): boolean => top !== Number.POSITIVE_INFINITY && isPositive(minus(quantity, ratio(top)));
  const own = tiers.findIndex(({ upTo }) => !isAbove(upTo));
  const price = (index: number): { unit: Rational; flat: Rational } => ({ unit: amount(tiers[index]?.unit ?? 0), flat: amount(tiers[index]?.flat ?? 0) });
  if (plan.model.kind === "volume") return plus(times(price(own).unit, quantity), price(own).flat);
  let total = ZERO;
  for (let i = 0; i <= own; i++) {
    const below = ratio(i === 0 ? 0 : (tiers[i - 1]?.upTo ?? 0));
    const top = i === own ? quantity : ratio(tiers[i]?.upTo ?? 0);
    total = plus(total, plus(times(price(i).unit, minus(top, below)), price(i).flat));
  }
  return total;
}

/** A price that was in force for no time has no service period. */
function spanOf(start: number | undefined, end: number | undefined): { start: number | undefined; end: number | undefined } {
  return start === end ? { start: undefined, end: undefined } : { start, end };
}

function usageLines(life: Life, subscription: Subscription, item: Item, period: UsagePeriod, plans = plansOf(item, period)): Line[] {
  return plans.map((plan) => {
    const stints = period.stints.filter((stint) => stint.plan === plan);
    const early = period.early.filter((bill) => bill.plan === plan);
    const billed = early.reduce((sum, bill) => sum + bill.amount, 0);
    const quantity = rest(item, period, plan) ?? ZERO;
    const { n, d } = quantity;
    const end = stints.at(-1)?.to ?? life.now;
    const start = early.length === 0 ? stints[0]?.from : Math.min(end, early.at(-1)?.at as number);
    return makeLine(life, "usage", minus(usagePrice(plan, aggregate(item, period, plan) ?? ZERO), ratio(billed)), {
      subscription,
      plan,
      quantity: Number(n) / Number(d),
      usage: quantity,
      ...spanOf(start, end),
      discountable: true,
      taxRates: ratesOfItem(life, item, subscription),
    });
  });
}

/** The prices of the running period with records that are not billed yet: the lines a threshold invoice has (V4). */
function reportedPlans(item: Item, period: UsagePeriod): Plan[] {
  return period.onTrial ? [] : plansOf(item, period).filter((plan) => period.records.some((record) => record.plan === plan));
}

export function usageSoFar(life: Life, subscription: Subscription): Line[] {
  return subscription.items.flatMap((item) => {
    const period = running(item);
    return period === undefined ? [] : usageLines(life, subscription, item, period, reportedPlans(item, period));
  });
}

/** The same, billed: the periods remember it. */
export function billUsageSoFar(life: Life, subscription: Subscription): Line[] {
  const lines = usageSoFar(life, subscription);
  for (const item of subscription.items) {
    const period = running(item);
    if (period === undefined) continue;
    for (const plan of reportedPlans(item, period)) {
      const { amount, usage } = lines.find((line) => line.plan === plan) as Line;
      period.early.push({ plan, quantity: usage as Rational, amount, at: life.now });
    }
  }
  return lines;
}

/** Whether an item's usage since it was last billed reaches its own threshold (V3). */
export function reachesUsage(item: Item): boolean {
  const period = running(item);
  if (item.usageGte === 0 || period === undefined) return false;
  const plans = [...new Set(period.stints.map(({ plan }) => plan))].filter((plan) => period.records.some((record) => record.plan === plan));
  const unbilled = plans.map((plan) => rest(item, period, plan) ?? ZERO).reduce(plus, ZERO);
  return !isPositive(minus(ratio(item.usageGte), unbilled));
}

/** The items that may still have usage to bill, those that went first (U11). */
const measured = ({ departed, items }: Subscription): Item[] => [...departed, ...items];

/** Whether an invoice of the subscription would bill usage. */
export const owesUsage = (subscription: Subscription): boolean =>
  measured(subscription).some(({ usage }) => usage.some(({ end, fate }) => end !== undefined && fate === "open"));

/** The lines of all usage that waits, item by item; `link` says which invoice they are on. */
export function takeUsage(life: Life, subscription: Subscription): { lines: Line[]; link: (invoice: Invoice) => void } {
  const lines: Line[] = [];
  const taken: UsagePeriod[] = [];
  for (const item of measured(subscription)) {
    for (const period of item.usage.filter(({ end, fate }) => end !== undefined && fate === "open")) {
      const own = usageLines(life, subscription, item, period);
      period.fate = "billed";
      period.billed = { invoice: undefined, lines: own };
      lines.push(...own);
      taken.push(period);
    }
  }
  const link = (invoice: Invoice): void => {
    for (const period of taken) if (period.billed !== undefined) period.billed.invoice = invoice;
  };
  return { lines, link };
}

/** A removed item's usage waits as pending lines (CMP); how many. */
export function removeUsage(life: Life, subscription: Subscription, item: Item, bills: boolean): number {
  endUsage(life, item, false);
  const left = item.usage.filter(({ end, fate }) => end !== undefined && fate === "open");
  const lines = bills ? left.flatMap((period) => usageLines(life, subscription, item, period)) : [];
  life.pending.push(...lines);
  item.usage = [];
  return lines.length;
}

/**
 * D26: a key that was not counted before; into the running period, or an ended one whose invoice is a draft. The subscription whose running
 * period took it.
 */
export function recordUsage(life: Life, candidates: readonly Subscription[], record: UsageRecord, key: string | undefined): Subscription | undefined {
  refuseUnless(record.at <= life.now, "usage is not reported before it happens");
  const places = candidates.flatMap((subscription) =>
    measured(subscription).flatMap((item) => item.usage.filter((period) => accepts(period, record)).map((period) => ({ subscription, item, period }))),
  );
  refuseUnless(places.length === 1, "exactly one open period takes the usage");
  const [{ subscription, item, period }] = places as [(typeof places)[number]];
  refuseUnless(hasEnded(subscription) || subscription.status !== "incomplete", "an incomplete subscription takes no usage");
  refuseUnless(record.action !== "set" || !hasThreshold(subscription), "with a threshold usage only adds up");
  period.records.push(record);
  if (key !== undefined) life.usageKeys.add(key);
  if (period.billed === undefined) return period.onTrial ? undefined : subscription;
  billAgain(life, subscription, item, period, period.billed);
  return undefined;
}

const hasThreshold = ({ thresholds, items }: Subscription): boolean =>
  thresholds !== undefined && (thresholds.amountGte !== undefined || items.some(({ usageGte }) => usageGte > 0));

/** Whether any complete subscription takes it. */
export const takesUsage = (candidates: readonly Subscription[], record: UsageRecord): boolean =>
  candidates.some(
    (subscription) => subscription.status !== "incomplete" && measured(subscription).some(({ usage }) => usage.some((period) => accepts(period, record))),
  );

function accepts({ stints, fate, billed }: UsagePeriod, { plan, at }: UsageRecord): boolean {
  const isOpen = fate === "open" || (fate === "billed" && billed?.invoice?.status === "draft");
  return isOpen && stints.some((stint) => stint.plan === plan && stint.from <= at && at < (stint.to ?? Number.POSITIVE_INFINITY));
}

/** Late usage: the lines of its period anew, in their place; no other line moves (U5). */
function billAgain(life: Life, subscription: Subscription, item: Item, period: UsagePeriod, billed: NonNullable<UsagePeriod["billed"]>): void {
  const invoice = billed.invoice as Invoice;
  const rates = billed.lines[0]?.taxRates;
  const first = invoice.lines.indexOf(billed.lines[0] as Line);
  const anew = usageLines(life, subscription, item, period).map((line) => ({ ...line, taxRates: rates }));
  invoice.lines.splice(first, billed.lines.length, ...anew);
  billed.lines = anew;
  discountUsageAgain(life, invoice);
  for (const line of invoice.lines) if (line.kind === "usage") taxLine(line);
  addUp(invoice);
}

/** How a change meets an item's usage. */
interface Meeting {
  readonly behavior: string;
  /** The anchor is now. */
  readonly anchorMoves: boolean;
}

/**
 * What becomes of an item's usage when its plan becomes another one, or it goes (D16, U2, U10, U12); how many pending lines that makes. In
 * classic mode what was used before is never billed.
 */
export function leaveUsage(life: Life, subscription: Subscription, item: Item, next: Plan | undefined, meeting: Meeting): number {
  if (!isMetered(item) || next === item.plan) return 0;
  const { behavior, anchorMoves } = meeting;
  const isClassic = life.scenario.billing.mode === "classic";
  if (next?.usage === undefined) return removeUsage(life, subscription, item, behavior !== "none" && !isClassic);
  const ends = anchorMoves || (!isSameInterval(next.interval, item.plan.interval) && behavior !== "none" && !inTrial(life, subscription));
  if (isClassic) discard(life, item);
  else if (ends) turnUsage(life, item, next, anchorMoves, false);
  else changeUsagePrice(life, item, next);
  return 0;
}

/** The item's running period ends, if there is one, and the next begins at this plan's price. */
export function turnUsage(life: Life, item: Item, plan: Plan, zeroLine: boolean, toTrial: boolean): void {
  if (!isMeasured(item)) return;
  endUsage(life, item, zeroLine);
  item.usage.push(newPeriod(plan, life.now, toTrial, false));
}

/** Nothing of the running period will be billed. */
function discard(life: Life, item: Item): void {
  const period = running(item);
  if (period !== undefined) Object.assign(period, { end: life.now, fate: "gone" });
}

/** U11: the item goes at the period's end, and its usage is billed with the renewal, if there was any. */
export function departAtTurn(life: Life, subscription: Subscription, item: Item): void {
  endUsage(life, item, false);
  subscription.departed.push({ ...item });
  item.usage = [];
}

/** Whether any of these subscriptions, incomplete or not, measures the plan at that instant. */
export const holds = (subscriptions: readonly Subscription[], record: UsageRecord): boolean =>
  subscriptions.some((subscription) => measured(subscription).some(({ usage }) => usage.some((period) => accepts(period, record))));

/**
 * X5a: the periods of a backdated item, each with what waited for it; those before the last are over. `starts` are where they begin, the last
 * one where the running period, or a trial, does.
 */
export function beginBackdated(life: Life, item: Item, starts: readonly number[], onTrial: boolean): void {
  for (const [i, from] of starts.entries()) {
    const to = starts[i + 1];
    const period = newPeriod(item.plan, from, onTrial && to === undefined, false);
    period.records.push(...life.waitingUsage.filter(({ plan, at }) => plan === item.plan && at >= from && at < (to ?? Number.POSITIVE_INFINITY)));
    item.usage.push(period);
    if (to !== undefined) endUsage(life, item, true, to);
  }
}
