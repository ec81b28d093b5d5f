import { describe, expect, it } from "vitest";
import type { Account } from "../../../engine/account/account.ts";
import { createAccount } from "../../../engine/account/account-pool.ts";
import { DUE, type DueCode, UNORDERED } from "../../../engine/account/agenda.ts";
import type { FactSink } from "../../../engine/account/facts.ts";
import { takeInvoice } from "../../../engine/account/invoice-pool.ts";
import { takeSubscription } from "../../../engine/account/subscription-pool.ts";
import type { World } from "../../../engine/account/world.ts";
import { InvariantError } from "../../../engine/assert.ts";
import { defaultCollection } from "../../../engine/billing/settings.ts";
import { NO_TIME } from "../../../engine/calendar/duration.ts";
import { NEVER } from "../../../engine/calendar/instant.ts";
import { noCard } from "../../../engine/payments/card.ts";
import { defaultDunning } from "../../../engine/payments/dunning.ts";
import { advance, type Handler } from "../../../engine/simulation/advance.ts";
import { usd } from "../builders.ts";

const quiet = (): undefined => undefined;
const silence: FactSink = {
  begin: quiet,
  subscription: quiet,
  opening: quiet,
  line: quiet,
  invoice: quiet,
  payment: quiet,
  balance: quiet,
  creditNote: quiet,
  dispute: quiet,
  usage: quiet,
  card: quiet,
  coupon: quiet,
  review: quiet,
  settle: quiet,
  probe: quiet,
  refusal: quiet,
  end: quiet,
};

/** A world in which handlers only write down that they were called, and may plan more. */
class Toy {
  readonly log: string[] = [];
  readonly account: Account;
  private readonly world: World;
  private readonly then = new Map<string, () => void>();

  constructor(now = 0) {
    this.account = createAccount(
      {
        ordinal: 0,
        id: "toy",
        key: { high: 0, low: 0 },
        population: "",
        currency: usd,
        card: noCard,
        dunning: defaultDunning,
        taxRates: undefined,
        balance: 0,
        ...defaultCollection,
        pays: undefined,
      },
      "all",
    );
    this.account.now = now;
    this.world = {
      settings: {
        mode: "flexible",
        prorationBehavior: "create_prorations",
        finalizeAfter: NO_TIME,
        taxRates: [],
        ...defaultCollection,
        acceptFunding: undefined,
        reviewFunding: new Set(),
        fees: undefined,
      },
      start: 0,
      horizon: NEVER,
      sink: { ...silence, settle: (at) => this.log.push(`settle ${at}`) },
      redemptions: { redeem: () => true },
      business: undefined,
    };
  }

  plan(at: number, code: DueCode, ref = 0, order = UNORDERED, generation = 0): void {
    this.account.agenda.push(at, code, order, ref, generation);
  }

  /** When this is handled, `what` happens. */
  when(text: string, what: () => void): void {
    this.then.set(text, what);
  }

  run(until = NEVER): readonly string[] {
    const names = Object.entries(DUE);
    const handler: Handler = (_world, account, due) => {
      const name = names.find(([, code]) => code === due.code)?.[0];
      const text = `${account.now} ${name} ${due.ref}`;
      expect(due.at).toBe(account.now);
      this.log.push(text);
      this.then.get(text)?.();
    };
    advance(
      this.world,
      this.account,
      until,
      names.map(() => handler),
    );
    return this.log;
  }
}

