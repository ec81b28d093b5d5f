import { describe, expect, it } from "vitest";
import { TestClock } from "../../engine/simulation/test-clock.ts";
import type { Life } from "../engine/life.ts";
import { lifeOf, livesOf, scenarioOf, yamlOf } from "../engine/script.ts";
import { Trace } from "../engine/trace.ts";

const CLOCK = ["2026-01-01", "2026-07-01"] as const;
const timeline = (...entries: readonly string[]): string => `timeline:\n${entries.map((entry, i) => `  e${i + 1}: ${entry}\n`).join("")}`;
const price = (to: string, set: string, more = "at: 2026-04-01"): string => `{ ${more}, change_price: { plan: basic, set: { ${set} }, for: ${to} } }`;
const lived = (entries: readonly string[], ...business: readonly string[]): Life => lifeOf(CLOCK, entries, { blocks: timeline(...business) });
const SIGN_UP = "{ at: 2026-01-15, subscribe: { plan: basic } }";
const QUIET = "proration_behavior: none";

describe("a new price for new customers (N82)", () => {
  it("is met by sign-ups from that instant on; who has the plan keeps the price", () => {
    const life = lived(
      [SIGN_UP, "{ at: 2026-03-31T23:59:59Z, subscribe: { plan: basic, as: before } }", "{ at: 2026-04-01, subscribe: { plan: basic, as: after } }"],
      price("new", "unit_amount: 1500"),
    );
    expect(life.invoices.filter(({ reason }) => reason === "subscription_create").map(({ total }) => total)).toEqual([1000, 1000, 1500]);
    expect(life.totals.filter((total) => total === 1500)).toHaveLength(3);
  });

  it("is met by changes to the plan, not by other quantities of it", () => {
    const upgraded = lived(
      ["{ at: 2026-01-15, subscribe: { plan: option } }", `{ at: 2026-04-10, change: { plan: basic, ${QUIET} } }`],
      price("new", "unit_amount: 1500"),
    );
    expect(upgraded.totals).toEqual([300, 300, 300, 1500, 1500, 1500]);
    const grown = lived(
      [SIGN_UP, `{ at: 2026-04-10, change: { quantity: 3, ${QUIET} } }`, `{ at: 2026-04-20, change: { plan: basic } }`],
      price("new", "unit_amount: 1500"),
    );
    expect(grown.totals).toEqual([1000, 1000, 1000, 3000, 3000, 3000]);
  });

  it("is met by items that are added, and by one-off items of the plan", () => {
    const life = lived(
      [
        "{ at: 2026-01-01, subscribe: { plan: option } }",
        "{ at: 2026-04-10, invoice_item: { plan: basic } }",
        `{ at: 2026-04-10, change: { items: [{ plan: basic }], ${QUIET} } }`,
      ],
      price("new", "unit_amount: 1500"),
    );
    expect(life.invoice(5).amounts).toEqual([1500, 300, 1500]);
  });

  it("may hold for a time only", () => {
    const life = lived(
      ["{ at: 2026-04-05, subscribe: { plan: basic, as: a } }", "{ at: 2026-05-01, subscribe: { plan: basic, as: b } }"],
      price("new", "unit_amount: 500", "at: 2026-04-01, until: 2026-05-01"),
    );
    expect(life.totals).toEqual([500, 1000, 500, 1000, 500]);
  });
});

