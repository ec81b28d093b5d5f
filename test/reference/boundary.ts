import { periodHolding } from "./calendar.ts";
import { makeWaitingChange } from "./change.ts";
import { draftInvoice, takePending } from "./invoice.ts";
import { periodLines } from "./item-lines.ts";
import { endTrialWithoutCard, lacksCard } from "./pauses.ts";
import { billLater, end } from "./payments.ts";
import { turnTo } from "./periods.ts";
import { runningPhase, turnSchedule } from "./schedule.ts";
import { type Life, type Subscription, setStatus } from "./state.ts";
import { beginMissing, beginUsage, endAllUsage, endUsage, isMeasured, owesUsage } from "./usage.ts";

/** When something of the subscription turns; Infinity when nothing does. An incomplete one does not turn (B9). */
export function nextBoundary(subscription: Subscription): number {
  if (["incomplete", "incomplete_expired", "canceled"].includes(subscription.status)) return Number.POSITIVE_INFINITY;
  // While the service is paused only a planned end comes (P5).
  if (subscription.status === "paused") return subscription.cancelAt ?? Number.POSITIVE_INFINITY;
  const phaseEnd = runningPhase(subscription)?.end ?? Number.POSITIVE_INFINITY;
  return Math.min(...subscription.items.map((item) => item.end), subscription.cancelAt ?? Number.POSITIVE_INFINITY, phaseEnd);
}

/** Planned end, else trial end, else renewal (B9). `at` is before now only for a sign-up that was paid after its boundary. */
export function turn(life: Life, subscription: Subscription): void {
  const at = nextBoundary(subscription);
  if (turnSchedule(life, subscription)) return;
  if (subscription.cancelAt !== undefined && subscription.cancelAt <= life.now) {
    endAsPlanned(life, subscription);
    return;
  }
  subscription.reachesBack = false;
  const trialEnds = subscription.trialEnd === at;
  if (trialEnds && lacksCard(life, subscription)) {
    endTrialWithoutCard(life, subscription);
    return;
  }
  makeWaitingChange(life, subscription, at);
  if (trialEnds && subscription.status === "trialing") setStatus(life, subscription, "active");
  const turning = subscription.items.filter((item) => item.end === at);
  for (const item of turning) {
    item.debits = [];
    if (isMeasured(item)) {
      endUsage(life, item, true, at);
      beginUsage(life, item, false, at);
    }
    turnTo(item, subscription, at, trialEnds ? "from its start" : "of the full period");
  }
  beginMissing(life, subscription);
  if (trialEnds && subscription.freeStub && standsBeforeAnchor(subscription, at)) return;
  const entersPhase = runningPhase(subscription)?.start === at;
  // Classic mode bills what ended with a phase apart (H5).
  if (entersPhase && life.scenario.billing.mode === "classic" && owesUsage(subscription)) {
    billLater(life, draftInvoice(life, subscription, "subscription_cycle", takePending(life, subscription), []));
  }
  const lines = periodLines(life, subscription, turning);
  const pending = takePending(life, subscription);
  // Metered only: no invoice at a trial's end, nor where a change makes it so (D27, U11).
  if (lines.length === 0 && pending.length === 0 && !owesUsage(subscription)) return;
  billLater(life, draftInvoice(life, subscription, "subscription_cycle", pending, lines));
}

export function standsBeforeAnchor(subscription: Subscription, at: number): boolean {
  const [first] = subscription.items;
  if (first === undefined || subscription.anchor > at) return true;
  return periodHolding(subscription.anchor, first.plan.interval, at).start !== at;
}

/** B10: no final invoice unless something of its own is pending. */
function endAsPlanned(life: Life, subscription: Subscription): void {
  const wasUnpaid = subscription.status === "unpaid";
  const reason = subscription.atPeriodEnd ? "period_end" : "cancel_at";
  endAllUsage(life, subscription);
  end(life, subscription, "canceled", reason);
  if (!owesUsage(subscription) && !life.pending.some((line) => line.subscription === subscription)) return;
  const pending = takePending(life, subscription);
  const invoice = draftInvoice(life, subscription, "subscription_cycle", pending, []);
  // What an unpaid subscription is billed stays a draft (B11), its last invoice too.
  if (wasUnpaid) invoice.advances = false;
  else billLater(life, invoice);
}
