import type { Account } from "../account/account.ts";
import type { FactSink } from "../account/facts.ts";
import { silentSink } from "../account/silent-sink.ts";
import type { Redemptions, World } from "../account/world.ts";
import { InvariantError } from "../assert.ts";
import { businessOf } from "../business/timed-business.ts";
import { formatInstant } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import { countCandidates, drawnCustomers, type Passed } from "../population/drawn-customers.ts";
import { DrawnLife } from "../population/drawn-life.ts";
import type { Range } from "../population/range.ts";
import { type Key, rootKey } from "../random/root-key.ts";
import type { CustomerScript, Scenario } from "../scenario/scenario.ts";
import { advance, type Handler } from "./advance.ts";
import { begin, end, type RefusedAction, refusedAction, scriptedAccount } from "./customer.ts";
import { DrawnAccounts } from "./drawn-account.ts";
import { drawnRedemptions, drawsRedemptions } from "./drawn-redemptions.ts";
import { handlersWith } from "./handlers/registry.ts";
import { settledRedemptions } from "./redemptions.ts";
import { planEntry, planProbes, StoppedCustomer, scriptHandler } from "./script.ts";

export interface SimulationOptions {
  /** `all` (default) keeps every invoice of a customer for row files; `open` keeps only those that can still change. */
  readonly retain?: Account["retain"];
  /**
   * Only the customers at these places of the one total order: scripted ones as the file lists them, then each population's candidates. Runs over
   * disjoint ranges tell together what one run tells.
   */
  readonly customers?: Range | undefined;
  /** Counts the places of that order that the run has gone through. */
  readonly passed?: Passed | undefined;
  /** Stops before this instant instead of at the scenario's end. */
  readonly until?: Instant;
}

/**
 * Runs a scenario: one customer at a time, from start to horizon, in the file's order. Facts leave through `sink`.
 *
 * Refused actions are collected over all customers; a customer stops at its first. When there are any, what the sink has seen must not be shown.
 *
 * @throws InvariantError when the program itself is wrong; the message names seed, customer and instant.
 */
export function simulate(scenario: Scenario, sink: FactSink, options: SimulationOptions = {}): readonly RefusedAction[] {
  return simulateWith(scenario, sink, options, redemptionsOf(scenario));
}

/** The table of slots of limited coupons, settled before the run (D24). */
function redemptionsOf(scenario: Scenario): Redemptions {
  if (!drawsRedemptions(scenario)) return settledRedemptions(scenario);
  return drawnRedemptions((redemptions) => void simulateWith(scenario, silentSink(), { retain: "open" }, redemptions));
}

function simulateWith(scenario: Scenario, sink: FactSink, options: SimulationOptions, redemptions: Redemptions): readonly RefusedAction[] {
  const world: World = {
    settings: scenario.billing,
    start: scenario.start,
    horizon: scenario.end,
    sink,
    redemptions,
    business: businessOf(scenario.business),
  };
  const handlers = handlersWith(scriptHandler((account) => scenario.customers[account.ordinal] as CustomerScript));
  const until = Math.min(options.until ?? scenario.end, scenario.end);
  const refused: RefusedAction[] = [];
  const root = rootKey(scenario.seed);
  const { from, to } = options.customers ?? EVERYBODY;
  const passed = options.passed ?? { places: 0 };
  for (const [ordinal, script] of scenario.customers.entries()) {
    if (ordinal < from || ordinal >= to) continue;
    passed.places++;
    const account = scriptedAccount(script, ordinal, options.retain ?? "all", root);
    try {
      const refusal = begin(world, account, script.coupon);
      if (refusal !== undefined) {
        refused.push(refusedAction(script, -1, refusal));
        continue;
      }
      world.business?.plan(account, world.horizon);
      planEntry(account, script.entries, 0);
      planProbes(account, scenario.expectations);
      advance(world, account, until, handlers);
      end(world, account);
    } catch (error) {
      if (!(error instanceof StoppedCustomer)) throw located(error, scenario, account);
      refused.push(refusedAction(script, error.entry, error.refusal));
    }
  }
  if (refused.length === 0) simulatePopulations(scenario, root, world, handlers, { until, retain: options.retain ?? "all", from, to, passed });
  return refused;
}

/** How many places the total order of customers has: scripts, and candidates of populations. Counted without drawing anybody. */
export function countCustomers(scenario: Scenario): number {
  const root = rootKey(scenario.seed);
  return scenario.populations.reduce((count, population) => count + countCandidates(population, root, scenario.start, scenario.end), scenario.customers.length);
}

const EVERYBODY: Range = { from: 0, to: Number.POSITIVE_INFINITY };

/** Everybody drawn, population after population, each in an account that is used again. */
function simulatePopulations(scenario: Scenario, root: Key, world: World, handlers: readonly Handler[], part: Part): void {
  const { until, retain, from, to, passed } = part;
  const life = new DrawnLife();
  let before = scenario.customers.length;
  // Where a part begins in the middle, candidates that do not come count too: ordinals still ascend.
  let ordinal = Math.max(before, from);
  for (const population of scenario.populations) {
    if (before >= to) return;
    const accounts = new DrawnAccounts(population, retain);
    for (const customer of drawnCustomers(population, root, scenario.start, scenario.end, { from: from - before, to: to - before }, passed)) {
      const account = accounts.open(customer, ordinal++);
      try {
        begin(world, account, undefined, customer.signsUpAt);
        account.life = life;
        life.begin(account, customer);
        world.business?.plan(account, world.horizon);
        advance(world, account, until, handlers);
        end(world, account);
      } catch (error) {
        throw located(error, scenario, account);
      }
    }
    if (from > 0 || to !== EVERYBODY.to) before += countCandidates(population, root, scenario.start, scenario.end);
  }
}

/** Which drawn customers are run, and how far. */
interface Part extends Range {
  readonly until: Instant;
  readonly retain: Account["retain"];
  readonly passed: Passed;
}

/** Adds to an error of ours what replays it. */
function located(error: unknown, scenario: Scenario, account: Account): InvariantError {
  const message = error instanceof Error ? error.message : String(error);
  return new InvariantError(`${message}\nscenario "${scenario.name}", seed ${scenario.seed}, customer "${account.id}", at ${formatInstant(account.now)}`, {
    cause: error,
  });
}
