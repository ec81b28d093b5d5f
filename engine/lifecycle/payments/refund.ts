import type { Account } from "../../account/account.ts";
import { adjustmentsOf } from "../../account/adjustments.ts";
import { DUE, UNORDERED } from "../../account/agenda.ts";
import type { Dispute } from "../../account/dispute.ts";
import type { World } from "../../account/world.ts";
import { addDuration } from "../../calendar/duration.ts";
import type { DisputePayment, Refund } from "../requests.ts";
import { tellTransfer } from "./collect.ts";
import { findPayment, type PaymentTaken } from "./find-payment.ts";

/** Gives back what a charge paid, all that is left of it or a part (M6). */
export function refund(world: World, account: Account, action: Refund): void {
  const { invoice, charge, amount } = findPayment(account, action, "refund");
  giveBack(world, account, { invoice, charge }, amount);
}

export function giveBack(world: World, account: Account, { invoice, charge }: PaymentTaken, amount: number): void {
  if (invoice !== undefined) adjustmentsOf(invoice).refunded += amount;
  if (charge !== undefined) charge.refunded += amount;
  tellTransfer(world, account, { kind: "refund", invoice, charge, amount });
}

/** The cardholder takes a payment back; it is decided later (M8). */
export function disputePayment(world: World, account: Account, action: DisputePayment): void {
  const { invoice, charge, amount } = findPayment(account, action, "dispute");
  const { outcome, fee } = action;
  const dispute: Dispute = { invoice, charge, at: account.now, decidedAt: addDuration(account.now, action.after), amount, fee, outcome };
  account.disputes.push(dispute);
  take(dispute, amount);
  world.sink.dispute(account.now, account, dispute, "created");
  tellTransfer(world, account, { kind: "dispute", invoice, charge, amount, fee });
  account.agenda.push(dispute.decidedAt, DUE.dispute, UNORDERED, account.disputes.length - 1, 0);
}

/** A dispute is decided: what was taken comes back, or stays away. */
export function decideDispute(world: World, account: Account, dispute: Dispute): void {
  const { invoice, charge, amount, outcome } = dispute;
  world.sink.dispute(account.now, account, dispute, outcome);
  if (outcome === "lost") return;
  take(dispute, -amount);
  tellTransfer(world, account, { kind: "dispute", invoice, charge, amount: -amount });
}

function take({ invoice, charge }: Dispute, amount: number): void {
  if (invoice !== undefined) adjustmentsOf(invoice).disputed += amount;
  if (charge !== undefined) charge.disputed += amount;
}
