import type { Account } from "../../engine/account/account.ts";
import { type Beginning, beginAgain, createAccount } from "../../engine/account/account-pool.ts";
import { DUE, UNORDERED } from "../../engine/account/agenda.ts";
import type { FactSink } from "../../engine/account/facts.ts";
import type { World } from "../../engine/account/world.ts";
import { boundary } from "../../engine/calendar/billing-period.ts";
import { instantOf } from "../../engine/calendar/civil.ts";
import { DAY, type Instant } from "../../engine/calendar/instant.ts";
import type { Change, Subscribe } from "../../engine/lifecycle/requests.ts";
import type { Card } from "../../engine/payments/card.ts";
import { declineCodes } from "../../engine/payments/decline-codes.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { advance, type Handler } from "../../engine/simulation/advance.ts";
import { begin, end } from "../../engine/simulation/customer.ts";
import { handlersWith } from "../../engine/simulation/handlers/registry.ts";
import { perform } from "../../engine/simulation/perform.ts";
import { countedRedemptions } from "../../engine/simulation/redemptions.ts";
import { plainMonthlyModel as model } from "./yardstick.ts";

/**
 * The plain monthly model on the engine: every subscriber lives in one pooled account and is billed through the loop, the agenda and the
 * lifecycle of a scripted customer.
 *
 * A first charge that fails at sign-up would leave the subscription incomplete, without retries. So subscribers sign up a second before
 * January with an anchor at the drawn instant and a free stub: their first invoice is then a renewal, with retries as in the model.
 */
const modelYaml = (months: number): string => `
clock: { start: ${model.year - 1}-12-31T23:59:59Z, end: ${model.year + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}-01 }
billing: { finalize_after: 0 days, tax_rates: [sales] }
tax_rates: { sales: { percentage: ${model.taxPercent}, inclusive: false } }
plans:
  seats:
    currency: usd
    interval: month
    billing_scheme: tiered
    tiers_mode: graduated
    tiers: [${model.tiers.map(({ upTo, unit }) => `{ up_to: ${upTo === Number.POSITIVE_INFINITY ? "inf" : upTo}, unit_amount: ${unit} }`).join(", ")}]
dunning: { retries: [${model.retryDays.map((days) => `${days} days`).join(", ")}], then: cancel }
customers: { nobody: { currency: usd, timeline: [] } }
`;

/** The model as a scenario without customers: what reports need to know of a run. */
export function modelScenario(months: number): Scenario {
  const { scenario, issues } = readScenario(modelYaml(months), "plain-monthly-model.yaml");
  if (scenario === undefined) throw new Error(issues.map((issue) => issue.message).join("\n"));
  return { ...scenario, customers: [] };
}

/** A card that draws as the model does: draw 4 and on, one per charge; the charge after a decline is a retry. */
class ModelCard implements Card {
  readonly index = 0;
  readonly id = "drawn";
  readonly funding = "credit";
  private readonly decline = declineCodes.get("insufficient_funds");
  private state = 0;
  private retries = false;

  /** `state`: after the sign-up's three draws. */
  begin(state: number): void {
    this.state = state;
    this.retries = false;
  }

  charge(): ReturnType<Card["charge"]> {
    this.state = model.advance(this.state);
    const limit = this.retries ? model.retryDeclinesBelow : model.firstDeclinesBelow;
    this.retries = model.drawAt(this.state) < limit;
    return this.retries ? this.decline : undefined;
  }
}

/** Runs subscribers `0 .. subscribers - 1` of the model into the sink. */
export function runModel(scenario: Scenario, subscribers: number, seed: number, sink: FactSink): void {
  const plan = scenario.catalog.plans.get("seats");
  if (plan === undefined) throw new Error("the model has no plan");
  const { interval } = plan;
  const card = new ModelCard();
  const item = { plan, quantity: 0, taxRates: undefined };
  const subscribe: Mutable<Subscribe> = {
    kind: "subscribe",
    items: [item],
    as: undefined,
    trial: { kind: "plan" },
    billingCycleAnchor: 0,
    prorationBehavior: "none",
    discounts: [],
    taxRates: undefined,
    cancelAt: undefined,
    cancelAtPeriodEnd: false,
    addInvoiceItems: [],
    paymentBehavior: "allow_incomplete",
  };
  const change: Mutable<Change> = {
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
  let anchor: Instant = 0;

  // Entry 0 signs up; entry k adds the seat that the renewal in month 4k bills, at the renewal before.
  const entry: Handler = (world, account, due) => {
    if (due.ref === 0) perform(world, account, subscribe, undefined);
    else {
      if (account.subscriptions[0]?.status === "canceled") return;
      change.quantity = (change.quantity as number) + 1;
      perform(world, account, change, undefined);
    }
    const next = due.ref + 1;
    const at = boundary(anchor, interval, next * model.monthsPerSeat - 1);
    if (at < world.horizon) account.agenda.push(at, DUE.entry, UNORDERED, next, 0);
  };
  const handlers = handlersWith(entry);
  const world: World = { settings: scenario.billing, start: scenario.start, horizon: scenario.end, sink, redemptions: countedRedemptions() };
  const beginning: Mutable<Beginning> = {
    ordinal: 0,
    id: "",
    population: "model",
    currency: plan.currency,
    card,
    dunning: scenario.dunning,
    taxRates: undefined,
    balance: 0,
  };
  const account: Account = createAccount(beginning, "open");
  const january = instantOf(model.year, 1, 1);

  for (let subscriber = 0; subscriber < subscribers; subscriber++) {
    let state = model.advance(model.streamOf(seed, subscriber));
    const day = model.drawAt(state) % 31;
    state = model.advance(state);
    const second = model.drawAt(state) % DAY;
    state = model.advance(state);
    item.quantity = 1 + (model.drawAt(state) % 40);
    anchor = january + day * DAY + second;
    subscribe.billingCycleAnchor = anchor;
    change.quantity = item.quantity;
    card.begin(state);
    beginning.ordinal = subscriber;
    beginning.id = `model-${subscriber}`;
    beginAgain(account, beginning);
    begin(world, account, undefined);
    account.agenda.push(world.start, DUE.entry, UNORDERED, 0, 0);
    advance(world, account, world.horizon, handlers);
    end(world, account);
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
