import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Account } from "../../engine/account/account.ts";
import { addMonths } from "../../engine/calendar/duration.ts";
import { DAY } from "../../engine/calendar/instant.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { IntervalGrid } from "../../reports/metrics/interval-grid.ts";
import { measureRevenue } from "../../reports/metrics/recognized-mrr.ts";
import type { RecurringRow } from "../../reports/metrics/recurring-rows.ts";
import { route } from "../../reports/router.ts";
import { drawnScenario } from "./drawn-scenario.ts";
import { filesOf, rowsOf, run, runInto } from "./run.ts";
import { at, cancelLater, cancelNow, card, change, chartmogulMetrics, coupon, customer, day, plan, scenario, subscribe } from "./scenario-in-code.ts";

const pro = plan("pro", 2000);
const trial = { trial: { kind: "duration", duration: { months: 0, seconds: 10 * DAY } } } as const;

/** The row of an interval. */
function row(one: Scenario, interval: string): RecurringRow {
  return run(one)
    .recurringRows()
    .find((candidate) => candidate.interval === interval) as RecurringRow;
}

describe("movements (D40)", () => {
  const movements = (one: Scenario): string[] =>
    rowsOf(run(one), "mrr_movements.csv").map((cells) =>
      ["movement", "cause", "plan_before", "plan_after", "amount", "mrr_after"].map((name) => cells.get(name)).join(" "),
    );

  it("a sign-up is new, a larger quantity expands, a smaller one contracts, a cancel churns", () => {
    const life = customer("alice", [
      at(day(2026, 1, 5), subscribe([[pro, 1]])),
      at(day(2026, 2, 1), change({ quantity: 3 })),
      at(day(2026, 3, 1), change({ quantity: 2 })),
      at(day(2026, 4, 1), cancelNow),
    ]);
    expect(movements(scenario([life]))).toEqual([
      "new signup  pro 20.00 20.00",
      "expansion quantity pro pro 40.00 60.00",
      "contraction quantity pro pro -20.00 40.00",
      "churn cancel pro  -40.00 0.00",
    ]);
  });

  it("who comes back is reactivated, not new", () => {
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]])), at(day(2026, 2, 1), cancelNow), at(day(2026, 3, 1), subscribe([[pro, 1]]))]);
    expect(movements(scenario([life])).at(-1)).toBe("reactivation return  pro 20.00 20.00");
  });

  it("a cancel that is taken back is a churn and a reactivation under at_cancel, and nothing under at_period_end", () => {
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]])), at(day(2026, 1, 8), cancelLater), at(day(2026, 1, 9), { kind: "uncancel" })]);
    expect(movements(scenario([life]))).toEqual(["new signup  pro 20.00 20.00", "churn cancel pro  -20.00 0.00", "reactivation return  pro 20.00 20.00"]);
    expect(movements(scenario([life], { metrics: chartmogulMetrics }))).toEqual(["new signup  pro 20.00 20.00"]);
  });

  it("a trial becomes new when it ends, and a declined sign-up never is", () => {
    const trialist = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]], trial))]);
    const declined = customer("bob", [at(day(2026, 1, 5), subscribe([[pro, 1]]))], { card: card("bad", 1, "card_declined") });
    expect(movements(scenario([trialist, declined]))).toEqual(["new signup  pro 20.00 20.00"]);
    expect(rowsOf(run(scenario([trialist])), "mrr_movements.csv")[0]?.get("at")).toBe("2026-01-15T00:00:00Z");
  });

  it("changes of one instant are netted: a swap between two subscriptions at the same price is no movement", () => {
    const life = customer("alice", [
      at(day(2026, 1, 5), subscribe([[pro, 1]])),
      at(day(2026, 2, 1), cancelNow),
      at(day(2026, 2, 1), subscribe([[plan("other", 2000), 1]], { as: "two" })),
      at(day(2026, 3, 1), cancelNow, "alice/two"),
    ]);
    expect(movements(scenario([life]))).toEqual(["new signup  pro 20.00 20.00", "churn cancel other  -20.00 0.00"]);
  });

  it("a second subscription expands, a coupon's end too, a dearer plan is a change of plan", () => {
    const off = coupon("off", { percent: "50", duration: "repeating", durationInMonths: 1 });
    const life = customer("alice", [
      at(day(2026, 1, 5), subscribe([[pro, 1]], { discounts: [off] })),
      at(day(2026, 3, 1), subscribe([[pro, 1]], { as: "two" })),
      at(day(2026, 4, 1), change({ plan: plan("gold", 5000) }), "alice"),
    ]);
    expect(movements(scenario([life], { metrics: chartmogulMetrics }))).toEqual([
      "new signup  pro 10.00 10.00",
      "expansion discount_end pro pro 10.00 20.00",
      "expansion signup pro pro;pro 20.00 40.00",
      "expansion plan pro;pro gold;pro 30.00 70.00",
    ]);
  });

  it("a plan changed without a movement is the plan before of the next one", () => {
    const life = customer("alice", [
      at(day(2026, 1, 5), subscribe([[pro, 1]])),
      at(day(2026, 2, 1), change({ plan: plan("twin", 2000) })),
      at(day(2026, 3, 1), cancelNow),
    ]);
    expect(movements(scenario([life])).at(-1)).toBe("churn cancel twin  -20.00 0.00");
  });
});

