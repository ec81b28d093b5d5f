import { type Life, periodOf, type Subscription } from "./state.ts";

const DAY = 86_400;

/** Billed by itself (C9). */
function runs({ status }: Subscription): boolean {
  return status === "trialing" || status === "active" || status === "past_due";
}

/** H11: seven days before the last phase ends, counted from the sign-up. */
function expiryDue(life: Life, { schedule, status, name }: Subscription): { readonly at: number; run(): void }[] {
  const at = (schedule?.phases.at(-1)?.end ?? Number.NEGATIVE_INFINITY) - 7 * DAY;
  if (schedule === undefined || status === "canceled" || at <= life.now) return [];
  return [{ at, run: () => life.announcements.push(`${life.now} subscription_schedule.expiring ${name}`) }];
}

/** What is announced of a subscription later than now, as it stands (C9). */
export function announcementsDue(life: Life, subscription: Subscription): { readonly at: number; run(): void }[] {
  const dues = expiryDue(life, subscription);
  if (!runs(subscription)) return dues;
  const { trialEnd, cancelAt, name } = subscription;
  const { end } = periodOf(subscription);
  const tell = (type: string) => () => life.announcements.push(`${life.now} ${type} ${name}`);
  const upcoming = end - 7 * DAY;
  // Where collection is paused nothing is announced (P2), nor what is sent (S3).
  const isCharged = subscription.collection === undefined && subscription.collectionMethod === "charge_automatically";
  if (isCharged && upcoming > life.now && (cancelAt === undefined || cancelAt > end)) dues.push({ at: upcoming, run: tell("invoice.upcoming") });
  if (trialEnd !== undefined && trialEnd - 3 * DAY > life.now) {
    dues.push({
      at: trialEnd - 3 * DAY,
      run() {
        life.announcedTrials.set(name, trialEnd);
        tell("customer.subscription.trial_will_end")();
      },
    });
  }
  return dues;
}

/** After something happened: a trial whose end came to lie within three days, or was moved to now, is announced at once. */
export function announceNow(life: Life, before: ReadonlyMap<string, number | undefined>): void {
  for (const subscription of life.subscriptions) {
    const { name, trialEnd } = subscription;
    const former = before.get(name);
    // One that a running subscription begins is announced before the charge of its invoice can end it, in the same step.
    const hasFallen = subscription.status === "unpaid" ? !life.unpaidBefore.has(name) : subscription.status === "canceled" && subscription.endedAt === life.now;
    const ran = runs(subscription) || (hasFallen && trialEnd !== former);
    const isLate = ran && trialEnd !== undefined && trialEnd > life.now && trialEnd - 3 * DAY <= life.now;
    const isEndedEarly = trialEnd === life.now && former !== undefined && former > life.now && life.knownTrials.get(name) === former;
    if (isEndedEarly || (isLate && life.announcedTrials.get(name) !== trialEnd)) {
      life.announcements.push(`${life.now} customer.subscription.trial_will_end ${name}`);
      life.announcedTrials.set(name, trialEnd);
    } else if (trialEnd !== former) life.announcedTrials.delete(name);
    if (runs(subscription) && trialEnd !== undefined) life.knownTrials.set(name, trialEnd);
    if (subscription.status === "unpaid") life.unpaidBefore.add(name);
    else life.unpaidBefore.delete(name);
  }
}
