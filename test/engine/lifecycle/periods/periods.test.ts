import { describe, expect, it } from "vitest";
import { lifeOf } from "../../script.ts";

/** Which line each invoice of a plan has, `2026-08-09..2026-09-01 742`, and the end if there is one. */
function periods(plan: string, start: string, terms: string, end = "2031-01-01"): readonly string[] {
  const life = lifeOf([`${start.slice(0, 4)}-01-01`, end], [`{ at: ${start}, subscribe: { plan: ${plan}${terms} } }`]);
  const lines = life.invoices.flatMap((invoice) => invoice.lines).map((line) => line.replace(`period `, "").replace(` ${plan}`, ""));
  const { status, endedAt } = life.subscription();
  return status === "canceled" ? [...lines, `ends ${endedAt}`] : lines;
}

// A stub before the anchor: price x stub / one interval from the stub's start (D14, BACK).
describe("leading proration", () => {
  it.each([
    [
      "a month: 23 days of 31",
      "basic",
      "2026-08-09",
      "2026-09-01",
      "2026-10-02",
      ["742 2026-08-09..2026-09-01", "1000 2026-09-01..2026-10-01", "1000 2026-10-01..2026-11-01"],
    ],
    [
      "a month from the 15th of February: 14 of 28",
      "basic",
      "2026-02-15",
      "2026-03-01",
      "2026-03-02",
      ["500 2026-02-15..2026-03-01", "1000 2026-03-01..2026-04-01"],
    ],
    [
      "a month from the 15th of February in a leap year: 15 of 29",
      "basic",
      "2028-02-15",
      "2028-03-01",
      "2028-03-02",
      ["517 2028-02-15..2028-03-01", "1000 2028-03-01..2028-04-01"],
    ],
    ["a month from the 31st: 7 of 28", "basic", "2026-01-31", "2026-02-07", "2026-02-08", ["250 2026-01-31..2026-02-07", "1000 2026-02-07..2026-03-07"]],
    [
      "a quarter: 50 of 89",
      "quarterly",
      "2026-02-10",
      "2026-04-01",
      "2026-07-02",
      ["1685 2026-02-10..2026-04-01", "3000 2026-04-01..2026-07-01", "3000 2026-07-01..2026-10-01"],
    ],
    ["a year: 292 of 365", "yearly", "2026-03-15", "2027-01-01", "2027-01-02", ["16000 2026-03-15..2027-01-01", "20000 2027-01-01..2028-01-01"]],
    [
      "a year that holds a leap day: 152 of 366",
      "yearly",
      "2027-10-01",
      "2028-03-01",
      "2028-03-02",
      ["8306 2027-10-01..2028-03-01", "20000 2028-03-01..2029-03-01"],
    ],
    ["a week: 5 of 7", "weekly", "2026-04-01", "2026-04-06", "2026-04-07", ["500 2026-04-01..2026-04-06", "700 2026-04-06..2026-04-13"]],
    [
      "none: an anchor at the sign-up is a full period",
      "basic",
      "2026-04-01",
      "2026-04-01",
      "2026-05-02",
      ["1000 2026-04-01..2026-05-01", "1000 2026-05-01..2026-06-01"],
    ],
    [
      "none: an anchor one interval later is a full period",
      "basic",
      "2026-01-31",
      "2026-02-28",
      "2026-03-02",
      ["1000 2026-01-31..2026-02-28", "1000 2026-02-28..2026-03-28"],
    ],
  ])("%s", (_rule, plan, start, anchor, end, expected) => {
    expect(periods(plan, start, `, billing_cycle_anchor: ${anchor}`, end)).toEqual(expected);
  });
});

