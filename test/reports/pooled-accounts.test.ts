import { describe, expect, it } from "vitest";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { intervalReports } from "../../reports/registry.ts";
import { read } from "../reference/compare.ts";

const scenario = (collection: string): string => `
clock: { start: 2026-01-01, end: 2027-01-01 }
plans: { base: { currency: usd, interval: month, unit_amount: 900 } }
cards: { weak: { declines: { rate: 40%, codes: { insufficient_funds: 1 } }, recovery: { insufficient_funds: [0.2] } } }
dunning: { retries: [3 days], then: past_due }
populations:
  people:
    signups: { each_month: [8, 8] }
    ${collection}
    subscribe: { all: { plan: base } }
    behavior: { leave: { cancel: { rate: 10% } } }
`;

function files(yaml: string, retain: "open" | "all"): unknown {
  const reading = read(yaml);
  if ("problems" in reading) throw new Error(reading.problems);
  const collection = collect(reading.scenario, { only: new Set(intervalReports.map(({ name }) => name)), golden: false });
  simulate(reading.scenario, collection.sink, { retain });
  return [...collection.files()].map(({ name, text }) => [name, typeof text === "string" ? text : [...text].join("")]);
}

describe("an account that one drawn customer after the other lives in", () => {
  it.each(["card: weak", "card: weak, collection_method: send_invoice"].map((line) => line.replace(", ", "\n    ")))(
    "shows no report what an earlier customer left unpaid (%s)",
    (collection) => {
      expect(files(scenario(collection), "open")).toEqual(files(scenario(collection), "all"));
    },
  );
});
