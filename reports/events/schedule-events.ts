import type { SubscriptionChange } from "../../engine/account/facts.ts";
import { currentPhase } from "../../engine/account/schedule.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import type { EventType } from "./event-types.ts";

interface ScheduleEvent {
  readonly type: EventType;
  readonly detail: string;
}

/** The event of a subscription's schedule that goes with a change of the subscription (H11); undefined where nothing happens to a schedule. */
export function scheduleEvent(subscription: Subscription, change: SubscriptionChange): ScheduleEvent | undefined {
  if (change === "released") return { type: "subscription_schedule.released", detail: "" };
  const { schedule, endReason } = subscription;
  if (schedule === undefined) return undefined;
  switch (change) {
    case "created":
    case "updated":
    case "moved":
    case "phase_entered": {
      const detail = `phase ${schedule.current + 1} of ${schedule.phases.length}, until ${formatBrief(currentPhase(schedule).end)}`;
      return { type: `subscription_schedule.${change === "created" ? "created" : "updated"}`, detail };
    }
    case "ended":
      if (endReason === "payment_failure") return { type: "subscription_schedule.aborted", detail: "payment_failure" };
      return { type: `subscription_schedule.${endReason === "cancel" ? "canceled" : "completed"}`, detail: "" };
    default:
      return undefined;
  }
}