// A planned end inside a period: price x what is left / the whole period (B5, B12).
describe("trailing proration", () => {
  it.each([
    ["a month: 20 days of 30", "basic", "2026-04-01", "2026-04-21", ["667 2026-04-01..2026-04-21", "ends 2026-04-21"]],
    ["a month of 28 days: 14 of 28", "basic", "2026-02-01", "2026-02-15", ["500 2026-02-01..2026-02-15", "ends 2026-02-15"]],
    [
      "a later month: 9 of 30",
      "basic",
      "2026-04-01",
      "2026-06-10",
      ["1000 2026-04-01..2026-05-01", "1000 2026-05-01..2026-06-01", "300 2026-06-01..2026-06-10", "ends 2026-06-10"],
    ],
    [
      "the month from 28 February to 31 March: 10 of 31",
      "basic",
      "2026-01-31",
      "2026-03-10",
      ["1000 2026-01-31..2026-02-28", "323 2026-02-28..2026-03-10", "ends 2026-03-10"],
    ],
    ["a quarter: 45 of 91", "quarterly", "2026-04-01", "2026-05-16", ["1484 2026-04-01..2026-05-16", "ends 2026-05-16"]],
    ["a year: 73 of 365", "yearly", "2026-01-01", "2026-03-15", ["4000 2026-01-01..2026-03-15", "ends 2026-03-15"]],
    ["a leap year: 74 of 366", "yearly", "2028-01-01", "2028-03-15", ["4044 2028-01-01..2028-03-15", "ends 2028-03-15"]],
    ["none: an end with the period bills it whole", "basic", "2026-04-01", "2026-05-01", ["1000 2026-04-01..2026-05-01", "ends 2026-05-01"]],
  ])("%s", (_rule, plan, start, cancelAt, expected) => {
    expect(periods(plan, start, `, cancel_at: ${cancelAt}`)).toEqual(expected);
  });
});

describe("double proration", () => {
  it.each([
    ["a month that ends inside its stub: 11 of 31", "basic", "2026-08-09", "2026-09-01", "2026-08-20", ["355 2026-08-09..2026-08-20", "ends 2026-08-20"]],
    [
      "a month with a stub and a cut end: 23 of 31, then 15 of 30",
      "basic",
      "2026-08-09",
      "2026-09-01",
      "2026-09-16",
      ["742 2026-08-09..2026-09-01", "500 2026-09-01..2026-09-16", "ends 2026-09-16"],
    ],
    ["a quarter that ends inside its stub: 19 of 89", "quarterly", "2026-02-10", "2026-04-01", "2026-03-01", ["640 2026-02-10..2026-03-01", "ends 2026-03-01"]],
    ["a year that ends inside its stub: 170 of 365", "yearly", "2026-03-15", "2027-01-01", "2026-09-01", ["9315 2026-03-15..2026-09-01", "ends 2026-09-01"]],
    ["a stub and no more: the end is the anchor", "basic", "2026-08-09", "2026-09-01", "2026-09-01", ["742 2026-08-09..2026-09-01", "ends 2026-09-01"]],
  ])("%s", (_rule, plan, start, anchor, cancelAt, expected) => {
    expect(periods(plan, start, `, billing_cycle_anchor: ${anchor}, cancel_at: ${cancelAt}`)).toEqual(expected);
  });
});

describe("periods turn", () => {
  it("from the anchor each time: the 31st comes back after February (CYC)", () => {
    expect(periods("basic", "2026-01-31", "", "2026-06-01")).toEqual([
      "1000 2026-01-31..2026-02-28",
      "1000 2026-02-28..2026-03-31",
      "1000 2026-03-31..2026-04-30",
      "1000 2026-04-30..2026-05-31",
      "1000 2026-05-31..2026-06-30",
    ]);
  });

  it("on 29 February once in four years", () => {
    expect(periods("yearly", "2028-02-29", "", "2033-01-01")).toEqual([
      "20000 2028-02-29..2029-02-28",
      "20000 2029-02-28..2030-02-28",
      "20000 2030-02-28..2031-02-28",
      "20000 2031-02-28..2032-02-29",
      "20000 2032-02-29..2033-02-28",
    ]);
  });

  it("at the second of the anchor", () => {
    expect(periods("daily", "2026-03-28T23:59:59Z", "", "2026-03-31")).toEqual([
      "100 2026-03-28T23:59:59..2026-03-29T23:59:59",
      "100 2026-03-29T23:59:59..2026-03-30T23:59:59",
      "100 2026-03-30T23:59:59..2026-03-31T23:59:59",
    ]);
  });

  it("until the horizon, which is not in: a renewal at the clock's end does not happen (D9)", () => {
    expect(periods("basic", "2026-04-01", "", "2026-05-01")).toEqual(["1000 2026-04-01..2026-05-01"]);
  });
});

describe("a free stub (B2)", () => {
  const life = lifeOf(
    ["2026-08-01", "2026-10-02"],
    ["{ at: 2026-08-09, subscribe: { plan: basic, billing_cycle_anchor: 2026-09-01, proration_behavior: none } }"],
  );
  it("makes no invoice until the first full period, and the subscription is active at once", () => {
    expect(life.since("2026-08")[0]).toBe("2026-08-09 c created active");
    expect(life.invoices.map(({ createdAt, total }) => [createdAt, total])).toEqual([
      ["2026-09-01", 1000],
      ["2026-10-01", 1000],
    ]);
  });
});