describe("the loop", () => {
  it("goes from instant to instant and settles each when time moves on", () => {
    const toy = new Toy();
    toy.plan(20, DUE.entry, 2);
    toy.plan(10, DUE.entry, 0);
    toy.plan(10, DUE.entry, 1);
    expect(toy.run()).toEqual(["settle 0", "10 entry 0", "10 entry 1", "settle 10", "20 entry 2"]);
  });

  it("stops before `until`, which is not in, and goes on from there", () => {
    const toy = new Toy();
    for (const at of [10, 20, 30]) toy.plan(at, DUE.entry, at);
    expect(toy.run(20)).toEqual(["settle 0", "10 entry 10"]);
    expect(toy.account.now).toBe(10);
    expect(toy.run(21).slice(2)).toEqual(["settle 10", "20 entry 20"]);
    expect(toy.run().slice(4)).toEqual(["settle 20", "30 entry 30"]);
  });

  it("cut anywhere gives the same as in one go", () => {
    const whole = new Toy();
    const cut = new Toy();
    for (const toy of [whole, cut]) {
      for (let n = 0; n < 50; n++) toy.plan((n * 37) % 101, [DUE.boundary, DUE.payment, DUE.entry][n % 3] as DueCode, n, n % 5);
      for (let i = 0; i < 5; i++) takeSubscriptionOf(toy, 0);
    }
    for (let until = 0; until < 101; until += 7) cut.run(until);
    expect(cut.run()).toEqual(whole.run());
  });

  // D8: boundary and expiry, finalization, payment, entries, probes; inside a phase by subscription, then creation.
  it("keeps the order of one instant, whatever the order of planning", () => {
    const toy = new Toy();
    toy.plan(10, DUE.probe, 0);
    toy.plan(10, DUE.entry, 0);
    toy.plan(10, DUE.payment, 0, 0, invoiceOf(toy));
    toy.plan(10, DUE.finalization, 0, 1, 1);
    toy.plan(10, DUE.expiry, 3, 1);
    toy.plan(10, DUE.boundary, 0, 0, takeSubscriptionOf(toy, 0));
    expect(toy.run()).toEqual(["settle 0", "10 boundary 0", "10 expiry 3", "10 finalization 0", "10 payment 0", "10 entry 0", "10 probe 0"]);
  });

  it("finishes what an action causes at its own instant before the next entry", () => {
    const toy = new Toy();
    toy.plan(10, DUE.entry, 0);
    const generation = takeSubscriptionOf(toy, 0);
    toy.when("10 entry 0", () => {
      toy.plan(10, DUE.entry, 1);
      toy.plan(10, DUE.payment, 0, 0, invoiceOf(toy));
      toy.plan(10, DUE.boundary, 0, 0, generation);
    });
    expect(toy.run()).toEqual(["settle 0", "10 entry 0", "10 boundary 0", "10 payment 0", "10 entry 1"]);
  });

  it("skips what has been planned anew: its generation is stale", () => {
    const toy = new Toy();
    const first = takeSubscriptionOf(toy, 0);
    toy.plan(10, DUE.boundary, 0, 0, first);
    toy.plan(20, DUE.boundary, 0, 0, first + 1);
    const subscription = toy.account.subscriptions[0] as Account["subscriptions"][number];
    subscription.generation = first + 1;
    const invoice = invoiceOf(toy);
    toy.plan(15, DUE.payment, 0, 0, invoice - 1);
    toy.plan(16, DUE.finalization, 0, 0, invoice - 1);
    toy.plan(17, DUE.payment, 0, 0, invoice);
    expect(toy.run().filter((line) => !line.startsWith("settle"))).toEqual(["17 payment 0", "20 boundary 0"]);
  });

  it("skips what belongs to nothing any more", () => {
    const toy = new Toy();
    toy.plan(10, DUE.boundary, 7, 0, 0);
    toy.plan(10, DUE.payment, 7, 0, 0);
    expect(toy.run()).toEqual(["settle 0"]);
  });

  it("asserts that time never goes back", () => {
    const toy = new Toy(50);
    toy.plan(49, DUE.entry, 0);
    expect(() => toy.run()).toThrow(InvariantError);
    expect(() => new Toy(50).run()).not.toThrow();
  });

  it("lets things happen at the instant it stands at", () => {
    const toy = new Toy(50);
    toy.plan(50, DUE.entry, 0);
    expect(toy.run()).toEqual(["50 entry 0"]);
  });

  it("does nothing with an empty agenda", () => {
    expect(new Toy().run()).toEqual([]);
  });
});

/** Gives the toy account its next subscription; answers its generation. */
function takeSubscriptionOf(toy: Toy, ordinal: number): number {
  const subscription = takeSubscription(toy.account);
  toy.account.subscriptionCount++;
  expect(subscription.ordinal).toBeGreaterThanOrEqual(ordinal);
  return subscription.generation;
}

/** Gives the toy account its next invoice; answers its generation. */
function invoiceOf(toy: Toy): number {
  return takeInvoice(toy.account).generation;
}
