import type { InputFiles } from "../../engine/language/input-files.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";

const HEAD = `
seed: "1"
plans:
  starter: { currency: usd, interval: month, unit_amount: 1900, currency_options: { eur: { unit_amount: 1700 } } }
  pro: { currency: usd, interval: month, unit_amount: 4900, currency_options: { eur: { unit_amount: 4500 } } }
  annual: { currency: usd, interval: year, unit_amount: 19000 }
  calls: { currency: usd, interval: month, usage_type: metered, unit_amount: 2 }
  tally: { currency: usd, interval: month, usage_type: metered, unit_amount: 2 }
  tried: { currency: usd, interval: month, unit_amount: 1000, trial_period_days: 10 }
coupons:
  half: { percent_off: 50, duration: once }
  less: { percent_off: 10, duration: repeating, duration_in_months: 6 }
  always: { amount_off: 300, currency: usd, duration: forever }
`;

/** Files in memory, in small pieces; each by its name. */
export function filesOf(texts: Readonly<Record<string, string>>, size = 13): InputFiles {
  return {
    *open(path) {
      const text = texts[path] ?? "";
      for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
    },
  };
}

/** A scenario with files beside it, and further plans if need be; throws with what is wrong with it. */
export function filed(body: string, files: Readonly<Record<string, string>>, clock = "{ start: 2026-01-01, for: 12 months }", plans = ""): Scenario {
  const head = HEAD.replace("coupons:\n", `${plans}coupons:\n`);
  const { scenario, issues } = readScenario(`clock: ${clock}${head}${body}`, "a.yaml", filesOf(files));
  if (scenario === undefined) throw new Error(issues.map(({ file, line, message, excerpt }) => `${file}:${line}\n${excerpt}\n${message}`).join("\n"));
  return scenario;
}

/** What is said about a scenario: `file:line code`. */
export function saidOf(body: string, files: Readonly<Record<string, string>>, clock = "{ start: 2026-01-01, for: 12 months }"): readonly string[] {
  return readScenario(`clock: ${clock}${HEAD}${body}`, "a.yaml", filesOf(files)).issues.map(({ file, line, code }) => `${file}:${line} ${code}`);
}

/** The text of one file that the run writes. */
export function fileOf(scenario: Scenario, name: string): string {
  const collection = collect(scenario, { golden: false, ledger: true });
  const refused = simulate(scenario, collection.sink);
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join("\n"));
  for (const file of collection.files()) if (file.name === `${name}.csv`) return [...file.text].join("");
  throw new Error(`there is no ${name}.csv`);
}

/** Its rows, by column. */
export function rowsOf(scenario: Scenario, name: string): readonly ReadonlyMap<string, string>[] {
  const [header = "", ...lines] = fileOf(scenario, name).trimEnd().split("\n");
  const columns = header.split(",");
  return lines.map((line) => new Map(line.split(",").map((cell, i) => [columns[i] as string, cell])));
}
