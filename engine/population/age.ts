import { monthOf } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Circumstances } from "./circumstances.ts";
import type { DrawnCustomer } from "./drawn-customer.ts";
import type { Behavior, CancelBehavior, Offer } from "./population.ts";
import { PURPOSE } from "./purposes.ts";

/** A month of 365/12 days, as hazards count them (D33). */
const MONTH = 2_628_000;
/** Nobody is older: a business that is five years old. */
const MOST_MONTHS = 60;

/** Filled again for each customer: who is still there after so many months, of those who came together. */
const surviving = new Float64Array(MOST_MONTHS + 1);

/**
 * How long before the clock a customer of an existing base came, in seconds: as it is in a business with the same sign-ups in each of the last
 * sixty months and these hazards of leaving (N107). At least a second.
 */
export function drawAge(customer: DrawnCustomer, start: Instant): number {
  const { population, attributes, currency, offer, key } = customer;
  const plan = offer.items[0]?.plan.id ?? "";
  const circumstances: Circumstances = { population: population.name, attributes, currency, plan, month: monthOf(start), tenure: 0 };
  const leaving = population.behavior.filter((behavior): behavior is CancelBehavior => behavior.kind === "cancel" && isAbout(behavior, offer));
  let sum = 0;
  let alive = 1;
  for (let month = 0; month < MOST_MONTHS; month++) {
    circumstances.tenure = month;
    surviving[month] = sum;
    for (const behavior of leaving) alive *= staying(behavior, offer, circumstances, month);
    sum += alive;
  }
  const target = draw(key, PURPOSE.age, 0) * sum;
  let month = MOST_MONTHS - 1;
  while (month > 0 && (surviving[month] as number) > target) month--;
  return Math.max(1, Math.floor((month + draw(key, PURPOSE.age, 1)) * MONTH));
}

function isAbout({ plan }: Behavior, { items }: Offer): boolean {
  return plan === undefined || items.some((item) => item.plan.id === plan.id);
}

/** The share that stays through the month of this tenure: renewals ask once, hazards all the time. */
function staying({ rate, atRenewal }: CancelBehavior, { items }: Offer, circumstances: Circumstances, month: number): number {
  const hazard = 1 - rate.at(circumstances);
  if (atRenewal === undefined) return hazard;
  const { months, seconds } = (items[0] as Offer["items"][number]).plan.interval;
  const renewals = months > 0 ? (month > 0 && month % months === 0 ? 1 : 0) : Math.max(1, Math.floor(MONTH / seconds));
  let stays = hazard;
  for (let i = 0; i < renewals; i++) stays *= 1 - atRenewal.at(circumstances);
  return stays;
}