describe("a new price from the next renewal", () => {
  it("is billed by the first renewal at that instant or later, and told before it", () => {
    const life = lived(["{ at: 2026-02-01, subscribe: { plan: basic } }"], price("at_renewal", "unit_amount: 1500"));
    expect(life.totals).toEqual([1000, 1000, 1500, 1500, 1500]);
    expect(life.at("2026-04-01").slice(0, 2)).toEqual(["c moved active", "c renewed active"]);
  });

  it("comes with the first period after a trial, and after a pause", () => {
    const trial = lived(["{ at: 2026-03-20, subscribe: { plan: basic, trial: 14 days } }"], price("at_renewal", "unit_amount: 1500"));
    expect(trial.totals).toEqual([0, 1500, 1500, 1500]);
    const paused = lived([SIGN_UP, "{ at: 2026-03-20, pause: {} }", "{ at: 2026-04-20, resume: {} }"], price("at_renewal", "unit_amount: 1500"));
    expect(paused.totals).toEqual([1000, 1000, 1000, 1500, 1500, 1500]);
  });

  it("comes item by item where intervals are mixed", () => {
    const life = lifeOf(["2026-01-15", "2027-03-01"], ["{ at: 2026-01-15, subscribe: { items: [{ plan: basic }, { plan: yearly }] } }"], {
      blocks: timeline(
        price("at_renewal", "unit_amount: 1500"),
        "{ at: 2026-04-01, change_price: { plan: yearly, set: { unit_amount: 30000 }, for: at_renewal } }",
      ),
    });
    expect(life.totals.slice(0, 5)).toEqual([21_000, 1000, 1000, 1500, 1500]);
    expect(life.invoice(13).amounts).toEqual([1500, 30_000]);
  });

  it("does not come to a plan that a change to is waiting for: its price was settled at the request", () => {
    const waits = lived(
      ["{ at: 2026-01-15, subscribe: { plan: option } }", "{ at: 2026-03-20, change: { plan: basic, when: at_period_end } }"],
      price("new", "unit_amount: 1500"),
    );
    expect(waits.totals).toEqual([300, 300, 300, 1000, 1000, 1000]);
  });

  it("goes with phases: what a phase brings is taken up then, what is held renews", () => {
    const life = lived(
      ["{ at: 2026-01-15, subscribe: { phases: [{ plan: option, iterations: 4 }, { items: [{ plan: option }, { plan: basic }], iterations: 2 }] } }"],
      price("new", "unit_amount: 1500"),
    );
    expect(life.totals).toEqual([300, 300, 300, 300, 1800, 1800]);
  });
});

