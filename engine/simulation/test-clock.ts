import type { Account } from "../account/account.ts";
import type { FactSink } from "../account/facts.ts";
import { Refusal } from "../account/refusal.ts";
import type { World } from "../account/world.ts";
import { assert } from "../assert.ts";
import { businessOf } from "../business/timed-business.ts";
import { formatBrief } from "../calendar/civil.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import type { Action } from "../lifecycle/requests.ts";
import { type Key, rootKey } from "../random/root-key.ts";
import type { CustomerScript, Scenario } from "../scenario/scenario.ts";
import { advance, type Handler } from "./advance.ts";
import { begin, end, scriptedAccount } from "./customer.ts";
import { handlersWith } from "./handlers/registry.ts";
import { perform } from "./perform.ts";
import { countedRedemptions } from "./redemptions.ts";
import { planEntry, planProbes, scriptHandler } from "./script.ts";

/** Called at each instant at which something happened, when everything of it has; may act on the clock, which stands still. */
export type InstantListener = (clock: TestClock, at: Instant) => void;

/** What was done to a clock from outside: enough to do it again. */
type Command =
  | { readonly kind: "advance"; readonly to: Instant }
  | { readonly kind: "perform"; readonly customer: string; readonly action: Action; readonly subscription: string | undefined };

/**
 * A clock over several customers, moved by hand: the same loop as a batch run, customer by customer up to the earliest instant at which
 * anything is due (D49). No limit on customers, subscriptions or how far it moves; forward only. To go back, fork.
 *
 * Scripts of the scenario run as time passes; `perform` adds actions at the clock's instant.
 */
export class TestClock {
  /** The frozen instant: everything due up to and including it has happened. */
  now: Instant;
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly accounts: Account[];
  private readonly handlers: readonly Handler[];
  private readonly log: Command[] = [];

  constructor(scenario: Scenario, sink: FactSink) {
    this.scenario = scenario;
    this.now = scenario.start;
    const business = businessOf(scenario.business);
    this.world = { settings: scenario.billing, start: scenario.start, horizon: NEVER, sink, redemptions: countedRedemptions(), business };
    this.handlers = handlersWith(scriptHandler((account) => scenario.customers[account.ordinal] as CustomerScript));
    const root = rootKey(scenario.seed);
    this.accounts = scenario.customers.map((script, ordinal) => this.open(script, ordinal, root));
  }

  private open(script: CustomerScript, ordinal: number, root: Key): Account {
    const account = scriptedAccount(script, ordinal, "all", root);
    const refused = begin(this.world, account, script.coupon);
    if (refused !== undefined) throw refused;
    this.world.business?.plan(account, NEVER);
    planEntry(account, script.entries, 0);
    planProbes(account, this.scenario.expectations);
    return account;
  }

  /** The customer's state as it is now: a view, to look at only. @throws Refusal when there is no such customer. */
  account(customer: string): Account {
    const account = this.accounts.find((candidate) => candidate.id === customer);
    if (account !== undefined) return account;
    throw new Refusal(`there is no customer "${customer}"`, `The clock has ${this.accounts.map(({ id }) => `"${id}"`).join(", ")}.`, "Name one of them.");
  }

  /** The earliest instant at which anything is due, NEVER for none. */
  next(): Instant {
    let next = NEVER;
    for (const { agenda } of this.accounts) if (agenda.size > 0 && agenda.head() < next) next = agenda.head();
    return next;
  }

  /**
   * Moves to `to`, which is included (D9), from instant to instant: all customers reach one before any goes on, and `listener` may act there.
   *
   * @throws Refusal when `to` lies behind, and for an action of a script that is refused.
   */
  advanceTo(to: Instant, listener?: InstantListener): void {
    if (to < this.now) {
      throw new Refusal(
        `the clock stands at ${formatBrief(this.now)} and cannot go back to ${formatBrief(to)}`,
        "A clock moves forward only.",
        "Fork it, or start again.",
      );
    }
    for (let at = this.next(); at <= to; at = this.next()) {
      assert(at >= this.now, () => `the clock went back from ${this.now} to ${at}`);
      this.now = at;
      for (const account of this.accounts) advance(this.world, account, at + 1, this.handlers);
      listener?.(this, at);
    }
    this.now = to;
    this.log.push({ kind: "advance", to });
  }

  /**
   * Does an action of a customer at the clock's instant, and what it causes at that instant.
   * Answers why it came to nothing, if it did: a sign-up's card was refused (D28).
   *
   * @throws Refusal when Stripe would refuse it; nothing has happened then.
   */
  perform(customer: string, action: Action, subscription?: string): string | undefined {
    const account = this.account(customer);
    if (account.now < this.now) {
      this.world.sink.settle(account.now, account);
      account.now = this.now;
    }
    const outcome = perform(this.world, account, action, subscription);
    advance(this.world, account, this.now + 1, this.handlers);
    // An action of a listener comes in the middle of an advance: a replay must stop there too.
    this.log.push({ kind: "advance", to: this.now });
    this.log.push({ kind: "perform", customer, action, subscription });
    return outcome;
  }

  /**
   * Another clock in the same state, telling its facts to `sink`: made by doing again all that was done, so there is no second
   * representation of state (D49). Listeners are not called in a replay; what they did is in the log.
   */
  fork(sink: FactSink): TestClock {
    const copy = new TestClock(this.scenario, sink);
    for (const command of this.log) {
      if (command.kind === "advance") copy.advanceTo(command.to);
      else copy.perform(command.customer, command.action, command.subscription);
    }
    return copy;
  }

  /** Ends every customer's life here: what collectors wait for. The clock cannot be used afterwards. */
  finish(): void {
    for (const account of this.accounts) end(this.world, account);
  }
}
