import { Refusal } from "../../account/refusal.ts";
import { currentPhase } from "../../account/schedule.ts";
import type { Subscription } from "../../account/subscription.ts";
import { sameInterval } from "../../calendar/billing-period.ts";
import { formatBrief } from "../../calendar/civil.ts";
import type { Plan } from "../../catalog/plan.ts";
import type { Change } from "../requests.ts";

/**
 * What a change cannot do to a subscription while a schedule manages it (H9).
 *
 * @throws Refusal when it asks for it.
 */
export function checkScheduled(subscription: Subscription, action: Change): void {
  const { schedule, name } = subscription;
  if (schedule === undefined) return;
  const { end } = currentPhase(schedule);
  if (action.cancelAt !== undefined || action.cancelAtPeriodEnd !== undefined) refuseToMoveEnd(subscription);
  if (action.atPeriodEnd) {
    throw new Refusal(
      `subscription "${name}" is managed by a schedule and cannot be changed \`at_period_end\``,
      "What happens later to a subscription with a schedule is said by its phases (H9).",
      "Make the change a phase, or leave `when` out: it then holds until the next phase.",
    );
  }
  if (action.prorationDate !== undefined && action.prorationDate >= end) {
    throw new Refusal(
      `\`proration_date\` ${formatBrief(action.prorationDate)} is not before the phase of "${name}" ends at ${formatBrief(end)}`,
      "With a schedule the proration date lies before the next phase (BACK).",
      "Give an earlier instant, or leave it out.",
    );
  }
  if (action.trialEnd !== undefined && action.trialEnd !== "now" && action.trialEnd > end) {
    throw new Refusal(
      `\`trial_end\` ${formatBrief(action.trialEnd)} lies after the phase of "${name}" ends at ${formatBrief(end)}`,
      "A trial ends within its phase (H3).",
      `Give ${formatBrief(end)} or earlier.`,
    );
  }
}

/** @throws Refusal when a schedule manages the subscription: its end is the schedule's (H9). */
export function refuseToMoveEnd(subscription: Subscription): void {
  if (subscription.schedule === undefined) return;
  throw new Refusal(
    `subscription "${subscription.name}" is managed by a schedule, so its planned end cannot be changed`,
    "As with Stripe, the end of a subscription with a schedule is the schedule's (H9).",
    "Say it with `end_behavior` and the last phase's length, or `cancel` now.",
  );
}

/** @throws Refusal when a change would mix intervals under a schedule. */
export function refuseMixedUnderSchedule({ schedule, name }: Subscription, targets: readonly { readonly plan: Plan }[]): void {
  const [first] = targets;
  const other = schedule === undefined ? undefined : targets.find(({ plan }) => first !== undefined && !sameInterval(plan.interval, first.plan.interval));
  if (other === undefined) return;
  throw new Refusal(
    `subscription "${name}" is managed by a schedule, and plan "${other.plan.id}" bills at another interval than its first`,
    "Under a schedule all items of a subscription have the same interval (H1).",
    "Use plans of one interval, or two subscriptions.",
  );
}