describe("churn by failed payments is involuntary", () => {
  const breaks = card("breaks", 1, "ok", "insufficient_funds");

  it("when dunning ends the subscription that paid", () => {
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]]))], { card: breaks });
    const february = row(scenario([life]), "2026-02");
    expect([february.churn, february.churnInvoluntary, february.churnedInvoluntary, february.churnedVoluntary]).toEqual([2000, 2000, 1, 0]);
  });

  it("when dunning makes it unpaid", () => {
    const dunning = { retries: [], then: "unpaid", invoiceThen: "open", overdueFor: { months: 0, seconds: 0 } } as const;
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]]))], { card: breaks, dunning });
    expect(row(scenario([life]), "2026-02").churnedInvoluntary).toBe(1);
  });

  it("when a past-due subscription does not count by the definitions", () => {
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]]))], { card: breaks });
    const [, february] = run(scenario([life], { end: day(2026, 2, 6), metrics: { mrrStatuses: ["active"] } })).recurringRows();
    expect([february?.churnedInvoluntary, february?.closing]).toEqual([1, 0]);
  });

  it("and not when the customer had asked to leave before", () => {
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]])), at(day(2026, 2, 6), cancelLater)], { card: breaks });
    const february = row(scenario([life]), "2026-02");
    expect([february.churnedInvoluntary, february.churnedVoluntary]).toEqual([0, 1]);
  });

  it("what is past due stands in the closing until it is paid or ends", () => {
    const flaky = card("flaky", 1, "ok", "insufficient_funds", "ok");
    const life = customer("alice", [at(day(2026, 1, 31), subscribe([[pro, 1]]))], { card: flaky });
    const [january, february, march] = run(scenario([life], { end: day(2026, 4, 1) })).recurringRows();
    expect([january?.pastDue, february?.pastDue, march?.pastDue]).toEqual([0, 2000, 0]);
    expect([february?.closing, february?.pastDueCustomers, march?.pastDueCustomers]).toEqual([2000, 1, 0]);
  });
});

describe("trials", () => {
  it("are counted per subscription: two at once are two, again later is another (metric-trial-count)", () => {
    const jane = customer("jane", [at(day(2026, 1, 1), subscribe([[pro, 1]], trial)), at(day(2026, 1, 1), subscribe([[pro, 1]], { ...trial, as: "two" }))]);
    const john = customer("john", [at(day(2026, 1, 1), subscribe([[pro, 1]], trial)), at(day(2026, 1, 21), subscribe([[pro, 1]], { ...trial, as: "two" }))]);
    expect(row(scenario([jane]), "2026-01").trialsStarted).toBe(2);
    expect(row(scenario([john]), "2026-01").trialsStarted).toBe(2);
  });

  it("15 of 100 that end convert when 15 pay: 15% (metric-trial-conversion)", () => {
    const declined = card("declined", 1, "card_declined");
    const customers = Array.from({ length: 100 }, (_, i) =>
      customer(`c${i}`, [at(day(2026, 1, 5), subscribe([[pro, 1]], trial))], i < 15 ? {} : { card: declined }),
    );
    const { trialsStarted, trialsConverted, trialsEnded } = row(scenario(customers, { end: day(2026, 2, 1) }), "2026-01");
    expect([trialsStarted, trialsConverted, trialsEnded]).toEqual([100, 15, 100]);
  });

  it("one cancelled in its trial ends and does not convert; one paid late converts when it is paid", () => {
    const leaves = customer("leaves", [at(day(2026, 1, 5), subscribe([[pro, 1]], trial)), at(day(2026, 1, 8), cancelNow)]);
    const late = customer("late", [at(day(2026, 1, 20), subscribe([[pro, 1]], trial))], { card: card("late", 1, "insufficient_funds", "ok") });
    const [january, february] = run(scenario([leaves, late])).recurringRows();
    expect([january?.trialsEnded, january?.trialsConverted]).toEqual([2, 0]);
    expect([february?.trialsEnded, february?.trialsConverted]).toEqual([0, 1]);
  });
});

