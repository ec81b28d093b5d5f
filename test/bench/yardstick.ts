/**
 * The physical limit of the plain monthly model in JavaScript: one loop over typed arrays, no events, no objects, no dates.
 * The engine is measured against it in the same process, and bills the same totals to the cent.
 *
 * The model:
 *
 * - Subscriber c signs up in January 2024 on a drawn day of month (1-31) and second of day, and is billed then and each month after,
 *   on the anchor day clamped to the month's end.
 * - It starts with 1-40 seats and gains one every four months. Graduated tiers: five at 10.00, fifteen at 8.00, the rest at 6.00; 8.25 % tax on top.
 * - A charge fails with probability 0.08. Retries come 3, 5 and 7 days after the attempt before and fail with 0.55 each; the last failure cancels.
 * - Draw j of subscriber c is a hash of (seed, c, j), so no order of events can change it. Draws 1-3 are day, second and seats; then one per charge.
 *
 * Everything stands in this one module and the loop's own names are not exported: an imported or exported binding costs a tenth of its speed.
 */
const DAY = 86_400;
const YEAR = 2024;
const MONTHS_PER_SEAT = 4;
const RETRY_DAYS = [3, 5, 7] as const;
const RETRY_SECONDS = Int32Array.from(RETRY_DAYS, (days) => days * DAY);
const STEP = 0x9e3779b9 | 0;
const FIRST_DECLINES_BELOW = Math.floor(0.08 * 4_294_967_296);
const RETRY_DECLINES_BELOW = Math.floor(0.55 * 4_294_967_296);

function drawAt(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function streamOf(seed: number, subscriber: number): number {
  return drawAt(drawAt((seed ^ 0x5bd1e995) | 0) + Math.imul(subscriber + 1, 0x27d4eb2f)) | 0;
}

function advance(state: number): number {
  return (state + STEP) | 0;
}

/** The model's numbers and draws, for those who bill it another way. */
export const plainMonthlyModel = {
  year: YEAR,
  taxPercent: "8.25",
  monthsPerSeat: MONTHS_PER_SEAT,
  retryDays: RETRY_DAYS,
  tiers: [
    { upTo: 5, unit: 1000 },
    { upTo: 20, unit: 800 },
    { upTo: Number.POSITIVE_INFINITY, unit: 600 },
  ],
  /** A draw below this declines a first attempt (probability 0.08). */
  firstDeclinesBelow: FIRST_DECLINES_BELOW,
  /** A draw below this declines a retry (probability 0.55). */
  retryDeclinesBelow: RETRY_DECLINES_BELOW,
  /** The state before a subscriber's first draw. */
  streamOf,
  /** The state of a stream after one more draw. */
  advance,
  /** The draw at a state: uniform below 2^32. */
  drawAt,
} as const;

/** What all ways of billing the model must agree on. Money in cents. */
export interface ModelTotals {
  invoices: number;
  attempts: number;
  billed: number;
  collected: number;
  churned: number;
}

/** How a tax of half a cent is rounded: the engine's way (D1), or the way of the figures this yardstick is checked against. */
export type TieRule = "away" | "even";

export interface YardstickTotals extends ModelTotals {
  /** Over instant and amount of every invoice and every retry's end. */
  checksum: number;
}

interface Months {
  start: Float64Array;
  days: Int32Array;
}

function monthTable(count: number): Months {
  const start = new Float64Array(count + 2);
  const days = new Int32Array(count + 2);
  for (let month = 0; month < count + 2; month++) {
    const first = Date.UTC(YEAR, month, 1) / 1000;
    start[month] = first;
    days[month] = (Date.UTC(YEAR, month + 1, 1) / 1000 - first) / DAY;
  }
  return { start, days };
}

function price(seats: number): number {
  if (seats > 20) return 17_000 + (seats - 20) * 600;
  return seats > 5 ? 5000 + (seats - 5) * 800 : seats * 1000;
}

function withTax(net: number, tiesAway: boolean): number {
  const product = net * 825;
  const whole = Math.floor(product / 10_000);
  const rest = product - whole * 10_000;
  const up = rest > 5000 || (rest === 5000 && (tiesAway || (whole & 1) === 1));
  return net + whole + (up ? 1 : 0);
}

const sum = (cells: Float64Array): number => cells.reduce((total, cell) => total + cell, 0);

/** Bills the model for subscribers `0 .. subscribers - 1` over `months` months. Exact, the same on every machine. */
export function yardstick(subscribers: number, months: number, seed: number, ties: TieRule): YardstickTotals {
  const { start, days } = monthTable(months);
  const tiesAway = ties === "away";
  const horizon = start[months] as number;
  const invoices = new Float64Array(months + 1);
  const billed = new Float64Array(months + 1);
  const collected = new Float64Array(months + 1);
  const churned = new Float64Array(months + 1);
  let attempts = 0;
  let checksum = 0;

  for (let subscriber = 0; subscriber < subscribers; subscriber++) {
    let state = advance(streamOf(seed, subscriber));
    const anchorDay = drawAt(state) % 31;
    state = advance(state);
    const second = drawAt(state) % DAY;
    state = advance(state);
    let seats = 1 + (drawAt(state) % 40);

    for (let month = 0; month < months; month++) {
      const lastDay = (days[month] as number) - 1;
      let at = (start[month] as number) + (anchorDay < lastDay ? anchorDay : lastDay) * DAY + second;
      if (month > 0 && month % MONTHS_PER_SEAT === 0) seats++;
      const amount = withTax(price(seats), tiesAway);
      (invoices[month] as number)++;
      billed[month] = (billed[month] as number) + amount;
      checksum = (checksum + Math.imul(at | 0, 31) + amount) | 0;

      attempts++;
      state = advance(state);
      if (drawAt(state) >= FIRST_DECLINES_BELOW) {
        collected[month] = (collected[month] as number) + amount;
        continue;
      }
      let declined = true;
      for (let retry = 0; declined && retry < RETRY_SECONDS.length; retry++) {
        at += RETRY_SECONDS[retry] as number;
        if (at >= horizon) break;
        attempts++;
        state = advance(state);
        declined = drawAt(state) < RETRY_DECLINES_BELOW;
      }
      if (at >= horizon) break;
      checksum = (checksum + Math.imul(at | 0, 17)) | 0;
      const settled = at < (start[month + 1] as number) ? month : month + 1;
      if (declined) {
        (churned[settled] as number)++;
        break;
      }
      collected[settled] = (collected[settled] as number) + amount;
    }
  }
  return { invoices: sum(invoices), attempts, billed: sum(billed), collected: sum(collected), churned: sum(churned), checksum: checksum >>> 0 };
}