describe("a new price for all at once", () => {
  it("is prorated as a change by hand, and keeps the quantity", () => {
    const changed = lived(["{ at: 2026-01-15, subscribe: { plan: basic, quantity: 2 } }"], price("now", "unit_amount: 1500", "at: 2026-03-30"));
    const byHand = lifeOf(CLOCK, ["{ at: 2026-01-15, subscribe: { plan: basic, quantity: 2 } }", "{ at: 2026-03-30, change: { plan: dearer, quantity: 2 } }"], {
      plans: { dearer: "{ currency: usd, interval: month, unit_amount: 1500 }" },
    });
    expect(changed.invoice(4).amounts).toEqual(byHand.invoice(4).amounts);
    expect(changed.invoice(4).amounts).toHaveLength(3);
    expect(changed.totals).toEqual(byHand.totals);
  });

  it("is settled as the scenario settles changes", () => {
    const settled = (behavior: string): readonly number[] =>
      lifeOf(CLOCK, [SIGN_UP], { blocks: `billing: { proration_behavior: ${behavior} }\n${timeline(price("now", "unit_amount: 2000", "at: 2026-03-31"))}` })
        .totals;
    // 15 of 31 days are left: 483.87 more.
    expect(settled("always_invoice")).toEqual([1000, 1000, 1000, 484, 2000, 2000, 2000]);
    expect(settled("create_prorations")).toEqual([1000, 1000, 1000, 2484, 2000, 2000]);
    expect(settled("none")).toEqual([1000, 1000, 1000, 2000, 2000, 2000]);
  });

  it("prorates nothing at a renewal, nor in a trial", () => {
    expect(lived(["{ at: 2026-02-01, subscribe: { plan: basic } }"], price("now", "unit_amount: 1500")).totals).toEqual([1000, 1000, 1500, 1500, 1500]);
    const trial = lived(["{ at: 2026-03-20, subscribe: { plan: basic, trial: 20 days } }"], price("now", "unit_amount: 1500"));
    expect(trial.totals).toEqual([0, 0, 1500, 1500, 1500]);
  });

  it("comes with the next period where it cannot come at once", () => {
    const paused = lived([SIGN_UP, "{ at: 2026-03-20, pause: {} }", "{ at: 2026-04-20, resume: {} }"], price("now", "unit_amount: 1500"));
    expect(paused.totals).toEqual([1000, 1000, 1000, 1500, 1500, 1500]);
  });

  it("leaves a change that waits for the period's end waiting", () => {
    const life = lived([SIGN_UP, "{ at: 2026-03-20, change: { quantity: 3, when: at_period_end } }"], price("now", "unit_amount: 2000", "at: 2026-03-31"));
    expect(life.totals).toEqual([1000, 1000, 1000, 6484, 6000, 6000]);
    const other = lived([SIGN_UP, "{ at: 2026-03-20, change: { plan: option, when: at_period_end } }"], price("now", "unit_amount: 2000", "at: 2026-03-31"));
    expect(other.totals).toEqual([1000, 1000, 1000, 784, 300, 300]);
  });

  it("parts the usage of a period: each use at the price of its instant, late use too", () => {
    const life = lifeOf(
      CLOCK,
      [
        "{ at: 2026-03-15, subscribe: { plan: calls } }",
        "{ at: 2026-03-20, usage: { plan: calls, quantity: 5 } }",
        "{ at: 2026-04-10, usage: { plan: calls, quantity: 7 } }",
        "{ at: 2026-04-11, usage: { plan: calls, quantity: 1, timestamp: 2026-03-21 } }",
      ],
      {
        plans: { calls: "{ currency: usd, interval: month, usage_type: metered, unit_amount: 10 }" },
        blocks: timeline("{ at: 2026-04-01, change_price: { plan: calls, set: { unit_amount: 20 }, for: now } }"),
      },
    );
    expect(life.invoice(1).amounts).toEqual([60, 140]);
  });
});