describe("rates of churn.csv", () => {
  it("100 of 1,000 customers leave while 100 come: 9.1% (metric-churn-rate)", () => {
    const customers = Array.from({ length: 1100 }, (_, i) => {
      const joins = at(i < 1000 ? day(2026, 1, 5) : day(2026, 2, 5), subscribe([[pro, 1]]));
      return customer(`c${i}`, i < 100 ? [joins, at(day(2026, 2, 10), cancelNow)] : [joins]);
    });
    const february = rowsOf(run(scenario(customers, { end: day(2026, 3, 1) })), "churn.csv")[1];
    expect([february?.get("customers_opening"), february?.get("customers_new"), february?.get("logo_churn_rate")]).toEqual(["1000", "100", "0.090909"]);
  });

  it("expansion counts in NRR and never in GRR; a reactivation counts in NRR where the definitions say so", () => {
    const customers = [
      customer("grows", [at(day(2026, 1, 5), subscribe([[pro, 1]])), at(day(2026, 2, 5), change({ quantity: 2 }))]),
      customer("shrinks", [at(day(2026, 1, 5), subscribe([[pro, 2]])), at(day(2026, 2, 5), change({ quantity: 1 }))]),
      customer("returns", [at(day(2026, 1, 5), subscribe([[pro, 1]])), at(day(2026, 1, 20), cancelNow), at(day(2026, 2, 7), subscribe([[pro, 1]]))]),
    ];
    const retention = (metrics: Parameters<typeof scenario>[1]): (string | undefined)[] => {
      const february = rowsOf(run(scenario(customers, metrics)), "churn.csv")[1];
      return ["nrr", "grr", "gross_mrr_churn_rate", "net_mrr_churn_rate", "quick_ratio"].map((name) => february?.get(name));
    };
    expect(retention({})).toEqual(["1.000000", "0.666667", "0.333333", "0.000000", "2.000000"]);
    expect(retention({ metrics: chartmogulMetrics })).toEqual(["1.333333", "0.666667", "0.333333", "-0.333333", "2.000000"]);
  });

  it("intervals without anything have their rows too, and money is never empty", () => {
    const text = filesOf(run(scenario([customer("alice", [])], { end: day(2026, 3, 1) })));
    expect(text.get("mrr.csv")?.split("\n").slice(1)).toEqual([
      "2026-01,usd,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0,0.00,0.00,0.00,0.00,0.00,0.00,",
      "2026-02,usd,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0,0.00,0.00,0.00,0.00,0.00,0.00,",
      "",
    ]);
    expect(text.get("churn.csv")?.split("\n")[1]).toBe("2026-01,usd,0,0,0,0,0,0,,,,,,,0.00,0.00,0,0,0,,,0,0,0,");
  });
});

/** What one customer pays from each instant on, found by looking after every instant. */
interface Paid {
  readonly at: number;
  readonly mrr: number;
  readonly arr: number;
}

/** Every customer's recurring revenue, without dirty flags, differences or running sums. */
function watchEverything(one: Scenario): readonly (readonly Paid[])[] {
  const { metrics } = one.reports;
  const lives: Paid[][] = [];
  const look = (at: number, account: Account): void => {
    const sum = { mrr: 0, arr: 0 };
    for (const sold of account.subscriptions.slice(0, account.subscriptionCount)) {
      const own = { mrr: 0, arr: 0, discounted: 0 };
      measureRevenue(sold, account.discount, metrics, own);
      sum.mrr += own.mrr;
      sum.arr += own.arr;
    }
    const life = lives[account.ordinal] ?? [];
    lives[account.ordinal] = life;
    life.push({ at, ...sum });
  };
  runInto(one, route([{ settle: look }]));
  return lives;
}

