import type { Account } from "../../engine/account/account.ts";
import { beginAgain, createAccount } from "../../engine/account/account-pool.ts";
import { DUE, UNORDERED } from "../../engine/account/agenda.ts";
import type { FactSink } from "../../engine/account/facts.ts";
import type { World } from "../../engine/account/world.ts";
import { defaultCollection } from "../../engine/billing/settings.ts";
import { type AnchorParts, billingInterval, monthlyBoundary, takeApart } from "../../engine/calendar/billing-period.ts";
import { instantOf, monthLength, monthNumber, monthStart } from "../../engine/calendar/civil.ts";
import { NO_TIME } from "../../engine/calendar/duration.ts";
import { DAY, type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { chargeModels } from "../../engine/catalog/charge-models/registry.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { TaxRate } from "../../engine/catalog/tax-rate.ts";
import type { Change, Subscribe } from "../../engine/lifecycle/requests.ts";
import { type Currency, currencies } from "../../engine/money/currency.ts";
import { type Decimal, parseDecimal } from "../../engine/money/decimal.ts";
import type { Card } from "../../engine/payments/card.ts";
import { type DeclineCode, declineCodes } from "../../engine/payments/decline-codes.ts";
import { advance, type Handler } from "../../engine/simulation/advance.ts";
import { handlersWith } from "../../engine/simulation/handlers/registry.ts";
import { perform } from "../../engine/simulation/perform.ts";
import { plainMonthlyModel as model } from "./yardstick.ts";

const usd = currencies.get("usd") as Currency;
const declined = declineCodes.get("insufficient_funds") as DeclineCode;

const plan: Plan = {
  index: 0,
  id: "seats",
  product: undefined,
  nickname: undefined,
  currency: usd,
  interval: billingInterval("month", 1),
  model: chargeModels.graduated,
  terms: { scale: 1, unit: 0, divideBy: 1, round: "up", tiers: model.tiers.map((tier) => ({ ...tier, flat: 0 })) },
  usage: undefined,
  trialPeriodDays: 0,
  elsewhere: [],
  taxBehavior: undefined,
};

const tax: TaxRate = { index: 0, id: "tax", percentage: parseDecimal(model.taxPercent) as Decimal, inclusive: false };

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * The plain monthly model fed to the engine: sign-ups, seats and declines are the yardstick's draws; everything else is the engine's work.
 * Answers what bills the subscribers `0 .. subscribers - 1`, as often as it is asked: in one world and one pooled account, as a run of the
 * program has them.
 *
 * The model retries its first charge like any other, but a sign-up whose first charge fails is not retried (B32). So each customer signs up
 * one second early with a free stub: its first invoice is then a renewal, at the model's instant.
 */
export function plainEngine(months: number, seed: number, sink: FactSink): (subscribers: number) => void {
  const { drawAt, firstDeclinesBelow, retryDeclinesBelow } = model;
  const first = monthNumber(model.year, 1);
  const start = instantOf(model.year, 1, 1);
  let stream = 0;
  let signUp: Instant = 0;
  const anchor: AnchorParts = { month: 0, day: 0, second: 0 };
  const signUpItem = { plan, quantity: 0, taxRates: undefined };
  const subscribe: Mutable<Subscribe> = plainSubscribe(signUpItem);
  const grow = plainChange();
  const card: Card = {
    index: 0,
    id: "drawn",
    funding: "credit",
    updatedAt: NEVER,
    drawn: undefined,
    charge(_at, chargesBefore, attempt) {
      // `| 0` before adding, too: whole numbers of 32 bits are added in one step.
      const draw = drawAt(((stream | 0) + Math.imul(chargesBefore + 1, 0x9e3779b9)) | 0);
      return draw < (attempt === 1 ? firstDeclinesBelow : retryDeclinesBelow) ? declined : undefined;
    },
  };
  const world: World = {
    settings: {
      ...defaultCollection,
      ...{
        mode: "flexible",
        prorationBehavior: "none",
        finalizeAfter: NO_TIME,
        taxRates: [tax],
        acceptFunding: undefined,
        reviewFunding: new Set(),
        fees: undefined,
      },
    },
    start: start - 1,
    horizon: monthStart(first + months),
    sink,
    redemptions: { redeem: () => true },
    business: undefined,
  };
  /** Entry 0 signs up; entry n adds the n-th seat right after the renewal of month 4n - 1, so that it counts from month 4n. */
  const entry: Handler = (_world, account, due) => {
    if (due.ref === 0) perform(world, account, subscribe, undefined);
    else {
      if (account.subscriptions[0]?.status === "canceled") return;
      grow.quantity = signUpItem.quantity + due.ref;
      perform(world, account, grow, undefined);
    }
    planSeat(account, anchor, due.ref + 1);
  };
  const handlers = handlersWith(entry);
  const dunning = {
    retries: model.retryDays.map((days) => ({ months: 0, seconds: days * DAY })),
    then: "cancel",
    invoiceThen: "open",
    overdueFor: NO_TIME,
  } as const;
  const beginning = {
    ordinal: 0,
    id: "subscriber",
    key: { high: 0, low: 0 },
    population: "plain",
    currency: usd,
    card,
    dunning,
    taxRates: undefined,
    balance: 0,
    ...defaultCollection,
    pays: undefined,
  };
  const account = createAccount(beginning, "open");
  return (subscribers) => {
    for (let ordinal = 0; ordinal < subscribers; ordinal++) {
      beginning.ordinal = ordinal;
      beginAgain(account, beginning);
      stream = model.advance(model.streamOf(seed, ordinal));
      // `| 0`: what comes of a draw is a small integer again. A fraction's way of holding a number would spread to every instant of the account.
      const day = (drawAt(stream) % 31) | 0;
      stream = model.advance(stream);
      const second = (drawAt(stream) % DAY) | 0;
      stream = model.advance(stream);
      signUpItem.quantity = 1 + ((drawAt(stream) % 40) | 0);
      signUp = start + Math.min(day, monthLength(first) - 1) * DAY + second;
      takeApart(signUp, anchor);
      subscribe.billingCycleAnchor = signUp;
      account.now = world.start;
      sink.begin(account);
      account.agenda.push(signUp - 1, DUE.entry, UNORDERED, 0, 0);
      advance(world, account, world.horizon, handlers);
      sink.settle(account.now, account);
      sink.end(account);
    }
  };
}

function planSeat(account: Account, anchor: AnchorParts, seat: number): void {
  account.agenda.push(monthlyBoundary(anchor, 1, seat * model.monthsPerSeat - 1), DUE.entry, UNORDERED, seat, 0);
}

function plainSubscribe(item: Subscribe["items"][number]): Subscribe {
  return {
    kind: "subscribe",
    items: [item],
    as: undefined,
    trial: { kind: "none" },
    billingCycleAnchor: undefined,
    prorationBehavior: "none",
    discounts: [],
    taxRates: undefined,
    cancelAt: undefined,
    cancelAtPeriodEnd: false,
    addInvoiceItems: [],
    paymentBehavior: "allow_incomplete",
  };
}

function plainChange(): Mutable<Change> {
  return {
    kind: "change",
    plan: undefined,
    quantity: 0,
    items: [],
    prorationBehavior: "none",
    prorationDate: undefined,
    trialEnd: undefined,
    discounts: undefined,
    taxRates: undefined,
    cancelAt: undefined,
    cancelAtPeriodEnd: undefined,
  };
}
