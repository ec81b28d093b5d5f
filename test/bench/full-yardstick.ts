import ln from "@stdlib/math-base-special-ln";
import { poisson } from "../../engine/random/distributions/poisson.ts";
import { childKey } from "../../engine/random/keyed-draw.ts";
import { rootKey } from "../../engine/random/root-key.ts";
import type { ModelTotals } from "./yardstick.ts";

/**
 * The physical limit of a full-featured population in JavaScript: trial, coupon, proration, hazards, monthly usage and retries as one loop, no
 * events, no objects, no dates. It takes the engine's very draws (D30) and bills the same totals to the cent.
 *
 * The model:
 *
 * - Customers come in equal numbers in each month of the first year, at a uniform instant, onto `starter` or `pro`, both with metered `api`, and
 *   with a trial; of `starter` some do not convert and cancel at a uniform instant of it.
 * - A month's bill is the plan's price, the month's usage (a record at each first of the month), and what an upgrade in it has left pending.
 *   The first one of `pro` is half. Drafts are final and charged an hour after the period began.
 * - Leaving (at once) and upgrading are hazards in continuous time, which run from the trial's end.
 * - A charge declines with a share; retries come after 3, 5 and 7 days and recover with shares of their own; the last failure cancels.
 */
const DAY = 86_400;
const HOUR = 3600;
/** Of monthly rates (D33). */
const RATE_MONTH = 2_628_000;
const TRIAL = 14 * DAY;
const RETRY_SECONDS = Int32Array.of(3 * DAY, 5 * DAY, 7 * DAY);
const RECOVERY = Float64Array.of(0.3, 0.25, 0.2);
const DECLINES = 0.06;
const CHURN = 0.03;
const UPGRADE = 0.02;
const STARTER = { price: 1900, weight: 70, converts: 0.45 } as const;
const PRO = { price: 4900, weight: 30 } as const;
const USAGE_MEAN = 900;
const USAGE_UNIT = 2;
const YEAR = 2024;

/** The model's numbers, for those who bill it another way. */
export const fullModel = {
  starter: STARTER,
  pro: PRO,
  trialDays: TRIAL / DAY,
  retryDays: [3, 5, 7],
  recovery: [...RECOVERY],
  declines: DECLINES,
  churn: CHURN,
  upgrade: UPGRADE,
  usageMean: USAGE_MEAN,
  usageUnit: USAGE_UNIT,
} as const;

