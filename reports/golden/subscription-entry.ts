import type { SubscriptionChange } from "../../engine/account/facts.ts";
import { currentPhase } from "../../engine/account/schedule.ts";
import type { Subscription, SubscriptionStatus } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import type { Below, Told } from "./journal-entry.ts";
import { differences, itemsText, plansText, type SubscriptionState, standingText, stateOf } from "./subscription-text.ts";

const TITLES = {
  created: "subscription created",
  existing: "existing subscription",
  updated: "subscription updated",
  moved: "subscription updated",
  change_planned: "change planned",
  anchor_reset: "subscription updated",
  phase_entered: "phase entered",
  released: "schedule released",
  renewed: "subscription renewed",
  trial_ended: "trial ended",
  cancel_requested: "cancel requested",
  cancel_withdrawn: "cancel withdrawn",
  paused: "subscription paused",
  resuming: "resume requested",
  resumed: "subscription resumed",
  collection_paused: "collection paused",
  collection_resumed: "collection resumed",
  refused: "sign-up refused",
} as const satisfies Partial<Record<SubscriptionChange, string>>;

const WHY = {
  created: "the script subscribes",
  existing: "it lived before the clock starts",
  updated: "the script changes it",
  moved: "the business changes its price or plan",
  change_planned: "the script changes it for the period's end",
  anchor_reset: "a billing threshold is reached, and with it the anchor moves",
  phase_entered: "the next phase of its schedule begins",
  released: "its schedule's last phase is over, and it goes on",
  renewed: "its period ended and the next begins",
  trial_ended: "its trial is over: the first paid period begins",
  cancel_requested: "the script cancels it for later",
  cancel_withdrawn: "the script takes the cancel back",
  paused: "the service stops, and with it the period",
  resuming: "the pause ends when the invoice is paid",
  resumed: "the service goes on",
  collection_paused: "the script pauses collection",
  collection_resumed: "invoices that come now are collected",
  refused: "the card was not accepted",
} as const;

const END_REASONS = {
  cancel: "cancelled at once",
  period_end: "its period ended and a cancel was pending",
  cancel_at: "its planned end has come",
  payment_failure: "the last retry failed (dunning: then cancel)",
  missing_payment_method: "its trial ended and there is no card (trial_end_behavior: cancel)",
  expired: "its first invoice was not paid for 23 hours",
} as const;

/** A change of a subscription, as it stands just after it. */
export function subscriptionEntry(
  subscription: Subscription,
  change: SubscriptionChange,
  before: SubscriptionState | undefined,
  previous: SubscriptionStatus,
  below: readonly Below[],
): Told {
  const { name, status } = subscription;
  if (change === "status") {
    return { what: `subscription ${status}`, amount: "", detail: `${name}: ${previous} → ${status}`, why: whyStatus(subscription), below };
  }
  if (change === "ended") {
    const reason = whyEnded(subscription);
    const said = subscription.cancelReason === "" ? reason : `${reason}: ${subscription.cancelReason}`;
    return { what: `subscription ${status}`, amount: "", detail: `${name}: ${said}`, why: reason, below };
  }
  return { what: TITLES[change], amount: "", detail: `${name}: ${changeText(subscription, change, before)}`, why: WHY[change], below };
}

function changeText(subscription: Subscription, change: SubscriptionChange, before: SubscriptionState | undefined): string {
  if (change === "updated" || change === "moved" || change === "anchor_reset") return differences(before, stateOf(subscription));
  if (change === "change_planned") return plannedText(subscription);
  if (change === "paused") return pausedText(subscription);
  if (change === "resuming") return "stays paused until its invoice is paid, for 23 hours at most";
  if (change === "collection_paused") return collectionText(subscription);
  if (change === "collection_resumed") return "invoices are collected again";
  if (change === "released") return `${subscription.status}, ${itemsText(subscription)}`;
  if (change === "phase_entered") return `${phaseText(subscription)}: ${differences(before, stateOf(subscription))}`;
  if (change === "created" || change === "existing") {
    const collection = subscription.pauseCollection === undefined ? "" : collectionText(subscription);
    const about = [itemsText(subscription), couponText(subscription), sinceText(subscription), sentText(subscription), standingText(subscription)];
    return [...about, phaseText(subscription), collection].filter((part) => part !== "").join(", ");
  }
  return standingText(subscription);
}

/** `from 2026-05-01: pro x2 → max x1, coupon loyal` */
function plannedText(subscription: Subscription): string {
  const { waitingChange, periodEnd } = subscription;
  const items = plansText(waitingChange?.targets ?? []);
  const before = itemsText(subscription);
  const coupons = (waitingChange?.discounts ?? []).map(({ coupon }) => coupon.id).join(" + ");
  return `from ${formatBrief(periodEnd)}: ${items === before ? before : `${before} → ${items}`}${coupons === "" ? "" : `, coupon ${coupons}`}`;
}

/** `period ends 2026-02-10`; after a trial `no card at the trial's end`. */
function pausedText({ trialEnd, periodEnd }: Subscription): string {
  return trialEnd === periodEnd ? "no card at the trial's end" : `period ends ${formatBrief(periodEnd)}`;
}

const UNCOLLECTED = { void: "invoices are voided", keep_as_draft: "invoices stay drafts", mark_uncollectible: "invoices are written off" } as const;

/** `invoices are voided until 2026-05-01` */
function collectionText({ pauseCollection, collectionResumesAt }: Subscription): string {
  const until = collectionResumesAt === NEVER ? "" : ` until ${formatBrief(collectionResumesAt)}`;
  return `${UNCOLLECTED[pauseCollection ?? "void"]}${until}`;
}

/** When it was backdated to; empty when it starts now. */
function sinceText({ isBackdated, startedAt, periodStart }: Subscription): string {
  return isBackdated || startedAt < periodStart ? `since ${formatBrief(startedAt)}` : "";
}

/** `phase 2 of 3 until 2026-07-01`; empty without a schedule. */
function phaseText({ schedule }: Subscription): string {
  if (schedule === undefined) return "";
  return `phase ${schedule.current + 1} of ${schedule.phases.length} until ${formatBrief(currentPhase(schedule).end)}`;
}

function couponText(subscription: Subscription): string {
  const { discounts } = subscription;
  return discounts.length === 0 ? "" : `coupon ${discounts.map(({ coupon }) => coupon.id).join(" + ")}`;
}

/** `sent, 30 days to pay` */
function sentText({ collectionMethod, daysUntilDue }: Subscription): string {
  if (collectionMethod === "charge_automatically") return "";
  return `sent, ${daysUntilDue} ${daysUntilDue === 1 ? "day" : "days"} to pay`;
}

function whyEnded({ endReason, collectionMethod }: Subscription): string {
  if (endReason === "payment_failure" && collectionMethod === "send_invoice") return "an invoice was overdue for too long (dunning: then cancel)";
  return END_REASONS[endReason ?? "cancel"];
}

function whyStatus({ status, collectionMethod }: Subscription): string {
  const isSent = collectionMethod === "send_invoice";
  switch (status) {
    case "past_due":
      return isSent ? "its latest invoice was not paid by its date" : "an attempt on its latest invoice failed";
    case "unpaid":
      return `${isSent ? "an invoice was overdue for too long" : "the last retry failed"} (dunning: then unpaid)`;
    default:
      return "its latest invoice is settled";
  }
}
