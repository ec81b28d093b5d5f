import fc from "fast-check";
import { planName, type References } from "./references.ts";
import { isoInstant, type PlainRecord, pick } from "./yaml-object.ts";

const maybe = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ withCrossShrink: true }, { weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const DAY = 86_400;

const length = fc.noBias(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ iterations: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 3, arbitrary: fc.record({ duration: fc.constantFrom("1 month", "2 months", "3 months", "1 year") }) },
    { weight: 3, arbitrary: fc.record({ days: fc.integer({ min: 2, max: 80 }) }) },
    { weight: 2, arbitrary: fc.record({ until: fc.integer({ min: 2, max: 100 }), second: fc.nat(DAY - 1) }) },
  ),
);

const phase = fc.record({
  items: fc.array(fc.record({ plan: fc.nat(5), quantity: fc.constantFrom(1, 1, 2, 3, 0), taxes: maybe(fc.array(fc.nat(2), { maxLength: 2 }), 6) }), {
    minLength: 1,
    maxLength: 2,
  }),
  /** Whether its plans are of the interval of the phase before. */
  sameFamily: fc.noBias(fc.constantFrom(true, true, true, false)),
  length,
  coupon: maybe(fc.nat(3), 3),
  trial: fc.noBias(fc.constantFrom(undefined, undefined, undefined, undefined, "1 day", "3 days", "14 days", "0 days")),
  behavior: fc.noBias(fc.constantFrom(undefined, undefined, "none", "always_invoice", "create_prorations")),
  anchor: fc.noBias(fc.constantFrom(undefined, undefined, undefined, "phase_start", "automatic")),
});
type PhaseDraw = typeof phase extends fc.Arbitrary<infer T> ? T : never;

export const scheduleDraw = fc.record({
  phases: fc.noBias(fc.array(phase, { minLength: 1, maxLength: 4 })),
  endBehavior: fc.noBias(fc.constantFrom(undefined, "release", "cancel", "cancel")),
});
export type ScheduleDraw = typeof scheduleDraw extends fc.Arbitrary<infer T> ? T : never;

/** `phases` and `end_behavior` of a sign-up at `now`, and the plans of the first phase. */
export function scheduleFields(draw: ScheduleDraw, refer: References, family: number, now: number): { fields: PlainRecord; plans: number[] } {
  let current = family;
  let at = now;
  let plans: number[] = [];
  const phases: PlainRecord[] = [];
  for (const [i, each] of draw.phases.entries()) {
    if (i > 0 && !each.sameFamily) current = refer.otherFamily(current);
    const candidates = refer.plansOf(current);
    const items = new Map(each.items.map((item) => [pick(candidates, item.plan), item] as const));
    if (i === 0) plans = [...items.keys()];
    const { fields, days } = lengthFields(each, at, refer.typicalDays(current));
    at += days * DAY;
    phases.push({ items: [...items].map(([plan, item]) => itemOf(refer, plan, item)), ...fields, ...termsOf(each, refer) });
  }
  return { fields: { phases, end_behavior: draw.endBehavior }, plans };
}

function itemOf(refer: References, plan: number, { quantity, taxes }: PhaseDraw["items"][number]): PlainRecord {
  return { plan: planName(plan), quantity: refer.quantityOf(plan, quantity), tax_rates: refer.taxes(taxes) };
}

function termsOf({ coupon, trial, behavior, anchor }: PhaseDraw, refer: References): PlainRecord {
  return { coupon: refer.coupon(coupon) ?? undefined, trial, proration_behavior: behavior, billing_cycle_anchor: anchor };
}

/** The length, and roughly how many days it is, so that an `end` lies ahead. */
function lengthFields({ length: drawn }: PhaseDraw, at: number, interval: number): { fields: PlainRecord; days: number } {
  if ("days" in drawn) return { fields: { duration: `${drawn.days} days` }, days: drawn.days };
  if ("until" in drawn) return { fields: { end: isoInstant(at + drawn.until * DAY + drawn.second) }, days: drawn.until + 1 };
  if ("iterations" in drawn) return { fields: { iterations: drawn.iterations }, days: drawn.iterations * interval + 3 };
  const [count] = drawn.duration.split(" ");
  return { fields: { duration: drawn.duration }, days: drawn.duration === "1 year" ? 366 : Number(count) * 31 };
}
