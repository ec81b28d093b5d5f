import type { ScheduleRequest, Subscribe } from "../../engine/actions/action.ts";
import { isSameInterval } from "./calendar.ts";
import { type Case, did, type Features } from "./coverage.ts";
import type { SubscriptionOutcome } from "./outcome.ts";

const has = (c: Case, test: (schedule: ScheduleRequest, action: Subscribe) => boolean): boolean =>
  did(c, "subscribe", (action) => action.schedule !== undefined && test(action.schedule, action));
const phase = (c: Case, test: (phase: ScheduleRequest["phases"][number], index: number) => boolean): boolean => has(c, ({ phases }) => phases.some(test));
const told = (c: Case, what: string): boolean =>
  c.outcomes.some(({ announcements }) => announcements.some((text) => text.includes(`subscription_schedule.${what} `)));
const ended = (c: Case, test: (subscription: SubscriptionOutcome) => boolean): boolean =>
  c.outcomes.some(({ subscriptions }) => subscriptions.some((subscription) => subscription.phase !== null && test(subscription)));
const isPriced = ({ kind }: { readonly kind: string }): boolean => kind === "proration_credit" || kind === "proration_charge";
const byHand = (c: Case): boolean => did(c, "change");

/** What schedules can do; each must come up in its share of the cases drawn for it. */
export const SCHEDULES: Features = {
  schedule: (c) => has(c, () => true),
  "several phases": (c) => has(c, ({ phases }) => phases.length > 1),
  "phase by iterations": (c) => phase(c, ({ length }) => length.kind === "iterations"),
  "phase of months": (c) => phase(c, ({ length }) => length.kind === "duration" && length.duration.months > 0),
  "phase of days": (c) => phase(c, ({ length }) => length.kind === "duration" && length.duration.months === 0),
  "phase until an instant": (c) => phase(c, ({ length }) => length.kind === "until"),
  "phase with several items": (c) => phase(c, ({ items }) => items.length > 1),
  "phase with a coupon": (c) => phase(c, ({ coupons }) => coupons.length > 0),
  "phase entered": (c) => told(c, "updated"),
  "trial in the first phase": (c) => phase(c, ({ trial }, index) => index === 0 && trial.kind === "duration" && trial.duration.seconds > 0),
  "trial in a later phase": (c) => phase(c, ({ trial }, index) => index > 0 && trial.kind === "duration" && trial.duration.seconds > 0),
  "phase without proration": (c) => phase(c, ({ prorationBehavior }, index) => index > 0 && prorationBehavior === "none"),
  "phase invoiced at once": (c) => phase(c, ({ prorationBehavior }, index) => index > 0 && prorationBehavior === "always_invoice"),
  "phase moves the anchor": (c) => phase(c, ({ movesAnchor }, index) => index > 0 && movesAnchor),
  "interval changes between phases": (c) =>
    has(c, ({ phases }) =>
      phases.some(({ items: [item] }, i) => {
        const before = phases[i - 1]?.items[0];
        return before !== undefined && item !== undefined && !isSameInterval(before.plan.interval, item.plan.interval);
      }),
    ),
  "phase prorated": (c) => !byHand(c) && told(c, "updated") && c.lines.some(isPriced),
  released: (c) => told(c, "released"),
  completed: (c) => told(c, "completed"),
  canceled: (c) => told(c, "canceled"),
  aborted: (c) => told(c, "aborted"),
  expiring: (c) => told(c, "expiring"),
  "changed by hand": (c) => byHand(c) && has(c, () => true),
  "ended with its last phase": (c) => ended(c, ({ endReason }) => endReason === "cancel_at" || endReason === "period_end"),
  "past due in a schedule": (c) =>
    c.outcomes.some(
      ({ statuses, subscriptions }) => subscriptions.some(({ phase: at }) => at !== null) && statuses.some(({ status }) => status === "past_due"),
    ),
  "metered in a phase": (c) => phase(c, ({ items }) => items.some(({ plan }) => plan.usage !== undefined)),
  "usage billed in a schedule": (c) => has(c, () => true) && c.lines.some(({ kind, amount }) => kind === "usage" && amount > 0),
  "schedule in classic mode": (c) => c.scenario.billing.mode === "classic" && has(c, () => true),
  "schedule with items at sign-up": (c) => has(c, (_, { addInvoiceItems }) => addInvoiceItems.length > 0),
};
