import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { BillingMode } from "../../billing/settings.ts";
import { type AnchorFields, anchorFrom } from "../../calendar/anchor-fields.ts";
import { type BillingInterval, boundary, sameInterval } from "../../calendar/billing-period.ts";
import { formatBrief } from "../../calendar/civil.ts";
import { addDuration } from "../../calendar/duration.ts";
import { DAY, type Instant, NEVER, WEEK } from "../../calendar/instant.ts";
import { fitOf, indexOfShortest, shortestInterval } from "../../calendar/mixed-intervals.ts";
import type { Plan } from "../../catalog/plan.ts";
import { checkBackdate } from "../periods/backdating.ts";
import type { Subscribe } from "../requests.ts";
import { checkThresholds } from "../usage/threshold-checks.ts";

/** The longest trial there is (TRI). */
const MAX_TRIAL = 730 * DAY;

/** `<customer>/<as>`; else the first is `<customer>`, the n-th `<customer>/<n>` (D11). */
export function subscriptionName(account: Account, action: Subscribe): string {
  if (action.as !== undefined) return `${account.id}/${action.as}`;
  if (account.subscriptionCount === 0) return account.id;
  let n = account.subscriptionCount + 1;
  // What lived before the clock has names of its own, and may have this one.
  if (account.existed) while (isNamed(account, `${account.id}/${n}`)) n++;
  return `${account.id}/${n}`;
}

function isNamed({ subscriptions, subscriptionCount }: Account, name: string): boolean {
  for (let i = 0; i < subscriptionCount; i++) if (subscriptions[i]?.name === name) return true;
  return false;
}

/** When the trial ends, NEVER for none: the entry's own, else the longest of the plans' (B3). */
export function trialEndOf(now: Instant, action: Pick<Subscribe, "items" | "trial">): Instant {
  const { trial } = action;
  if (trial.kind === "none") return NEVER;
  if (trial.kind === "duration") {
    const end = addDuration(now, trial.duration);
    return end > now ? end : NEVER;
  }
  if (trial.kind === "until") return trial.end > now ? trial.end : NEVER;
  let days = 0;
  for (let i = 0; i < action.items.length; i++) {
    const own = (action.items[i] as { plan: Plan }).plan.trialPeriodDays;
    if (own > days) days = own;
  }
  return days === 0 ? NEVER : now + days * DAY;
}

/** The anchor that the sign-up asks for, by its instant or by calendar fields (T3); undefined when it asks for none. */
export function askedAnchor(now: Instant, trialEnd: Instant, action: Subscribe): Instant | undefined {
  const { billingCycleAnchor, anchorFields } = action;
  return anchorFields === undefined ? billingCycleAnchor : anchorFrom(anchorFields, now, trialEnd === NEVER ? now : trialEnd);
}

/** @throws Refusal when a trial would be longer than Stripe's limit. */
export function checkTrialLength(now: Instant, end: Instant): void {
  if (end === NEVER || end - now <= MAX_TRIAL) return;
  throw new Refusal(
    `the trial would end at ${formatBrief(end)}, ${Math.ceil((end - now) / DAY)} days from now`,
    "A trial is at most 730 days.",
    "Shorten the trial.",
  );
}

/** @throws Refusal when the customer is billed in another currency (D6). */
export function checkCurrency(account: Account, plan: Plan): void {
  if (plan.currency === account.currency) return;
  throw new Refusal(
    `plan "${plan.id}" is in ${plan.currency.code}, customer "${account.id}" is billed in ${account.currency.code}`,
    "A customer has one currency, fixed by `currency:` or the first subscription.",
    "Use a plan in that currency, or another customer.",
  );
}

/** @throws Refusal when items bill at intervals that cannot stand on one subscription (MIX, X6). */
export function checkIntervals(mode: BillingMode, plans: readonly Plan[]): void {
  const shortest = plans[indexOfShortest(plans.map(({ interval }) => interval))] as Plan;
  for (const plan of plans) {
    const fit = fitOf(plan.interval, shortest.interval);
    if (fit === "same" || (fit === "mixed" && mode === "flexible")) continue;
    const intervals = `plans "${shortest.id}" and "${plan.id}" bill every ${intervalText(shortest)} and every ${intervalText(plan)}`;
    if (fit === "mixed") {
      throw new Refusal(intervals, "In classic mode all items of a subscription have the same interval (B19).", "Use the flexible mode, or two subscriptions.");
    }
    throw new Refusal(
      intervals,
      "Each interval is a multiple of the shortest, days with weeks and months with years (MIX).",
      "Use two subscriptions, or another plan.",
    );
  }
}

function intervalText({ interval: { unit, count } }: Plan): string {
  return count === 1 ? unit : `${count} ${unit}s`;
}

