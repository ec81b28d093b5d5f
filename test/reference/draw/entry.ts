import fc from "fast-check";
import type { SubscribePauses } from "./pauses.ts";
import { cardChoice } from "./payment.ts";
import type { ScheduleDraw } from "./schedule.ts";

/** How far from another instant: fixed spans that meet the engine's own instants, or parts and multiples of the plans' interval. */
export type Offset =
  | { readonly kind: "fixed"; readonly span: string; readonly seconds: number }
  | { readonly kind: "intervals"; readonly count: number }
  | { readonly kind: "part"; readonly thousandths: number };

const fixed = (span: string, seconds: number): Offset => ({ kind: "fixed", span, seconds });
const DAY = 86_400;

export const offset: fc.Arbitrary<Offset> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      fixed("0 seconds", 0),
      fixed("1 hour", 3600),
      fixed("1 second", 1),
      fixed("23 hours", 23 * 3600),
      fixed("1 day", DAY),
      fixed("3 days", 3 * DAY),
    ),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 2 }).map((count) => ({ kind: "intervals" as const, count })) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 1700 }).map((thousandths) => ({ kind: "part" as const, thousandths })) },
);

const sometimes = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ withCrossShrink: true }, { weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const quantity = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constant(1) },
  { weight: 4, arbitrary: fc.integer({ min: 2, max: 12 }) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const behavior = fc.constantFrom("create_prorations", "always_invoice", "none");
const coupons = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.array(fc.nat(3), { minLength: 1, maxLength: 1 }) },
  { weight: 4, arbitrary: fc.array(fc.nat(3), { minLength: 2, maxLength: 3 }) },
);
export const taxes = fc.array(fc.nat(2), { maxLength: 2 });

/** A one-off: an amount, or a plan at its price. */
export interface OneOffDraw {
  readonly amount: number | undefined;
  readonly plan: number;
  readonly quantity: number;
  readonly taxes: readonly number[] | undefined;
}
const oneOff: fc.Arbitrary<OneOffDraw> = fc.record({
  amount: fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 9000 }) },
    { weight: 2, arbitrary: fc.integer({ min: -9000, max: -1 }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
  plan: fc.nat(5),
  quantity,
  taxes: sometimes(taxes, 4),
});

const itemDraw = fc.record({ plan: fc.nat(5), quantity, taxes: sometimes(taxes, 6) });

export interface Backdating {
  /** How far back it starts, in thousandths of its interval; undefined: not. */
  readonly back: number | undefined;
  readonly behavior: string | undefined;
  /** When it ends, in thousandths of its interval from now. */
  readonly endsIn: number | undefined;
  /** Usage reported before the sign-up: of which plan, how much, and how far back of it. */
  readonly used: readonly { readonly held: number; readonly quantity: number | string; readonly back: number; readonly set: boolean }[];
}

/** What a sign-up does with the time around it, drawn apart. */
export const backdatingDraw: fc.Arbitrary<Backdating> = fc.record({
  back: sometimes(
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 1000 }) },
      { weight: 4, arbitrary: fc.integer({ min: 1000, max: 4500 }) },
      fc.constantFrom(0, 1000),
    ),
    2,
  ),
  behavior: fc.constantFrom(undefined, undefined, "none", "create_prorations", "always_invoice"),
  endsIn: sometimes(fc.integer({ min: 1, max: 1400 }), 4),
  used: fc.array(
    fc.record({ held: fc.nat(2), quantity: fc.oneof(fc.integer({ min: 0, max: 15 }), fc.constant("2.5")), back: fc.nat(1000), set: fc.boolean() }),
    { maxLength: 5 },
  ),
});

export const subscribeFields = {
  kind: fc.constant("subscribe" as const),
  /** Only where it is drawn apart. */
  backdating: fc.constant<Backdating | undefined>(undefined),
  family: fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  items: fc.array(itemDraw, { minLength: 3, maxLength: 3 }),
  itemCount: fc.constantFrom(1, 1, 1, 2, 3),
  named: fc.boolean(),
  trial: sometimes(fc.oneof(fc.record({ days: fc.nat(45) }), fc.record({ end: offset }), fc.constant("none" as const)), 3),
  anchor: sometimes(fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 1000 }) }, fc.constantFrom(0, 1000)), 5),
  anchorConfig: sometimes(
    fc.record({
      day: fc.oneof({ withCrossShrink: true }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 31 }) }, { weight: 1, arbitrary: fc.constant(31) }),
      month: sometimes(fc.integer({ min: 1, max: 12 }), 3),
      hour: sometimes(fc.nat(23), 3),
      minute: sometimes(fc.nat(59), 4),
      ownDay: fc.boolean(),
    }),
    8,
  ),
  stubBehavior: fc.constantFrom(undefined, "none", undefined, "create_prorations", "always_invoice"),
  coupons: sometimes(coupons, 3),
  taxes: sometimes(taxes, 4),
  cancelAt: sometimes(offset, 16),
  cancelAtPeriodEnd: sometimes(fc.constant(true), 24),
  addInvoiceItems: sometimes(fc.array(oneOff, { minLength: 1, maxLength: 2 }), 6),
  paymentBehavior: sometimes(fc.constantFrom("default_incomplete", "error_if_incomplete", "allow_incomplete"), 6),
  /** Drawn apart, see `pauses.ts`. */
  pausing: fc.constant<SubscribePauses | undefined>(undefined),
  /** How long after a `default_incomplete` sign-up it is paid, if it is. */
  payAfter: fc.constantFrom(undefined, "0 seconds", "1 hour", "1 hour", "1 hour", "23 hours"),
  /** Its phases, when it is a schedule: then most of the above does not count. */
  schedule: fc.constant<ScheduleDraw | undefined>(undefined),
};
export const subscribeDraw = fc.record(subscribeFields);
export type SubscribeDraw = typeof subscribeDraw extends fc.Arbitrary<infer T> ? T : never;

