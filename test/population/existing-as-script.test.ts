import { describe, expect, it } from "vitest";
import { writeYaml } from "../../engine/language/write-yaml.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { customerNames, customerScript } from "../../reports/index.ts";
import { compare } from "../reference/compare.ts";
import { filed } from "./filed.ts";
import { invoicesOf } from "./scripted.ts";

const CLOCK = "{ start: 2026-01-01, for: 9 months }";
const HEADER =
  "customer,subscription,plans,quantity,unit_amount,status,started_at,current_period_end,cancel_at,cancel_at_period_end,coupon,coupon_ends_at,trial_end";

/** The population in the file as one, and its customers as scripts in its place. */
function scripted(scenario: Scenario, name: string): Scenario {
  const script = customerScript(scenario, name);
  if (typeof script !== "object") throw new Error(`${name}: ${script}`);
  const { plans, ...rest } = script as { readonly plans?: Readonly<Record<string, unknown>> };
  const own = Object.entries(plans ?? {}).map(([id, plan]) => `  ${JSON.stringify(id)}: ${JSON.stringify(plan)}\n`);
  const yaml = writeYaml(rest);
  return filed(yaml, {}, CLOCK, own.join(""));
}

const base = (rows: string, more = ""): Scenario =>
  filed(`populations:\n  base:\n    signups: { existing: { from: base.csv } }\n${more}`, { "base.csv": `${HEADER}\n${rows}` }, CLOCK);

describe("customers of an existing base as scripts (N175)", () => {
  it.each([
    ["a month", "acme,,pro,2,,active,2025-03-10,,,,,,"],
    ["a month that turns on the 31st, at a time of its own", "acme,,pro,2,,active,2025-01-31T10:20:30Z,,,,,,"],
    ["a price of its own and a metered plan", "acme,,starter;calls,3;,15.50;,active,2025-11-15,,,,,,"],
    ["a year", "acme,,annual,1,,active,2025-06-07,,,,,,"],
    ["a coupon with months left", "acme,,pro,1,,active,2025-10-05,,,,less,2026-03-05,"],
    ["a coupon for ever, and one that is still to be used", "acme,,pro,1,,active,2025-10-05,,,,always,,\nbolt,,pro,1,,active,2025-10-05,,,,half,,"],
    ["a cancel at the period's end", "acme,,pro,1,,active,2025-10-05,2026-01-05,,true,,,"],
    ["a planned end", "acme,,pro,1,,active,2025-10-05,,2026-03-20,,,,"],
    ["two subscriptions, one with a name", "acme,web,pro,1,,active,2025-10-05,,,,,,\nacme,,starter,1,,active,2025-10-15,,,,,,"],
  ])("%s", (_, rows) => {
    const scenario = base(`${rows}\n`);
    const billed = invoicesOf(scenario);
    for (const name of customerNames(scenario)) {
      const script = scripted(scenario, name);
      expect(invoicesOf(script).get(name) ?? []).toEqual(billed.get(name) ?? []);
      // The reference engine bills the script as well.
      expect(compare(script).difference).toBeUndefined();
    }
  });

  it("with what they do after the clock starts, drawn: each is said, or the reason why it cannot be", () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `c${i},,${i % 3 === 0 ? "starter" : "pro"},${1 + (i % 4)},,active,2025-0${1 + (i % 9)}-${10 + (i % 19)},,,,${i % 5 === 0 ? "always" : ""},,`,
    );
    const behavior = `    behavior:
      churn: { cancel: { rate: 5%, at_period_end: true } }
      leave: { cancel: { rate: 2% } }
      grow: { seats: { change: 1, rate: 12%, proration_behavior: none } }
      up: { change: { from: starter, to: pro, rate: 6% } }
`;
    const scenario = base(`${rows.join("\n")}\n`, behavior);
    const billed = invoicesOf(scenario);
    let said = 0;
    for (const name of customerNames(scenario)) {
      const script = customerScript(scenario, name);
      if (typeof script === "string") {
        expect(script).toMatch(/^at 20.* a period was credited that was paid before the clock/);
        continue;
      }
      said++;
      expect(invoicesOf(scripted(scenario, name)).get(name) ?? [], name).toEqual(billed.get(name) ?? []);
    }
    expect(said).toBeGreaterThan(45);
  });

  it.each([
    ["acme,,pro,1,,past_due,2025-10-05,,,,,,", /owes for a period before the clock/],
    ["acme,,pro,1,,paused,2025-10-05,,,,,,", /paused before the clock/],
    ["acme,,pro,1,,unpaid,2025-10-05,,,,,,", /owes for a period/],
    ["acme,,pro,1,,trialing,2025-12-20,,,,,,2026-01-10", /its trial began before the clock/],
    ["acme,,pro,1,,active,2025-10-01,,,,,,", /turns in the very instant/],
    ["acme,,pro;annual,1;1,,active,2025-10-05,,,,,,", /different lengths/],
  ])("%s is no script", (row, reason) => {
    expect(customerScript(base(`${row}\n`), "acme")).toMatch(reason);
  });
});

describe("customers of a file of sign-ups as scripts", () => {
  it("bill the same, with several subscriptions and what they do", () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) =>
        `c${i},2026-0${1 + (i % 3)}-${10 + (i % 18)},${i % 2 === 0 ? "pro" : "starter"},${1 + (i % 3)}\n${i % 4 === 0 ? `c${i},2026-05-02,calls,\n` : ""}`,
    );
    const scenario = filed(
      "populations:\n  came:\n    signups: { from: s.csv }\n    behavior:\n      churn: { cancel: { rate: 8%, at_period_end: true } }\n      grow: { seats: { change: 1, rate: 10% } }\n",
      { "s.csv": `customer,at,plan,quantity\n${rows.join("")}` },
      CLOCK,
    );
    const billed = invoicesOf(scenario);
    expect(billed.size).toBe(30);
    for (const name of customerNames(scenario)) expect(invoicesOf(scripted(scenario, name)).get(name), name).toEqual(billed.get(name));
  });
});
