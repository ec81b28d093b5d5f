import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FactSink } from "../../engine/account/facts.ts";
import { poisson } from "../../engine/random/distributions/poisson.ts";
import { childKey, draw } from "../../engine/random/keyed-draw.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { CountingSink } from "./counting-sink.ts";
import { fullScenario } from "./full-scenario.ts";
import { fullYardstick } from "./full-yardstick.ts";
import { type Measure, nanoseconds, pairedRatios } from "./measure.ts";

const MONTHS = 36;
const SEED = "1";

/** What the full-featured population costs beside its yardstick. */
export interface FullComparison {
  readonly ratio: number;
  /** Best nanoseconds per invoice. */
  readonly bare: number;
  readonly engine: number;
}

/** The full-featured population with everything a run of it collects, or with a sink that counts, beside the second yardstick. */
export function compareFull(withReports: boolean, customers: number, repetitions: number): FullComparison {
  const scenario = fullScenario(customers, MONTHS, SEED);
  const totals = fullYardstick(customers, MONTHS, SEED);
  const run = (): void => {
    const counting = new CountingSink();
    simulate(scenario, withReports ? collect(scenario, { golden: false }).sink : counting, { retain: "open" });
    if (!withReports && JSON.stringify(counting.totals) !== JSON.stringify(totals)) throw new Error("engine and second yardstick bill different totals");
  };
  const { ratios, best } = pairedRatios(repetitions, [() => void fullYardstick(customers, MONTHS, SEED), run], 3);
  return { ratio: ratios[1] as number, bare: (best[0] as number) / totals.invoices, engine: (best[1] as number) / totals.invoices };
}

/** Customers of one metered plan, who use it every day or not at all. */
function meteredScenario(customers: number, usage: string): Scenario {
  const text = `
clock: { start: 2024-01-01, for: 12 months }
plans: { api: { currency: usd, interval: month, usage_type: metered, unit_amount: 2 } }
populations:
  people: { signups: { each_month: [${customers}] }, subscribe: { all: { plan: api } }${usage} }
`;
  const { scenario, issues } = readScenario(text, "metered.yaml");
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join("\n"));
  return scenario;
}

/** What one daily usage record costs beside one draw from its table. */
export function usageRecords(customers: number, repetitions: number): Measure {
  const daily = meteredScenario(customers, ", usage: { calls: { plan: api, every: 1 day, quantity: { distribution: poisson, mean: 30 } } }");
  const none = meteredScenario(customers, "");
  let records = 0;
  const sink: FactSink = new CountingSink();
  sink.usage = () => void records++;
  simulate(daily, sink, { retain: "open" });
  const count = records;
  const table = poisson(30);
  const purpose = childKey({ high: 0, low: 0 }, "usage/calls");
  let sum = 0;
  const draws = (): void => {
    for (let i = 0; i < count; i++) sum += table.sample(draw(purpose, purpose, i));
  };
  const times = [draws, () => void simulate(none, sink, { retain: "open" }), () => void simulate(daily, sink, { retain: "open" })];
  const best = times.map(() => Number.POSITIVE_INFINITY);
  for (let repetition = -2; repetition < repetitions; repetition++) {
    for (const [i, work] of times.entries()) {
      const time = nanoseconds(work);
      if (repetition >= 0) best[i] = Math.min(best[i] as number, time);
    }
  }
  if (sum === 0) throw new Error("nothing was drawn");
  const [drawn, without, withUsage] = best as [number, number, number];
  const value = (withUsage - without) / drawn;
  console.error(`daily usage: ${((withUsage - without) / count).toFixed(1)} ns a record, one table draw ${(drawn / count).toFixed(1)} ns`);
  return { title: "daily usage, ns per record / one table draw", value, unit: "x", demand: 3, stretch: 2 };
}

const YAML = (perMonth: number): string => `
clock: { start: 2024-01-01, for: 36 months }
plans: { pro: { currency: usd, interval: month, unit_amount: 4900 } }
populations:
  people:
    signups: { each_month: [${Array(36).fill(perMonth).join(", ")}] }
    subscribe: { all: { plan: pro } }
    behavior: { churn: { cancel: { rate: 3%, at_period_end: true } } }
`;

/** Says at the end of a process, on stderr, how much memory it had at most. */
const TELL_MEMORY = "data:text/javascript,process.on('exit',()=>console.error('peak '+process.resourceUsage().maxRSS/1024))";

/** A million customers by the built command line on one thread and on two: how long, and how much memory at most. */
export function workers(program: string, customers: number): Measure[] {
  const folder = mkdtempSync(join(tmpdir(), "billclock-workers-"));
  try {
    const file = join(folder, "million.yaml");
    writeFileSync(file, YAML(Math.ceil(customers / 36)));
    const [one, two] = ["1", "2"].map((count) => {
      let memory = 0;
      const time = nanoseconds(() => {
        const args = ["--import", TELL_MEMORY, program, "run", file, "--out", join(folder, "out"), "--workers", count];
        const child = spawnSync(process.execPath, args, { encoding: "utf8" });
        if (child.status !== 0) throw new Error(child.stderr);
        memory = Math.max(...[...child.stderr.matchAll(/peak (\S+)/g)].map(([, value]) => Number(value)));
      });
      console.log(`${customers} customers on ${count} thread(s): ${(time / 1e9).toFixed(1)} s, ${memory.toFixed(0)} MB`);
      return { time, memory };
    }) as [{ time: number; memory: number }, { time: number; memory: number }];
    return [
      { title: "two workers / one, 1M customers", value: two.time / one.time, unit: "x", demand: 0.6, stretch: 0.55 },
      { title: "peak memory of `billclock run`, 1M customers, one thread", value: one.memory, unit: "MB", demand: 100, stretch: 80 },
      { title: "peak memory of `billclock run`, 1M customers, two threads", value: two.memory, unit: "MB", demand: 160, stretch: 120 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