/** @throws Refusal where a free stub would be of some items only (X6). */
function checkMixedStub(trialEnd: Instant, action: Subscribe): void {
  if (action.items.length === 1) return;
  const [first, ...others] = action.items.map((item) => item.plan);
  if (first === undefined || others.every(({ interval }) => sameInterval(interval, first.interval))) return;
  const hasStub = action.anchorFields !== undefined || (action.billingCycleAnchor !== undefined && trialEnd !== NEVER);
  if (action.prorationBehavior !== "none" || !hasStub) return;
  throw new Refusal(
    "the plans have mixed intervals, and the time before the anchor would be free",
    "With `proration_behavior: none` and mixed intervals there is no anchor by calendar fields or behind a trial: some items only would be free (X6).",
    "Leave `proration_behavior` out, or use two subscriptions.",
  );
}

/** @throws Refusal for everything Stripe would refuse at a sign-up. */
export function checkSubscribe(mode: BillingMode, account: Account, action: Subscribe): void {
  const { now } = account;
  for (let i = 0; i < action.items.length; i++) checkCurrency(account, (action.items[i] as { plan: Plan }).plan);
  if (action.items.length > 1) {
    checkIntervals(
      mode,
      action.items.map((item) => item.plan),
    );
  }
  if (action.as !== undefined || account.subscriptionCount > 0) checkName(account, subscriptionName(account, action));
  checkThresholds(account, action.thresholds, action.items);
  const trialEnd = trialEndOf(now, action);
  checkTrialLength(now, trialEnd);
  checkMixedStub(trialEnd, action);
  checkBackdate(now, action);
  if (action.billingCycleAnchor !== undefined) checkAnchor(now, trialEnd, action.billingCycleAnchor, action);
  if (action.anchorFields !== undefined) checkAnchorFields(action.anchorFields, action);
  checkResumption(now, action.pauseCollection?.resumesAt);
  if (action.cancelAt !== undefined && action.cancelAt <= now) {
    throw new Refusal(
      `\`cancel_at\` ${formatBrief(action.cancelAt)} is not after the sign-up at ${formatBrief(now)}`,
      "A planned end lies in the future.",
      "Give a later instant.",
    );
  }
}

/** @throws Refusal when collection would resume in the past (P3). */
export function checkResumption(now: Instant, resumesAt: Instant | undefined): void {
  if (resumesAt === undefined || resumesAt > now) return;
  throw new Refusal(
    `\`resumes_at\` ${formatBrief(resumesAt)} is not after ${formatBrief(now)}`,
    "Collection resumes in the future (P3).",
    "Give a later instant, or leave it out and end the pause by `pause_collection: null`.",
  );
}

function checkName(account: Account, name: string): void {
  for (let i = 0; i < account.subscriptionCount; i++) {
    if (account.subscriptions[i]?.name !== name) continue;
    throw new Refusal(`customer "${account.id}" has a subscription "${name}" already`, "Names of subscriptions are unique.", "Give another `as`.");
  }
}

function checkAnchor(now: Instant, trialEnd: Instant, anchor: Instant, action: Subscribe): void {
  if (anchor < now) {
    throw new Refusal(
      `\`billing_cycle_anchor\` ${formatBrief(anchor)} lies before the sign-up at ${formatBrief(now)}`,
      "The anchor is the sign-up or later.",
      "Give a later instant.",
    );
  }
  const from = trialEnd === NEVER ? now : trialEnd;
  const latest = boundary(from, shortestOf(action.items), 1);
  if (anchor <= latest) return;
  throw new Refusal(
    `\`billing_cycle_anchor\` ${formatBrief(anchor)} lies after ${formatBrief(latest)}`,
    "The anchor cannot be later than the next natural billing date: one interval after the sign-up or the trial's end.",
    `Give ${formatBrief(latest)} or earlier.`,
  );
}

function shortestOf(items: Subscribe["items"]): BillingInterval {
  const [first] = items as readonly [Subscribe["items"][number]];
  return items.length === 1 ? first.plan.interval : shortestInterval(items.map(({ plan }) => plan.interval));
}

/** Weeks have a weekday, months and years a day of the month (T3). */
function checkAnchorFields(fields: AnchorFields, action: Subscribe): void {
  for (const { plan } of action.items) {
    const { interval } = plan;
    const isFit = interval.months > 0 ? fields.dayOfMonth !== undefined : fields.dayOfWeek !== undefined && interval.seconds % WEEK === 0;
    if (isFit) continue;
    throw new Refusal(
      `the billing_cycle_anchor_config does not fit plan "${plan.id}", which is billed every ${interval.count} ${interval.unit}`,
      "It has `day_of_month` for plans by month or year and `day_of_week` for plans by week; plans by day have none.",
      "Give the kind of day that fits, or `billing_cycle_anchor`.",
    );
  }
}
