import { describe, expect, it } from "vitest";
import { businessLines, totalsLines } from "../../reports/terminal.ts";
import { run } from "./run.ts";
import { at, customer, day, plan, scenario, subscribe } from "./scenario-in-code.ts";

const pro = plan("pro", 2000);

describe("the table of a run in the terminal", () => {
  const people = [customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]]))]), customer("bob", [at(day(2026, 1, 5), subscribe([[pro, 2]]))])];
  const plain = scenario(people, { end: day(2026, 3, 1) });
  const lines = (by: readonly string[], width = 200): readonly string[] => {
    const one = { ...plain, reports: { ...plain.reports, by } };
    return businessLines(run(one).recurringRows(), one.reports, width);
  };

  it("has a line per interval and currency", () => {
    expect(lines([]).map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ["interval", "customers", "new"],
      ["2026-01", "2", "2"],
      ["2026-02", "2", "0"],
    ]);
  });

  it("names what reports are split by, - where there is no value of it", () => {
    expect(lines(["plan", "population"]).map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
      ["interval", "plan", "population", "customers"],
      ["2026-01", "pro", "-", "2"],
      ["2026-02", "pro", "-", "2"],
    ]);
  });

  it("is no wider than the terminal", () => {
    expect(Math.max(...lines(["plan"], 40).map((line) => line.length))).toBe(40);
  });

  it("says so when nobody came", () => {
    expect(totalsLines([])).toEqual(["no customers"]);
  });
});
