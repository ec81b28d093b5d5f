import type { Entry } from "../../engine/actions/action.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { nextBoundary, turn } from "./boundary.ts";
import { runEntry } from "./entries.ts";
import { announcementsDue, announceNow } from "./look-ahead.ts";
import { decide } from "./money-back.ts";
import { giveUpResumption, resumeCollection } from "./pauses.ts";
import { attempt, finalize, giveUpSignUp } from "./payments.ts";
import { settleRedemptions } from "./redemptions.ts";
import { isSent } from "./sent.ts";
import { come } from "./sent-due.ts";
import { hasEnded, type Life, moveBalance, Refused } from "./state.ts";

const EXPIRY = 23 * 3600;
const NO_SUBSCRIPTION = Number.POSITIVE_INFINITY;

/** Something that falls due, with its place inside the instant (D8). */
interface Due {
  readonly at: number;
  readonly phase: number;
  readonly order: number;
  readonly planned: number;
  run(): void;
}

/** Everything that is due some time, read off the whole state anew. */
function allDues(life: Life, stop: () => void): Due[] {
  const dues: Due[] = [];
  const announcements = life.subscriptions.flatMap((subscription) => announcementsDue(life, subscription));
  const { updatedAt } = life.card;
  // K3: the updater is in time.
  if (updatedAt > life.now) {
    announcements.push({ at: updatedAt, run: () => life.announcements.push(`${life.now} payment_method.automatically_updated ${life.script.id}`) });
  }
  for (const { at } of announcements.slice(0, 1)) {
    const next = Math.min(at, ...announcements.map((other) => other.at));
    // All of that instant, before it has come: what is begun in it is not announced in it.
    const run = (): void => {
      for (const announcement of announcements) if (announcement.at === next) announcement.run();
    };
    dues.push({ at: next, phase: 0, order: 0, planned: 0, run });
  }
  for (const subscription of life.subscriptions) {
    const order = subscription.ordinal;
    dues.push({ at: nextBoundary(subscription), phase: 1, order, planned: 0, run: () => turn(life, subscription) });
    const resumes = subscription.collection?.until;
    if (resumes !== undefined && !hasEnded(subscription)) {
      // Before all else of its instant (P3).
      dues.push({ at: resumes, phase: 0, order, planned: 0, run: () => resumeCollection(subscription) });
    }
    const { resumption } = subscription;
    if (subscription.status === "paused" && resumption !== undefined) {
      dues.push({ at: resumption.createdAt + EXPIRY, phase: 1, order, planned: 1, run: () => giveUpResumption(life, subscription) });
    }
    if (subscription.status === "incomplete") {
      const at = subscription.createdAt + EXPIRY;
      dues.push({ at, phase: 1, order, planned: 1, run: () => giveUpSignUp(life, subscription, "expired") });
    }
  }
  for (const invoice of life.invoices) {
    const order = invoice.subscription?.ordinal ?? NO_SUBSCRIPTION;
    const { planned, finalizeAt, attemptAt } = invoice;
    if (finalizeAt !== undefined) {
      dues.push({ at: finalizeAt, phase: 2, order, planned, run: () => finalizeDue(life, invoice) });
    }
    for (const due of invoice.sent) dues.push({ at: due.at, phase: 3, order, planned: due.planned, run: () => come(life, invoice, due) });
    if (attemptAt !== undefined) dues.push({ at: attemptAt, phase: 3, order, planned, run: () => attempt(life, invoice) });
  }
  for (const dispute of life.disputes) {
    dues.push({ at: dispute.decidedAt, phase: 3, order: NO_SUBSCRIPTION, planned: dispute.planned, run: () => decide(life, dispute) });
  }
  const entry = life.script.entries[life.nextEntry];
  if (entry !== undefined) {
    dues.push({ at: entry.at, phase: 4, order: 0, planned: 0, run: () => runNextEntry(life, entry, stop) });
  }
  return dues;
}

/** The charge follows as a step of its own, after all finalizations of the instant (D8). */
function finalizeDue(life: Life, invoice: Life["invoices"][number]): void {
  finalize(life, invoice);
  if (invoice.status !== "open" || isSent(invoice)) return;
  invoice.attemptAt = life.now;
  invoice.planned = life.sequence++;
}

function runNextEntry(life: Life, entry: Entry, stop: () => void): void {
  const index = life.nextEntry++;
  const expected = entry.expectsRefusal;
  try {
    if (runEntry(life, index, entry)) {
      if (expected) life.unexpectedlyAccepted.push(index);
    } else if (expected) life.refusals.push({ entry: index, expected });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    life.refusals.push({ entry: index, expected });
    if (!expected) stop();
  }
}

function lesser(a: Due, b: Due): Due {
  return (a.at - b.at || a.phase - b.phase || compareOrder(a.order, b.order) || a.planned - b.planned) <= 0 ? a : b;
}

function compareOrder(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** One customer's whole life: at every step all that is due is found anew and the least of it happens. */
export function live(scenario: Scenario, customer: number, hasSlot: Life["hasSlot"]): Life {
  const script = scenario.customers[customer] as Scenario["customers"][number];
  const life: Life = {
    scenario,
    script,
    hasSlot,
    now: scenario.start,
    balance: 0,
    card: script.card,
    charges: new Map(),
    discount: undefined,
    subscriptions: [],
    pending: [],
    invoices: [],
    usageKeys: new Set(),
    waitingUsage: [],
    sequence: 0,
    nextEntry: 0,
    statuses: [],
    payments: [],
    overdue: [],
    oneOffs: [],
    disputes: [],
    movements: [],
    refusals: [],
    unexpectedlyAccepted: [],
    announcements: [],
    announcedTrials: new Map(),
    knownTrials: new Map(),
    unpaidBefore: new Set(),
  };
  const { coupon } = script;
  if (coupon !== undefined) {
    // A customer's own coupon is redeemed at the start (B6); what is refused there stops the life before it begins.
    if (life.now >= coupon.redeemBy || !hasSlot(-1, coupon)) {
      life.refusals.push({ entry: -1, expected: false });
      return life;
    }
    life.discount = { coupon, firstUsedAt: undefined };
  }
  moveBalance(life, script.balance, "initial", undefined);
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  for (;;) {
    const dues = allDues(life, stop);
    if (dues.length === 0) break;
    const next = dues.reduce(lesser);
    if (next.at >= scenario.end) break;
    life.now = Math.max(life.now, next.at);
    const trials = new Map(life.subscriptions.map(({ name, trialEnd }) => [name, trialEnd]));
    next.run();
    announceNow(life, trials);
    if (stopped) break;
  }
  return life;
}

/** The naive run of a scenario: every customer's life. */
export function runReference(scenario: Scenario): Life[] {
  const granted = settleRedemptions(scenario);
  return scenario.customers.map((_, customer) => live(scenario, customer, (entry, coupon) => granted(customer, entry, coupon)));
}
