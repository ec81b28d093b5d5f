import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { makeWaitingChange } from "../changes/waiting-change.ts";
import { stopCollecting } from "../invoices/close-invoice.ts";
import { draftInvoice, hasAnyLine, type NewLines } from "../invoices/draft-invoice.ts";
import { finalizeLater } from "../invoices/finalize.ts";
import { hasOwnPending } from "../invoices/pending.ts";
import { modeOf } from "../modes/registry.ts";
import { endTrialWithoutCard, lacksCard } from "../pauses/pause.ts";
import { endPhase } from "../schedules/enter-phase.ts";
import { entersPhase } from "../schedules/schedule.ts";
import { markEnded } from "../subscriptions/end-subscription.ts";
import { enterMeters } from "../usage/item-meters.ts";
import { endAllUsage, hasUsageToBill, RENEWAL, turnUsage } from "../usage/metering.ts";
import { planBoundary } from "./boundary-plan.ts";
import { openPeriod, spanItems } from "./periods.ts";
import { repeatInvoice } from "./repeat-invoice.ts";
import { renewRoutinely } from "./routine-renewal.ts";
import { isStub } from "./stub.ts";

/** A boundary of a subscription: the end of a phase (H4), its planned end, or the turn of its periods (B9). An incomplete sign-up waits. */
export function reachBoundary(world: World, account: Account, subscription: Subscription): void {
  if (renewRoutinely(world, account, subscription)) return;
  subscription.boundaryAt = 0;
  if (subscription.status === "incomplete") return;
  if (subscription.schedule !== undefined && endPhase(world, account, subscription)) return;
  if (subscription.cancelAt <= account.now) endAsPlanned(world, account, subscription);
  else turnPeriods(world, account, subscription);
}

/** Every item whose period ends here gets its next one and a line; the draft finalizes later (INV). */
function turnPeriods(world: World, account: Account, subscription: Subscription): void {
  const { now } = account;
  const isTrialEnd = subscription.trialEnd <= now && subscription.periodEnd === subscription.trialEnd;
  if (isTrialEnd && lacksCard(account, subscription)) {
    endTrialWithoutCard(world, account, subscription);
    return;
  }
  const isPhase = entersPhase(account, subscription);
  const waited = makeWaitingChange(world, account, subscription);
  const isMoved = world.business?.moveAtTurn(world, account, subscription) === true;
  const isChanged = waited || isMoved || isPhase;
  const previous = subscription.status;
  if (previous === "trialing") subscription.status = "active";
  subscription.isBackdated = false;
  let turned = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    // Where the boundary is late, because the sign-up was incomplete, the period still begins at the old one's end (B9).
    const at = item.periodEnd;
    if (at > now) continue;
    turned++;
    openPeriod(subscription, item, at, isTrialEnd);
    if (item.usage !== undefined) turnUsage(account, item, item.plan, RENEWAL, at);
  }
  if (isChanged) enterMeters(account, subscription);
  spanItems(subscription);
  planBoundary(account, subscription);
  world.sink.subscription(now, account, subscription, isTrialEnd ? "trial_ended" : "renewed", previous);
  if (isTrialEnd && subscription.freeStub && isStub(subscription)) return;
  // Metered only: at a trial's end nothing has been used that is billed, nor before the change that made it so, and nothing is billed in advance (D27, U11).
  if (isPhase && modeOf(subscription).billsPhaseApart && hasUsageToBill(subscription)) billCycle(world, account, subscription, "none");
  const newLines = turned > 0 ? "recurring" : "none";
  if ((isTrialEnd || isChanged) && !hasAnyLine(account, subscription, newLines)) return;
  const again = newLines === "recurring" ? repeatInvoice(account, subscription) : undefined;
  billCycle(world, account, subscription, newLines, again);
}

/** The invoices of an unpaid subscription stay drafts (DUN, B11). */
function billCycle(world: World, account: Account, subscription: Subscription, newLines: NewLines, again?: Invoice): void {
  const invoice = again ?? draftInvoice(world, account, subscription, "subscription_cycle", newLines);
  world.sink.invoice(account.now, account, invoice, "created");
  if (subscription.status !== "unpaid") finalizeLater(world, account, invoice);
}

/** `cancel_at_period_end` or `cancel_at` has come: what is pending and used is billed on a final invoice (CAN, B10, D17). */
function endAsPlanned(world: World, account: Account, subscription: Subscription): void {
  const wasUnpaid = subscription.status === "unpaid";
  endAllUsage(account, subscription);
  const bills = hasOwnPending(account, subscription) || hasUsageToBill(subscription);
  stopCollecting(account, subscription);
  markEnded(world, account, subscription, "canceled", subscription.cancelAtPeriodEnd ? "period_end" : "cancel_at");
  if (!bills) return;
  const invoice = draftInvoice(world, account, subscription, "subscription_cycle", "none");
  world.sink.invoice(account.now, account, invoice, "created");
  if (!wasUnpaid) finalizeLater(world, account, invoice);
}
