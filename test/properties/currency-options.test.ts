import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read, yamlOf } from "../reference/compare.ts";
import { withPricesAbroad } from "../reference/draw/currency-options.ts";
import { scenarioDraw, scenarioObject } from "../reference/draw/scenario.ts";
import { runEngine } from "../reference/observe.ts";

describe("a customer in another currency than a plan's own", () => {
  it("is billed as if the plan had that price alone, in 250 drawn scenarios", () => {
    let compared = 0;
    const property = fc.property(scenarioDraw, fc.constantFrom("usd", "jpy", "bhd", "isk"), (draw, other) => {
      const home = scenarioObject(draw);
      const atHome = read(yamlOf(home));
      const abroad = read(yamlOf(withPricesAbroad(home, draw.currency, other)));
      if ("problems" in atHome) return;
      if ("problems" in abroad) expect.fail(abroad.problems);
      compared++;
      expect(runEngine(abroad.scenario)).toEqual(runEngine(atHome.scenario));
    });
    fc.assert(property, { seed: 20_260_401, numRuns: 250 });
    expect(compared).toBeGreaterThanOrEqual(225);
  });
});