/** What stands just before an instant. */
const standsAt = (life: readonly Paid[], instant: number): Paid => life.findLast((paid) => paid.at < instant) ?? { at: 0, mrr: 0, arr: 0 };

describe("drawn scenarios, by any interval and any definitions", () => {
  test.prop([drawnScenario], { numRuns: 60 })("every number agrees with a count by hand, and every identity holds", (one) => {
    const rows = run(one).recurringRows();
    const lives = watchEverything(one);
    const grid = new IntervalGrid(one.reports.interval, one.start, one.end);
    const { reactivationInNrr } = one.reports.metrics;
    expect(rows).toHaveLength(grid.count);
    for (const [i, found] of rows.entries()) {
      const start = Math.max(grid.starts[i] as number, one.start);
      const end = Math.min(grid.starts[i + 1] as number, one.end);
      const sum = (of: (life: readonly Paid[]) => number): number => lives.reduce((total, life) => total + of(life), 0);
      const flow = (kind: "new" | "reactivation" | "expansion" | "contraction" | "churn", count: boolean): number =>
        sum((life) => movementsIn(life, start, end).reduce((total, move) => total + (move.kind === kind ? (count ? 1 : move.size) : 0), 0));
      expect(found.opening).toBe(sum((life) => standsAt(life, start).mrr));
      expect(found.closing).toBe(sum((life) => standsAt(life, end).mrr));
      expect(found.arr).toBe(sum((life) => standsAt(life, end).arr));
      for (const kind of ["new", "reactivation", "expansion", "contraction", "churn"] as const) expect(found[kind]).toBe(flow(kind, false));
      expect(found.closing).toBe(found.opening + found.new + found.reactivation + found.expansion - found.contraction - found.churn);
      expect(found.opening).toBe(rows[i - 1]?.closing ?? 0);

      expect(found.customersNew).toBe(flow("new", true));
      expect(found.customersReactivated).toBe(flow("reactivation", true));
      expect(found.churnedVoluntary + found.churnedInvoluntary).toBe(flow("churn", true));
      expect(found.customersClosing).toBe(sum((life) => (standsAt(life, end).mrr > 0 ? 1 : 0)));
      expect(found.churnInvoluntary).toBeLessThanOrEqual(found.churn);

      const retained = retention(lives, start, end, reactivationInNrr);
      expect([found.retained, found.retainedAtMost]).toEqual([retained.now, retained.atMost]);
      const yearAgo = addMonths(end === one.end ? one.end : (grid.starts[i + 1] as number), -12);
      expect(found.trailing).toEqual(yearAgo < one.start ? undefined : retention(lives, yearAgo, end, reactivationInNrr));
    }
  });
});

function movementsIn(life: readonly Paid[], start: number, end: number): { kind: string; size: number }[] {
  let paid = 0;
  let ever = false;
  return life.flatMap(({ at: instant, mrr }) => {
    const change = mrr - paid;
    const kind = paid === 0 ? (ever ? "reactivation" : "new") : mrr === 0 ? "churn" : change > 0 ? "expansion" : "contraction";
    paid = mrr;
    ever ||= mrr > 0;
    return change === 0 || instant < start || instant >= end ? [] : [{ kind, size: Math.abs(change) }];
  });
}

/** NRR's and GRR's sums, customer by customer (D41). */
function retention(lives: readonly (readonly Paid[])[], from: number, to: number, countReactivated: boolean): { then: number; now: number; atMost: number } {
  const sums = { then: 0, now: 0, atMost: 0 };
  for (const life of lives) {
    const then = standsAt(life, from).mrr;
    const now = standsAt(life, to).mrr;
    const hadPaid = life.some((paid) => paid.at < from && paid.mrr > 0);
    sums.then += then;
    if (then > 0 || (countReactivated && hadPaid)) sums.now += now;
    if (then > 0) sums.atMost += Math.min(then, now);
  }
  return sums;
}
