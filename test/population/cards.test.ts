import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import type { Account } from "../../engine/account/account.ts";
import type { Payment } from "../../engine/account/facts.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "./crowd.ts";

const z = (count: number, of: number, share: number): number => Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));

/** What a crowd's charges came to: attempts and declines, by attempt number and code. */
class Charges {
  readonly tried: number[] = [];
  readonly failed: number[] = [];
  readonly codes = new Map<string, number>();
  /** First attempts and declines of each customer. */
  readonly firsts: { tried: number; failed: number }[] = [];
  /** Invoices that were paid in the end: customer and number. */
  readonly paid = new Set<string>();
  readonly changes = { updated: 0, renewed: 0, replaced: 0 };
  readonly accounts: { readonly attempts: number; readonly endReason: string | undefined }[] = [];

  constructor(populations: string, cards: string, clock: string, rest = "") {
    const scenario = crowd(populations, { clock, rest: `cards:\n  card: ${cards}\n${rest}` });
    const refused = simulate(
      scenario,
      {
        ...silentSink(),
        payment: (_, account, payment) => this.note(account, payment),
        card: (_at, _account, _card, change) => void this.changes[change]++,
        end: ({ subscriptions: [first], invoices }) => void this.accounts.push({ attempts: invoices[0]?.attempts ?? 0, endReason: first?.endReason }),
      },
      { retain: "open" },
    );
    expect(refused).toEqual([]);
  }

  private note(account: Account, { attempt, decline, invoice }: Payment): void {
    this.tried[attempt] = (this.tried[attempt] ?? 0) + 1;
    if (decline === undefined) this.paid.add(`${account.id} ${invoice?.number}`);
    else {
      this.failed[attempt] = (this.failed[attempt] ?? 0) + 1;
      if (attempt === 1) this.codes.set(decline.code, (this.codes.get(decline.code) ?? 0) + 1);
    }
    if (attempt !== 1) return;
    const own = (this.firsts[account.ordinal] ??= { tried: 0, failed: 0 });
    own.tried++;
    if (decline !== undefined) own.failed++;
  }

  first(): readonly [failed: number, tried: number] {
    return [this.failed[1] ?? 0, this.tried[1] ?? 0];
  }
}

const people = (count: number, plan = "starter"): string => `  people:
    signups: { each_month: [${count}] }
    card: card
    subscribe: { all: { plan: ${plan}, trial: 14 days } }`;

const CODES = "codes: { insufficient_funds: 45%, do_not_honor: 30%, processing_error: 10%, lost_card: 15% }";
const RECOVERY = "recovery: { insufficient_funds: [30%, 25%, 20%], do_not_honor: [15%, 12%, 10%], processing_error: [80%, 50%, 30%] }";
const KEEP = "dunning: { retries: [3 days, 5 days, 7 days], then: past_due }";

describe("cards in numbers (D35)", () => {
  const half = new Charges(people(8000), `{ declines: { rate: 20%, ${CODES} }, ${RECOVERY} }`, "{ start: 2026-01-01, for: 3 months }", KEEP);

  it("decline the share `rate` of first attempts", () => {
    const [failed, tried] = half.first();
    expect(tried).toBeGreaterThan(15_000);
    expect(z(failed, tried, 0.2)).toBeLessThan(4);
  });

  it("say why by the weights of the codes", () => {
    const [failed] = half.first();
    for (const [code, share] of [
      ["insufficient_funds", 0.45],
      ["do_not_honor", 0.3],
      ["processing_error", 0.1],
      ["lost_card", 0.15],
    ] as const) {
      expect(z(half.codes.get(code) ?? 0, failed, share)).toBeLessThan(4);
    }
  });

  it.each([
    ["do_not_honor", "[15%, 40%]", [0.15, 0.4, 0.4]],
    ["processing_error", "[80%, 50%, 30%]", [0.8, 0.5, 0.3]],
    ["processing_error", "[25%]", [0.25, 0.25, 0.25]],
  ] as const)("each retry after %s succeeds with its chance: %s", (code, chances, shares) => {
    const charges = new Charges(
      people(8000),
      `{ declines: { rate: 90%, codes: { ${code}: 1 } }, recovery: { ${code}: ${chances} } }`,
      "{ start: 2026-01-01, for: 55 days }",
      KEEP,
    );
    for (const [i, share] of shares.entries()) {
      const [tried, failed] = [charges.tried[i + 2] ?? 0, charges.failed[i + 2] ?? 0];
      expect(tried).toBeGreaterThan(400);
      expect(z(tried - failed, tried, share)).toBeLessThan(4);
    }
  });

  it("are not charged again after a hard decline", () => {
    const charges = new Charges(people(500), "{ declines: { rate: 100%, codes: { lost_card: 1 } } }", "{ start: 2026-01-01, for: 80 days }");
    expect(charges.tried[1]).toBe(500);
    expect(charges.tried.length).toBe(2);
    expect(charges.accounts.every(({ endReason }) => endReason === "payment_failure")).toBe(true);
  });

  it("a schedule with more tries recovers a superset", () => {
    const card = `{ declines: { rate: 40%, ${CODES} }, ${RECOVERY} }`;
    const paidWith = (retries: string): ReadonlySet<string> =>
      new Charges(people(3000), card, "{ start: 2026-01-01, for: 4 months }", `dunning: { retries: [${retries}], then: past_due }`).paid;
    const [few, some, many] = [paidWith("3 days"), paidWith("3 days, 5 days"), paidWith("1 day, 1 day, 2 days, 2 days, 3 days, 3 days")];
    expect([...few].filter((invoice) => !some.has(invoice))).toEqual([]);
    expect([...some].filter((invoice) => !many.has(invoice))).toEqual([]);
    expect(few.size).toBeLessThan(some.size);
    expect(some.size).toBeLessThan(many.size);
  });
});

