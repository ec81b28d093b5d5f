import type { Account } from "../../account/account.ts";
import type { RecordedUsage } from "../../account/facts.ts";
import type { Meter, UsagePeriod, WaitingUsage } from "../../account/meter.ts";
import { takePeriod } from "../../account/meter-pool.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { backdatedPeriods } from "../../billing/backdated-periods.ts";
import { addReading, aggregateOf, closeMeter, usagePrice } from "../../billing/usage.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { toDecimal, toQuantity } from "../../money/quantity.ts";
import type { Usage } from "../requests.ts";
import { isDraft, isMetered } from "./metering.ts";

/** The dearest usage that can be billed, in minor units, so that sums stay exact. */
const DEAREST = 1e13;

/** Usage of a plan that is not held yet waits on the customer (X5a). */
export function letUsageWait(account: Account, { plan, quantity, action, idempotencyKey }: Usage, at: Instant): void {
  const { base, scale } = usagePrice(plan, { units: quantity.units < 0 ? 0 : quantity.units, scale: quantity.scale });
  if (Number(base) / Number(scale) > DEAREST / 1000) {
    throw new Refusal(
      `the usage of plan "${plan.id}" would cost more than ${DEAREST / 1000} minor units`,
      "A line stays below 10^13 minor units, so that sums stay exact.",
      "Record less.",
    );
  }
  account.waitingUsage.push({ plan, at, quantity, action });
  if (idempotencyKey !== undefined) account.usageKeys.add(idempotencyKey);
}

/**
 * The usage periods of a metered item of a backdated sign-up: those that ended are billed by its first invoice, one in classic mode; the
 * running one takes what lies in it. What waits is only copied: it is the customer's until the sign-up stands.
 */
export function startBackdatedUsage(account: Account, subscription: Subscription, item: Item): void {
  const { startedAt, trialEnd, anchor, mode } = subscription;
  const inTrial = trialEnd !== NEVER;
  const running = inTrial ? account.now : item.periodStart;
  const spans = backdatedPeriods(inTrial ? startedAt : anchor, item.plan.interval, startedAt, startedAt, running);
  const starts = mode === "classic" ? spans.slice(0, 1) : spans;
  item.usage = { running: undefined, ended: [], invoiced: undefined };
  let before: UsagePeriod | undefined;
  for (const [i, { start }] of starts.entries()) {
    const end = starts[i + 1]?.start ?? running;
    const period = takePeriod(account, item.plan, start, false, before);
    takeWaiting(account, period, start, end);
    for (const meter of period.meters) closeMeter(meter, end);
    period.showsUnused = true;
    item.usage.ended.push(period);
    before = period;
  }
  item.usage.running = takePeriod(account, item.plan, running, inTrial, before);
  takeWaiting(account, item.usage.running, running, NEVER);
}

function takeWaiting(account: Account, period: UsagePeriod, start: Instant, end: Instant): void {
  const meter = period.meters[0] as Meter;
  for (const { plan, at, quantity, action } of account.waitingUsage) {
    if (plan.id === meter.plan.id && at >= start && at < end) addReading(meter, at, toQuantity(quantity), action);
  }
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

/** The sign-up stands: what it took waits no more, and is told as its usage. */
export function tellTakenUsage(world: World, account: Account, subscription: Subscription): void {
  const taken = account.waitingUsage.filter(({ plan, at }) => at >= subscription.startedAt && itemOf(subscription, plan) !== undefined);
  account.waitingUsage = account.waitingUsage.filter((waiting) => !taken.includes(waiting));
  for (const { plan, at, quantity, action } of taken) {
    const period = periodAt(itemOf(subscription, plan) as Item, at);
    recorded.plan = plan;
    recorded.usedAt = at;
    recorded.quantity = quantity;
    recorded.action = action;
    const meter = period.meters[0] as Meter;
    recorded.aggregate = toDecimal(aggregateOf(period, meter));
    recorded.meter = meter;
    recorded.isBillable = !period.inTrial && (period.invoice === undefined || isDraft(period));
    world.sink.usage(account.now, account, subscription, recorded);
  }
}

function itemOf(subscription: Subscription, plan: WaitingUsage["plan"]): Item | undefined {
  return subscription.items.find((item, i) => i < subscription.itemCount && item.plan.id === plan.id && isMetered(item));
}

/** The last period that had begun. */
function periodAt({ usage }: Item, at: Instant): UsagePeriod {
  const running = usage?.running as UsagePeriod;
  return at >= running.start ? running : (usage?.ended.findLast(({ start }) => start <= at) ?? running);
}
