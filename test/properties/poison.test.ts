import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../reports/collect.ts";
import { route } from "../../reports/router.ts";
import { anyScenarioDraw, scenarioOf, withRefusalsExpected } from "./drawn.ts";
import { poisoned } from "./poison.ts";

const said = (collection: Collection): readonly string[] => [
  ...[...collection.files()].map(({ name, text }) => `${name}\n${[...text].join("")}`),
  collection.golden(),
  collection.terminal(120),
  JSON.stringify(collection.totals()),
];

/** What all reports say; undefined when an action was refused, since then they say nothing. */
function reportOf(scenario: Scenario, poison: boolean): readonly string[] | undefined {
  const collection = collect(scenario);
  const refused = simulate(scenario, poison ? poisoned(collection.sink) : collection.sink);
  return refused.length > 0 ? undefined : said(collection);
}

describe("facts are views, valid only during the call", () => {
  test.prop([anyScenarioDraw], { numRuns: 60, seed: 20_260_204 })("no report keeps a view or a part of one: spoiling all of them changes nothing", (draw) => {
    const scenario = scenarioOf(withRefusalsExpected(draw, true));
    expect(reportOf(scenario, true)).toEqual(reportOf(scenario, false));
  });

  it("a sink that keeps a view is found out", () => {
    const kept: Invoice[] = [];
    const sink = poisoned(route([{ invoice: (_at, _account, invoice) => kept.push(invoice) }]));
    const line = { amount: 5, plan: { index: 0, id: "gold" } };
    sink.invoice(0, {} as never, { number: 7, lines: [line] } as never, "created");
    expect([line.amount, kept[0]?.number, kept[0]?.lines]).toEqual([5, -999_999_999, undefined]);
  });
});