describe("recovery in time", () => {
  const card = "{ declines: { rate: 90%, codes: { do_not_honor: 1 } }, recovery: { do_not_honor: { eventually: 64%, half_life: 5 days } } }";
  const recovered = (retries: string): readonly [recovered: number, failed: number] => {
    const charges = new Charges(people(6000, "annual"), card, "{ start: 2026-01-01, for: 62 days }", `dunning: { retries: [${retries}], then: cancel }`);
    const last = charges.tried.length - 1;
    expect(last).toBe(retries.split(",").length + 1);
    const failed = charges.failed[1] ?? 0;
    return [failed - (charges.failed[last] ?? 0), failed];
  };

  it("half of those that ever come right do so in each half-life", () => {
    expect(z(...recovered("5 days"), 0.32)).toBeLessThan(4);
    expect(z(...recovered("5 days, 5 days"), 0.48)).toBeLessThan(4);
  });

  it("it is the schedule's length that matters, not the number of tries", () => {
    const [five, one] = [recovered("2 days, 2 days, 2 days, 2 days, 2 days"), recovered("10 days")];
    expect(five).toEqual(one);
  });
});

describe("clusters", () => {
  const charges = new Charges(
    people(4000),
    "{ declines: { rate: 8%, codes: { processing_error: 1 }, cluster: { share: 20%, ratio: 4 } }, recovery: { processing_error: [100%] } }",
    "{ start: 2026-01-01, for: 14 months }",
  );

  it("keep the mean", () => {
    const [failed, tried] = charges.first();
    // Attempts of one card are not independent: the variance of a card's count is that of the mixture.
    const [low, high] = [0.05, 0.2];
    const n = tried / charges.firsts.length;
    const variance = 0.8 * (n * low * (1 - low) + (n * low) ** 2) + 0.2 * (n * high * (1 - high) + (n * high) ** 2) - (n * 0.08) ** 2;
    expect(Math.abs(failed - 0.08 * tried) / Math.sqrt(variance * charges.firsts.length)).toBeLessThan(4);
  });

  it("make declines of one card more alike than those of different cards", () => {
    const expected = 0.8 * 0.95 ** 13 + 0.2 * 0.8 ** 13;
    const thirteen = charges.firsts.filter(({ tried }) => tried === 13);
    const spared = thirteen.filter(({ failed }) => failed === 0);
    expect(thirteen.length).toBeGreaterThan(1500);
    expect(z(spared.length, thirteen.length, expected)).toBeLessThan(4);
    expect(z(spared.length, thirteen.length, 0.92 ** 13)).toBeGreaterThan(5);
  });
});

describe("expiry", () => {
  it("declines expired_card from then on, unless the updater replaces the card", () => {
    const charges = new Charges(people(6000), "{ expires: { share_per_month: 10%, updater: 40% } }", "{ start: 2026-01-01, for: 70 days }");
    expect([...charges.codes.keys()]).toEqual(["expired_card"]);
    expect(charges.changes.updated).toBeGreaterThan(200);
    expect(charges.changes.renewed).toBe(0);
  });

  it("is a hazard: after 30 days of a month of 365/12 days (1 - share)^(30 days) are good", () => {
    const charges = new Charges(
      `  people:
    signups: { each_month: [8000] }
    card: card
    subscribe: { all: { plan: starter, trial: 30 days } }`,
      "{ expires: { share_per_month: 10% } }",
      "{ start: 2026-01-01, for: 61 days }",
    );
    const [failed, tried] = charges.first();
    expect(tried).toBeGreaterThan(7900);
    expect(z(failed, tried, 1 - 0.9 ** ((30 * 86_400) / 2_628_000))).toBeLessThan(4);
  });

  it("a card that is always updated never declines, however often it is", () => {
    const charges = new Charges(people(1000), "{ expires: { share_per_month: 50%, updater: 100% } }", "{ start: 2026-01-01, for: 7 months }");
    expect(charges.failed).toEqual([]);
    expect(charges.changes.updated).toBeGreaterThan(3000);
  });
});

describe("replacement after a failure", () => {
  const lost = "declines: { rate: 50%, codes: { lost_card: 1 } }";

  it("lifts the hard block, with the daily share as a hazard, at most for so long", () => {
    const charges = new Charges(
      people(8000, "annual"),
      `{ ${lost}, replaced_after_failure: { share_per_day: 10%, for: 5 days } }`,
      "{ start: 2026-01-01, for: 62 days }",
      "dunning: { retries: [10 days], then: cancel }",
    );
    const failed = charges.failed[1] ?? 0;
    // Only new cards are charged again, and that is their first attempt.
    expect(z(charges.tried[2] ?? 0, failed, 1 - 0.9 ** 5)).toBeLessThan(4);
    expect(z(charges.failed[2] ?? 0, charges.tried[2] ?? 0, 0.5)).toBeLessThan(4);
  });

  it("comes to nothing when the invoice is paid before", () => {
    const charges = new Charges(
      people(2000, "annual"),
      "{ declines: { rate: 50%, codes: { processing_error: 1 } }, recovery: { processing_error: [100%] }, replaced_after_failure: { share_per_day: 20%, for: 14 days } }",
      "{ start: 2026-01-01, for: 62 days }",
      "dunning: { retries: [1 hour], then: cancel }",
    );
    const failed = charges.failed[1] ?? 0;
    expect(z(charges.changes.renewed, failed, 1 - 0.8 ** (1 / 24))).toBeLessThan(4);
  });
});