const itemChange = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("set" as const), plan: fc.nat(5), quantity: fc.option(quantity, { nil: undefined }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), held: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("swap" as const), held: fc.nat(3), plan: fc.nat(5), quantity: fc.option(quantity, { nil: undefined }) }),
  },
);
export type ItemChangeDraw = typeof itemChange extends fc.Arbitrary<infer T> ? T : never;

export const changeDraw = fc.record({
  kind: fc.constant("change" as const),
  what: fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.record({ plan: fc.nat(5), quantity: fc.option(quantity, { nil: undefined }), sameFamily: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ quantity }) },
    { weight: 4, arbitrary: fc.record({ items: fc.array(itemChange, { minLength: 1, maxLength: 2 }), sameFamily: fc.boolean() }) },
    { weight: 3, arbitrary: fc.constant(undefined) },
  ),
  behavior: fc.option(behavior, { nil: undefined }),
  prorationDate: sometimes(fc.integer({ min: 0, max: 1000 }), 6),
  effect: fc.oneof(
    { withCrossShrink: true },
    { weight: 12, arbitrary: fc.constant("now" as const) },
    { weight: 6, arbitrary: fc.constant("at period end" as const) },
    { weight: 3, arbitrary: fc.constant("reset anchor" as const) },
  ),
  trialEnd: sometimes(offset, 9),
  /** What a change does to a trial that runs. */
  inTrial: fc.constantFrom("leave it", "end it", "end it", "end it", "move it", "end a trial in any case"),
  coupons: sometimes(fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: coupons }, fc.constant([] as number[])), 7),
  taxes: sometimes(taxes, 12),
  cancelAt: sometimes(fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: offset }, fc.constant(null)), 7),
  cancelAtPeriodEnd: sometimes(fc.boolean(), 12),
});
export type ChangeDraw = typeof changeDraw extends fc.Arbitrary<infer T> ? T : never;

const otherDraw = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("cancel" as const),
      how: fc.constantFrom(
        { at_period_end: true },
        {},
        { prorate: true },
        { invoice_now: true },
        { prorate: true, invoice_now: true },
        { at_period_end: true },
        {},
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("uncancel" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("card" as const), card: cardChoice }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("invoice_item" as const),
      item: oneOff,
      onSubscription: fc.boolean(),
      discountable: sometimes(fc.constant(false), 5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("invoice" as const),
      pay: fc.boolean(),
      onSubscription: fc.boolean(),
      item: fc.option(oneOff, { nil: undefined }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("pay" as const), invoice: sometimes(fc.nat(4), 6), withNewCard: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("credit" as const), amount: fc.integer({ min: -4000, max: 6000 }).filter((amount) => amount !== 0) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("coupon" as const),
      coupon: fc.option(fc.nat(3), { nil: undefined }),
      onSubscription: fc.boolean(),
    }),
  },
);

const usageQuantity = fc.oneof(
  { withCrossShrink: true },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 15 }) },
  { weight: 5, arbitrary: fc.constantFrom<(number | string)[]>("0.25", "2.5", "0.000000000001", "7.333333") },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: -1 }) },
);

export const usageDraw = fc.record({
  kind: fc.constant("usage" as const),
  held: fc.nat(3),
  quantity: usageQuantity,
  /** How many hours apart and how often, when it is a stream. */
  stream: sometimes(fc.record({ hours: fc.constantFrom(1, 24, 170), times: fc.integer({ min: 1, max: 6 }) }), 4),
  set: sometimes(fc.constant(true), 4),
  key: sometimes(fc.nat(2), 4),
  /** Seconds back. */
  back: sometimes(fc.oneof(fc.constantFrom(0, 1, 1800, 3600, 86_400), fc.integer({ min: 1, max: 40 * 86_400 })), 2),
});
export type UsageDraw = typeof usageDraw extends fc.Arbitrary<infer T> ? T : never;

type OtherDraw = typeof otherDraw extends fc.Arbitrary<infer T> ? T : never;

export type ActionDraw = SubscribeDraw | ChangeDraw | OtherDraw | UsageDraw;

export interface EntryDraw {
  readonly after: Offset;
  readonly subscription: number;
  readonly action: ActionDraw;
}

export const entryArbitrary: fc.Arbitrary<EntryDraw> = fc.record({
  after: offset,
  subscription: fc.nat(2),
  action: fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: changeDraw as fc.Arbitrary<ActionDraw> },
    { weight: 6, arbitrary: otherDraw as fc.Arbitrary<ActionDraw> },
    { weight: 6, arbitrary: usageDraw as fc.Arbitrary<ActionDraw> },
    { weight: 1, arbitrary: subscribeDraw as fc.Arbitrary<ActionDraw> },
  ),
});
