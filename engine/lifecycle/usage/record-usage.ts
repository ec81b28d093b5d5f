import type { Account } from "../../account/account.ts";
import type { RecordedUsage } from "../../account/facts.ts";
import type { Meter, UsagePeriod } from "../../account/meter.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { addReading, aggregateOf, coversInstant, putReading, usagePrice } from "../../billing/usage.ts";
import { formatBrief } from "../../calendar/civil.ts";
import type { Instant } from "../../calendar/instant.ts";
import type { Plan } from "../../catalog/plan.ts";
import { toDecimal, toQuantity } from "../../money/quantity.ts";
import type { Usage } from "../requests.ts";
import { findSubscription, refuseIfIncomplete } from "../subscriptions/find-subscription.ts";
import { hasEnded } from "../subscriptions/status.ts";
import { isDraft } from "./metering.ts";
import { lookAtThresholds } from "./threshold.ts";
import { checkAction } from "./threshold-checks.ts";
import { rebillUsage } from "./usage-lines.ts";
import { letUsageWait } from "./waiting-usage.ts";

/** Where a record belongs: a price of a period of an item that still takes usage. */
interface Place {
  readonly subscription: Subscription;
  readonly period: UsagePeriod;
  readonly meter: Meter;
}

const recorded: RecordedUsage = {
  plan: undefined as never,
  usedAt: 0,
  quantity: { units: 0, scale: 1 },
  action: "increment",
  aggregate: { units: 0, scale: 1 },
  isLate: false,
  meter: undefined as never,
  isBillable: true,
};

/**
 * Records usage of a metered plan (UREC, D26): in the running period, or in one that ended as long as its invoice is a draft. A key that was
 * counted is not counted again.
 */
export function recordUsage(world: World, account: Account, action: Usage, name: string | undefined): void {
  const { idempotencyKey: key, plan } = action;
  if (key !== undefined && account.usageKeys.has(key)) return;
  const at = action.timestamp ?? account.now;
  if (action.waits === true && name === undefined && !isHeld(account, plan, at)) {
    letUsageWait(account, action, at);
    return;
  }
  if (action.isStreamed && !isTaken(account, plan, at, name)) return;
  const { subscription, period, meter } = findMeter(account, plan, at, name);
  checkAction(subscription, action.action);
  const before = addReading(meter, at, toQuantity(action.quantity), action.action);
  if (isTooDear(period, meter)) {
    putReading(meter, at, before);
    throw tooDear(plan);
  }
  if (key !== undefined) account.usageKeys.add(key);
  const isLate = period.invoice !== undefined;
  if (isLate) rebillUsage(account, subscription, period);
  recorded.plan = meter.plan;
  recorded.usedAt = at;
  recorded.quantity = action.quantity;
  recorded.action = action.action;
  recorded.aggregate = toDecimal(aggregateOf(period, meter));
  recorded.isLate = isLate;
  recorded.meter = meter;
  recorded.isBillable = !period.inTrial;
  world.sink.usage(account.now, account, subscription, recorded);
  if (!isLate) lookAtThresholds(world, account, subscription, period);
}

/** Whether any subscription holds the plan at this instant and still takes usage of it. */
function isHeld(account: Account, plan: Plan, at: Instant): boolean {
  return account.subscriptions.some(
    (subscription, i) => i < account.subscriptionCount && metersOf(subscription, plan).some(({ meter }) => coversInstant(meter, at)),
  );
}

/** Whether a stream finds its plan held: else nothing is used, and nothing is refused (U9). */
function isTaken(account: Account, plan: Plan, at: Instant, name: string | undefined): boolean {
  for (let i = 0; i < account.subscriptionCount; i++) {
    const subscription = account.subscriptions[i] as Subscription;
    const isMeant = name === undefined || subscription.name === name || subscription.name === `${account.id}/${name}`;
    if (!isMeant || subscription.status === "incomplete") continue;
    if (metersOf(subscription, plan).some(({ meter }) => coversInstant(meter, at))) return true;
  }
  return false;
}

/** The dearest usage that can be billed, in minor units, so that sums stay exact. */
const DEAREST = 1e13;

function isTooDear(period: UsagePeriod, meter: Meter): boolean {
  const { base, scale } = usagePrice(meter.plan, toDecimal(aggregateOf(period, meter)));
  return Number(base) / Number(scale) > DEAREST;
}

function tooDear(plan: Plan): Refusal {
  return new Refusal(
    `the usage of plan "${plan.id}" would cost more than ${DEAREST} minor units`,
    "A line stays below 10^13 minor units, so that sums stay exact.",
    "Record less.",
  );
}

/** @throws Refusal when no period takes usage of this plan at this instant, or several do. */
function findMeter(account: Account, plan: Plan, at: Instant, name: string | undefined): Place {
  if (at > account.now) {
    throw new Refusal(
      `the usage at ${formatBrief(at)} lies after ${formatBrief(account.now)}`,
      "Usage is reported when it has happened, not before (UREC).",
      "Move the entry to that instant, or correct `timestamp`.",
    );
  }
  const subscriptions = name === undefined ? account.subscriptions.slice(0, account.subscriptionCount) : [findSubscription(account, name)];
  const open = subscriptions.flatMap((subscription) => metersOf(subscription, plan));
  const places = open.filter(({ meter }) => coversInstant(meter, at));
  const [place] = places;
  if (places.length > 1) {
    throw new Refusal(
      `${places.length} subscriptions of customer "${account.id}" take usage of plan "${plan.id}"`,
      "An entry must name the subscription when there are several.",
      `Add \`subscription:\` with one of ${places.map(({ subscription }) => `"${subscription.name}"`).join(", ")} to the entry.`,
    );
  }
  if (place === undefined) throw refused(account, subscriptions, open, plan, at);
  if (!hasEnded(place.subscription)) refuseIfIncomplete(place.subscription, "given usage");
  return place;
}

/** Every meter of this plan that still takes usage. */
function metersOf(subscription: Subscription, plan: Plan): readonly Place[] {
  const places: Place[] = [];
  const add = (periods: readonly UsagePeriod[]): void => {
    for (const period of periods) for (const meter of period.meters) if (meter.plan.id === plan.id) places.push({ subscription, period, meter });
  };
  for (const { ended } of subscription.leftUsage) add(ended.filter(isDraft));
  for (let i = 0; i < subscription.itemCount; i++) {
    const { usage } = subscription.items[i] as Item;
    if (usage === undefined) continue;
    add(usage.ended.filter((period) => period.invoice === undefined || isDraft(period)));
    if (usage.running !== undefined) add([usage.running]);
  }
  return places;
}

function refused(account: Account, subscriptions: readonly Subscription[], open: readonly Place[], plan: Plan, at: Instant): Refusal {
  const who = subscriptions.length === 1 ? `subscription "${(subscriptions[0] as Subscription).name}"` : `customer "${account.id}"`;
  if (open.length === 0) {
    return new Refusal(
      `${who} has no plan "${plan.id}" that takes usage`,
      "Usage is reported for a metered plan that is subscribed to.",
      "Subscribe to it before this entry, or backdate a later sign-up over it (X5a).",
    );
  }
  const spans = open.flatMap(({ meter }) => meter.spans.map(({ start }) => formatBrief(start)));
  return new Refusal(
    `the usage at ${formatBrief(at)} of plan "${plan.id}" lies in no period of ${who} that is still open`,
    `Usage is accepted from ${spans.join(", ")} on: for the running period, and for the one before until its invoice finalizes (D26).`,
    "Correct `timestamp`, or report it earlier.",
  );
}
