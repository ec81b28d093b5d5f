import { describe, expect, it } from "vitest";
import { formatIssue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { crowd, livesOf } from "./crowd.ts";

const ONE = `
    signups: { per_month: 8, growth: 5% }
    attributes: { segment: { solo: 70%, team: 30% } }
    subscribe: { starter: { plan: starter, trial: 14 days, converts: 50% }, pro: { plan: pro, quantity: { distribution: poisson, mean: 3 } } }
    behavior: { churn: { cancel: { rate: { by: segment, solo: 8%, team: 3% } } }, up: { change: { from: starter, to: pro, rate: 4% } } }`;

const of = (lives: ReadonlyMap<string, readonly string[]>, name: string): unknown => [...lives].filter(([id]) => id.startsWith(`${name}-`));

describe("a population like another", () => {
  it("is the other with its own written over it, as if it had been written out", () => {
    const short = livesOf(
      crowd(`
  two: { like: one, signups: { per_month: 3, growth: null }, behavior: { churn: { cancel: { rate: { solo: 1% } } }, up: null }, subscribe: { pro: { weight: 3 } } }
  one:${ONE}`),
    );
    const long = livesOf(
      crowd(`
  two:
    signups: { per_month: 3 }
    attributes: { segment: { solo: 70%, team: 30% } }
    subscribe: { starter: { plan: starter, trial: 14 days, converts: 50% }, pro: { weight: 3, plan: pro, quantity: { distribution: poisson, mean: 3 } } }
    behavior: { churn: { cancel: { rate: { by: segment, solo: 1%, team: 3% } } } }
  one:${ONE}`),
    );
    expect(short).toEqual(long);
    expect(short.size).toBeGreaterThan(200);
  });

  it("leaves the other alone, and draws by its own name", () => {
    const alone = livesOf(
      crowd(`
  one:${ONE}`),
    );
    const both = livesOf(
      crowd(`
  one:${ONE}
  two: { like: one }
  three: { like: two }`),
    );
    expect(of(both, "one")).toEqual(of(alone, "one"));
    const [one, two, three] = ["one", "two", "three"].map((name) =>
      [...both.keys()].filter((id) => id.startsWith(`${name}-`)).map((id) => id.replace(/^\w+-/, "")),
    );
    expect(two).not.toEqual(one);
    expect(three).not.toEqual(two);
  });

  it("is warned of a null that takes nothing out", () => {
    const { issues } = readScenario(
      `
clock: { start: 2026-01-01, for: 3 months }
plans: { pro: { currency: usd, interval: month, unit_amount: 1900 } }
populations:
  one: { signups: { per_month: 3 }, subscribe: { all: { plan: pro } } }
  two: { like: one, signups: { growth: null } }
`,
      "like.yaml",
    );
    expect(issues.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(issues.map(formatIssue).join("\n")).toContain('"growth" is not there, so null takes nothing out.');
  });
});
