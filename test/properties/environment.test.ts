import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { route } from "../../reports/router.ts";
import { billclock, folderWith } from "../cli/program.ts";
import { read, yamlOf } from "../reference/compare.ts";
import { scenarioDraw, scenarioObject } from "../reference/draw/scenario.ts";
import { withRefusalsExpected } from "./drawn.ts";

/** The first drawn scenario with several customers and many invoices in which nothing is refused and nothing warned of. */
function busyScenario(): string {
  for (const draw of fc.sample(scenarioDraw, { numRuns: 1500, seed: 20_260_205 })) {
    const yaml = yamlOf(scenarioObject({ ...withRefusalsExpected(draw, false), customerCount: 3 as const }));
    const reading = read(yaml);
    if ("problems" in reading || readScenario(yaml, "drawn.yaml").issues.length > 0) continue;
    let invoices = 0;
    const refused = simulate(reading.scenario, route([{ end: (account) => (invoices += account.invoices.length) }]));
    if (refused.length === 0 && invoices > 20) return yaml;
  }
  throw new Error("no drawn scenario is busy enough");
}

const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "half an hour off, Turkish": { TZ: "Asia/Kolkata", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
  "summer time, Japanese": { TZ: "America/St_Johns", LANG: "ja_JP.UTF-8", LC_ALL: "ja_JP.UTF-8" },
  "no locale": { TZ: "Pacific/Kiritimati", LANG: "C", LC_ALL: "C" },
};

describe("the same scenario gives the same bytes", () => {
  const yaml = busyScenario();

  function written(env: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
    const folder = folderWith({ "drawn.yaml": yaml });
    const { status, stderr, stdout } = billclock(["run", "drawn.yaml", "--out", "result"], folder, env);
    expect(`${status} ${stderr}`).toBe("0 ");
    const files = readdirSync(join(folder, "result")).toSorted();
    return new Map([["stdout", stdout], ...files.map((file) => [file, readFileSync(join(folder, "result", file), "latin1")] as const)]);
  }

  it.each(Object.entries(PLACES))("in any time zone and language: %s", (_name, env) => {
    const here = written({ TZ: "UTC", LANG: "en_US.UTF-8", LC_ALL: "en_US.UTF-8" });
    expect(here.size).toBeGreaterThan(8);
    expect(written(env)).toEqual(here);
  });
});
