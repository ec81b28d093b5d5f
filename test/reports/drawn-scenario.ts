import fc from "fast-check";
import type { Entry } from "../../engine/actions/action.ts";
import { DAY, HOUR } from "../../engine/calendar/instant.ts";
import type { MetricSettings, ReportInterval, Scenario } from "../../engine/scenario/scenario.ts";
import {
  at,
  cancelLater,
  cancelNow,
  card,
  change,
  chartmogulMetrics,
  coupon,
  customer,
  day,
  plan,
  scenario,
  stripeMetrics,
  subscribe,
} from "./scenario-in-code.ts";

const START = day(2026, 1, 10);

const PLANS = [plan("basic", 1000), plan("pro", 2999), plan("weekly", 700, { unit: "week" }), plan("yearly", 25_000, { unit: "year" }), plan("free", 0)];
const COUPONS = [
  coupon("third", { percent: "33.3", duration: "forever" }),
  coupon("launch", { percent: "50", duration: "repeating", durationInMonths: 2 }),
  coupon("once", { amountOff: 500, duration: "once" }),
];
const CARDS = [
  card("good", 1, "ok"),
  card("breaks", 2, "ok", "insufficient_funds"),
  card("flaky", 3, "ok", "insufficient_funds", "insufficient_funds", "ok"),
  card("bad", 4, "card_declined"),
];

/** What a drawn customer does in its life: one sign-up and up to four changes of mind, some days apart. */
const life = fc.record({
  day: fc.integer({ min: 0, max: 200 }),
  plan: fc.constantFrom(...PLANS),
  quantity: fc.integer({ min: 1, max: 3 }),
  trial: fc.constantFrom(0, 0, 10),
  coupons: fc.subarray(COUPONS, { maxLength: 2 }),
  card: fc.constantFrom(...CARDS),
  changes: fc.array(
    fc.record({
      wait: fc.integer({ min: 1, max: 60 }),
      what: fc.constantFrom("upgrade" as const, "quantity" as const, "cancel" as const, "cancel_later" as const, "again" as const),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 4 },
  ),
});

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** A script that the engine accepts whatever became of the subscription: everything after the sign-up may be refused. */
function script(drawn: Life): readonly Entry[] {
  const signUp = subscribe([[drawn.plan, drawn.quantity]], {
    discounts: drawn.coupons,
    trial: drawn.trial === 0 ? { kind: "none" } : { kind: "duration", duration: { months: 0, seconds: drawn.trial * DAY } },
  });
  let when = START + drawn.day * DAY + 3 * HOUR;
  const entries = [at(when, signUp)];
  let count = 1;
  let name: string | undefined;
  for (const { wait, what, quantity } of drawn.changes) {
    when += wait * DAY;
    const pick = (action: Entry["action"]): Entry => ({ ...at(when, action, name), expectsRefusal: true });
    if (what === "upgrade") entries.push(pick(change({ quantity: quantity + 1 })));
    else if (what === "quantity") entries.push(pick(change({ quantity })));
    else if (what === "cancel") entries.push(pick(cancelNow));
    else if (what === "cancel_later") entries.push(pick(cancelLater));
    else {
      count++;
      name = `customer/s${count}`;
      entries.push({ ...at(when, { ...signUp, as: `s${count}` }), expectsRefusal: true });
    }
  }
  return entries.filter((entry) => entry.at < START + 430 * DAY).map((entry) => ({ ...entry }));
}

const settings = fc.constantFrom<MetricSettings>(
  stripeMetrics,
  chartmogulMetrics,
  { ...stripeMetrics, trialsInMrr: true, mrrDiscounts: "none" },
  { ...chartmogulMetrics, mrrStatuses: ["active"] },
);

/** Several customers over fourteen months, with reports by any interval and any definitions. */
export const drawnScenario: fc.Arbitrary<Scenario> = fc
  .record({
    lives: fc.array(life, { minLength: 1, maxLength: 6 }),
    interval: fc.constantFrom<ReportInterval>("day", "week", "month", "quarter", "year"),
    metrics: settings,
  })
  .map(({ lives, interval, metrics }) =>
    scenario(
      lives.map((drawn, i) =>
        customer(
          `c${i}`,
          script(drawn).map((entry) => rename(entry, `c${i}`)),
          { card: drawn.card },
        ),
      ),
      { start: START, end: START + 430 * DAY, interval, metrics },
    ),
  );

function rename(entry: Entry, id: string): Entry {
  return entry.subscription === undefined ? entry : { ...entry, subscription: entry.subscription.replace("customer/", `${id}/`) };
}