describe("several new prices", () => {
  it("are laid over each other in order of time, whatever the file's", () => {
    const life = lived([SIGN_UP], price("at_renewal", "unit_amount: 3000", "at: 2026-05-01"), price("at_renewal", "unit_amount: 2000", "at: 2026-03-01"));
    expect(life.totals).toEqual([1000, 1000, 2000, 2000, 3000, 3000]);
  });

  it("never go back to an earlier one", () => {
    const life = lived(
      ["{ at: 2026-05-02, subscribe: { plan: basic } }"],
      price("new", "unit_amount: 3000", "at: 2026-05-01"),
      price("at_renewal", "unit_amount: 2000", "at: 2026-03-01"),
    );
    expect(life.totals).toEqual([3000, 3000]);
  });

  it("bring those who were not asked before to today's price, and nothing to those who have it", () => {
    const life = lived(
      [SIGN_UP, "{ at: 2026-02-10, subscribe: { plan: basic, as: later } }"],
      price("new", "unit_amount: 2000", "at: 2026-02-01"),
      price("at_renewal", "unit_amount: 2000", "at: 2026-04-01"),
    );
    expect(life.about("moved").map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(["2026-04-15 c"]);
    expect(life.invoices.filter(({ createdAt }) => createdAt.slice(8) === "15").map(({ total }) => total)).toEqual([1000, 1000, 1000, 2000, 2000, 2000]);
  });

  it("of one currency leave the others as they are", () => {
    const plans = { both: "{ currency: usd, interval: month, unit_amount: 1000, currency_options: { eur: { unit_amount: 900 } } }" };
    const blocks = timeline("{ at: 2026-03-01, change_price: { plan: both, set: { currency_options: { eur: { unit_amount: 800 } } }, for: at_renewal } }");
    const of = (currency: string): readonly number[] =>
      lifeOf(CLOCK, ["{ at: 2026-01-15, subscribe: { plan: both } }"], { plans, blocks, fields: `currency: ${currency}` }).totals;
    expect([of("usd"), of("eur")]).toEqual([
      [1000, 1000, 1000, 1000, 1000, 1000],
      [900, 900, 800, 800, 800, 800],
    ]);
  });

  it("may change how the plan is priced", () => {
    const tiers = "billing_scheme: tiered, tiers_mode: graduated, tiers: [{ up_to: 1, unit_amount: 1000 }, { up_to: inf, unit_amount: 400 }]";
    const life = lived(["{ at: 2026-01-15, subscribe: { plan: basic, quantity: 3 } }"], price("at_renewal", tiers, "at: 2026-03-01"));
    expect(life.totals).toEqual([3000, 3000, 1800, 1800, 1800, 1800]);
    const back = lifeOf(CLOCK, ["{ at: 2026-01-15, subscribe: { plan: seats, quantity: 3 } }"], {
      blocks: timeline('{ at: 2026-03-01, change_price: { plan: seats, set: { billing_scheme: per_unit, unit_amount_decimal: "0.5" }, for: at_renewal } }'),
    });
    expect(back.totals).toEqual([1500, 1500, 2, 2, 2, 2]);
  });
});

describe("whom a new price reaches", () => {
  it("by when they started", () => {
    const where = (text: string): Life => lived([SIGN_UP], price("at_renewal", "unit_amount: 1500", `at: 2026-03-01, where: { ${text} }`));
    expect(where("started_before: 2026-01-15").totals).toEqual([1000, 1000, 1000, 1000, 1000, 1000]);
    expect(where("started_after: 2026-01-15").totals).toEqual([1000, 1000, 1500, 1500, 1500, 1500]);
    expect(where("plan: [option, basic]").totals).toEqual([1000, 1000, 1500, 1500, 1500, 1500]);
  });

  it("in waves: each scripted customer is in one of them, by its name alone", () => {
    const names = Array.from({ length: 60 }, (_, i) => `c${i}`);
    const customers = names.map((name) => `  ${name}: { timeline: [{ at: 2026-01-15, subscribe: { plan: basic } }] }\n`).join("");
    const waves = price("at_renewal", "unit_amount: 1500", "at: 2026-03-01, waves: { shares: [40%, 40%], every: 1 month }");
    const yaml = (who: string): string => `${yamlOf(CLOCK, [], { blocks: timeline(waves) }).split("customers:")[0]}customers:\n${who}`;
    const months = livesOf(yaml(customers)).lives.map(({ totals }) => totals.indexOf(1500));
    const count = (month: number): number => months.filter((one) => one === month).length;
    expect([count(2), count(3), count(-1)].reduce((a, b) => a + b)).toBe(60);
    for (const month of [2, 3]) expect(Math.abs(count(month) - 24)).toBeLessThan(12);
    const alone = livesOf(yaml(`  c7: { timeline: [{ at: 2026-01-15, subscribe: { plan: basic } }] }\n`)).lives[0]?.totals;
    expect(alone?.indexOf(1500)).toBe(months[7]);
  });
});

describe("new prices in other runs", () => {
  const YAML = yamlOf(CLOCK, [SIGN_UP], {
    blocks: timeline(price("now", "unit_amount: 1500", "at: 2026-03-20"), price("at_renewal", "unit_amount: 1700", "at: 2026-05-15")),
  });

  it("are the same where only open invoices are kept", () => {
    const of = (retain: "all" | "open"): readonly string[] | undefined => livesOf(YAML, { retain }).lives[0]?.log;
    expect(of("open")).toEqual(of("all"));
  });

  it("are the same under a test clock", () => {
    const trace = new Trace();
    const clock = new TestClock(scenarioOf(YAML), trace);
    for (const to of [1_772_000_000, 1_775_000_000, 1_782_863_999]) clock.advanceTo(to);
    clock.finish();
    expect(trace.lives[0]?.log).toEqual(livesOf(YAML).lives[0]?.log);
  });
});