function finalize(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A uniform number of a key and a purpose, both as two halves: the engine's `draw`. */
function draw(high: number, low: number, purposeHigh: number, purposeLow: number, occurrence: number): number {
  const first = finalize(low ^ Math.imul(purposeLow + occurrence, 0x9e3779b9));
  return (finalize(first + (high ^ purposeHigh) + Math.imul(occurrence, 0x27d4eb2f)) + 0.5) / 4_294_967_296;
}

/** The two halves of the engine's `numberedKey`. */
function numberedLow(high: number, low: number, n: number): number {
  return finalize(Math.imul(low ^ n, 0x9e3779b9) + high);
}

function numberedHigh(high: number, newLow: number, n: number): number {
  return finalize(Math.imul(high, 0x85ebca6b) ^ (newLow + n));
}

const purpose = (name: string) => childKey({ high: 0, low: 0 }, name);

/** Half a cent goes away from zero (D1). */
function prorated(price: number, part: number, whole: number): number {
  const product = price * part;
  const units = Math.floor(product / whole);
  return units + (2 * (product - units * whole) >= whole ? 1 : 0);
}

/** Bills the model for `customers` over `months` months. */
export function fullYardstick(customers: number, months: number, seed: string): ModelTotals {
  const start = new Float64Array(months + 2);
  const days = new Int32Array(months + 2);
  for (let month = 0; month < months + 2; month++) {
    start[month] = Date.UTC(YEAR, month, 1) / 1000;
    days[month] = (Date.UTC(YEAR, month + 1, 1) / 1000 - (start[month] as number)) / DAY;
  }
  const horizon = start[months] as number;
  const crowd = childKey(rootKey(seed), "population/people");
  const [instant, offer, converts, trialCancel] = ["sign-up instant", "offer", "trial converts", "trial cancel"].map(purpose) as [Key, Key, Key, Key];
  const [churn, upgrade, calls, charge] = ["behavior/churn", "behavior/upgrade", "usage/calls", "card charge"].map(purpose) as [Key, Key, Key, Key];
  const usage = poisson(USAGE_MEAN);
  const churnHazard = ln(1 / (1 - CHURN)) / RATE_MONTH;
  const upgradeHazard = ln(1 / (1 - UPGRADE)) / RATE_MONTH;
  const firstMonth = (YEAR - 1970) * 12;
  const each = Math.floor(customers / 12);
  const totals = { invoices: 0, attempts: 0, billed: 0, collected: 0, churned: 0 };
  let { invoices, attempts, billed, collected, churned } = totals;

  for (let customer = 0; customer < each * 12; customer++) {
    const signUpMonth = Math.floor(customer / each);
    const ordinal = (customer % each) + 1;
    const monthLow = numberedLow(crowd.high, crowd.low, firstMonth + signUpMonth);
    const monthHigh = numberedHigh(crowd.high, monthLow, firstMonth + signUpMonth);
    const low = numberedLow(monthHigh, monthLow, ordinal);
    const high = numberedHigh(monthHigh, low, ordinal);
    const from = start[signUpMonth] as number;
    const signsUpAt = from + Math.floor(((start[signUpMonth + 1] as number) - from) * draw(high, low, instant.high, instant.low, 0));
    const isStarter = draw(high, low, offer.high, offer.low, 0) * 100 < STARTER.weight;
    const anchor = signsUpAt + TRIAL;
    invoices++;
    if (isStarter && draw(high, low, converts.high, converts.low, 0) >= STARTER.converts) {
      const after = Math.floor(TRIAL * draw(high, low, trialCancel.high, trialCancel.low, 0));
      if (signsUpAt + (after > 1 ? after : 1) < horizon) churned++;
      continue;
    }
    const leaves = anchor + waits(-ln(draw(high, low, churn.high, churn.low, 0)), churnHazard);
    let upgrades = isStarter ? anchor + waits(-ln(draw(high, low, upgrade.high, upgrade.low, 0)), upgradeHazard) : Infinity;
    let price: number = isStarter ? STARTER.price : PRO.price;
    let pending = 0;
    let units = 0;
    // The month in which the trial ends, and where in a month the periods begin.
    let month = anchor >= (start[signUpMonth + 1] as number) ? signUpMonth + 1 : signUpMonth;
    const second = anchor - (start[month] as number);
    const day = Math.floor(second / DAY);
    const time = second - day * DAY;
    let at = anchor;
    for (let first = !isStarter; at < horizon && at <= leaves; first = false) {
      const amount = (first ? price / 2 : price) + pending + units * USAGE_UNIT;
      const chargedAt = at + HOUR;
      month++;
      const lastDay = (days[month] as number) - 1;
      const end = (start[month] as number) + (day < lastDay ? day : lastDay) * DAY + time;
      if (chargedAt >= horizon || chargedAt > leaves) {
        if (leaves < horizon) churned++;
        break;
      }
      invoices++;
      billed += amount;
      let endsAt = leaves;
      const episodeLow = numberedLow(high, low, at);
      const episodeHigh = numberedHigh(high, episodeLow, at);
      const chargeLow = numberedLow(episodeHigh, episodeLow, 0);
      const chargeHigh = numberedHigh(episodeHigh, chargeLow, 0);
      attempts++;
      if (draw(chargeHigh, chargeLow, charge.high, charge.low, 0) >= DECLINES) collected += amount;
      else {
        let triedAt = chargedAt;
        let retry = 0;
        for (; retry < 3; retry++) {
          triedAt += RETRY_SECONDS[retry] as number;
          if (triedAt >= horizon || triedAt > leaves) break;
          attempts++;
          if (draw(chargeHigh, chargeLow, charge.high, charge.low, retry + 1) < (RECOVERY[retry] as number)) {
            collected += amount;
            break;
          }
        }
        if (retry === 3) endsAt = triedAt;
      }
      if (endsAt < end) {
        if (endsAt < horizon) churned++;
        break;
      }
      pending = 0;
      if (upgrades < end) {
        pending = prorated(PRO.price, end - upgrades, end - at) - prorated(STARTER.price, end - upgrades, end - at);
        price = PRO.price;
        upgrades = Infinity;
      }
      // The record of the first of the month that lies in the period.
      units = Math.floor(usage.sample(draw(high, low, calls.high, calls.low, firstMonth + month)) + 0.5);
      at = end;
    }
  }
  return { invoices, attempts, billed, collected, churned };
}

type Key = ReturnType<typeof childKey>;

/** From when a hazard runs to when it strikes, in whole seconds (D33). */
function waits(threshold: number, hazard: number): number {
  const wait = Math.ceil(threshold / hazard);
  return wait > 1 ? wait : 1;
}
