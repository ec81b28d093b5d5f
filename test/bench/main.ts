import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inlineDeeply } from "../../cli/inline-deeply.ts";
import type { FactSink } from "../../engine/account/facts.ts";
import { collect } from "../../reports/collect.ts";
import { intervalReports } from "../../reports/registry.ts";
import { CountingSink } from "./counting-sink.ts";
import { IntervalReports } from "./interval-reports.ts";
import { isMissed, type Measure, median, nanoseconds, pairedRatios, table } from "./measure.ts";
import { plainEngine } from "./plain-engine.ts";
import { plainScenario } from "./plain-scenario.ts";
import { compareFull, usageRecords, workers } from "./population.ts";
import { type ModelTotals, yardstick } from "./yardstick.ts";

/**
 * `npm run bench [-- --check] [--customers N] [--repetitions N] [--quick]`: yardstick and engine on the same model, in turn; prints ratios.
 * With `--check` the exit code is 1 when a demand is missed. `--quick` leaves out the million customers.
 */
const MONTHS = 36;
const SEED = 1;
/** Repetitions until all of the engine is compiled for good. */
const WARM_UPS = 15;
/** This very program, for the process whose memory is measured. */
const here = fileURLToPath(import.meta.url);
/** From dist-tools/test/bench/bench.cjs. */
const root = join(here, "..", "..", "..", "..");

function option(name: string, otherwise: number): number {
  const index = process.argv.indexOf(`--${name}`);
  const value = index < 0 ? otherwise : Number(process.argv[index + 1]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
  return value;
}

/** Throws unless engine and yardstick agree on every total. */
function assertSame(engine: ModelTotals, bare: ModelTotals): void {
  for (const key of ["invoices", "attempts", "billed", "collected", "churned"] as const) {
    if (engine[key] !== bare[key]) throw new Error(`${key}: the engine has ${engine[key]}, the yardstick ${bare[key]}`);
  }
}

/** Who listens to the engine in a comparison with the yardstick. */
const listeners = {
  counting: { name: "counting sink", demand: 6, stretch: 4 },
  reports: { name: "mrr and churn", demand: 8, stretch: 6 },
  all: { name: "all interval reports", demand: 8, stretch: 6 },
} as const;
type Listener = keyof typeof listeners;

/** What one comparison comes to. */
interface Comparison {
  readonly ratio: number;
  /** Best nanoseconds per invoice. */
  readonly bare: number;
  readonly engine: number;
}

/** Who listens; `all` is what listens in a run that writes the interval files alone. */
function sinkOf(listener: Listener, counting: CountingSink): FactSink {
  if (listener === "counting") return counting;
  const scenario = plainScenario(MONTHS);
  if (listener === "reports") return new IntervalReports(scenario).sink;
  return collect(scenario, { only: new Set(intervalReports.map(({ name }) => name)), golden: false }).sink;
}

/**
 * Yardstick and engine in turn, with one listener, in this process. All repetitions of the engine are one run: one world, one account. In a new
 * world the compiled code of the one before would meet objects of other shapes, as no run of the command line does.
 */
function compare(listener: Listener, customers: number, repetitions: number): Comparison {
  const totals = yardstick(customers, MONTHS, SEED, "away");
  const sink = new CountingSink();
  const bill = plainEngine(MONTHS, SEED, sinkOf(listener, sink));
  const run = (): void => {
    bill(customers);
    if (listener === "counting") assertSame(sink.take(), totals);
  };
  const { ratios, best } = pairedRatios(repetitions, [() => void yardstick(customers, MONTHS, SEED, "away"), run], WARM_UPS);
  return { ratio: ratios[1] as number, bare: (best[0] as number) / totals.invoices, engine: (best[1] as number) / totals.invoices };
}

/** This program in a process of its own; what it prints. */
function alone(...args: readonly string[]): string {
  const child = spawnSync(process.execPath, [here, ...args], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(child.stderr);
  return child.stdout;
}

/**
 * One process per listener, as a run of the command line has one: code compiled for two kinds of listener is slower for both, and what it costs
 * would depend on who ran before.
 */
function throughput(customers: number, repetitions: number): Measure[] {
  console.log(`${repetitions} times ${customers} customers, ${MONTHS} months; best, ns per invoice:`);
  return Object.entries(listeners).map(([listener, { name, demand, stretch }]): Measure => {
    const result = JSON.parse(alone("--compare", listener, "--customers", String(customers), "--repetitions", String(repetitions))) as Comparison;
    console.log(`  yardstick ${result.bare.toFixed(1)}; engine, ${name} ${result.engine.toFixed(1)}`);
    return { title: `plain monthly model, ${name} / yardstick`, value: result.ratio, unit: "x", demand, stretch };
  });
}

/** Whether an invoice costs the same when there are ten times as many customers. */
function scaling(): Measure {
  const perInvoice = (customers: number): number => {
    const sink = new CountingSink();
    const bill = plainEngine(MONTHS, SEED, sink);
    return nanoseconds(() => bill(customers)) / sink.totals.invoices;
  };
  perInvoice(100_000);
  const ratios = [1, 2, 3].map(() => {
    const small = perInvoice(100_000);
    return perInvoice(1_000_000) / small;
  });
  return { title: "ns per invoice, 1M / 100k customers", value: median(ratios), unit: "x", demand: 1.15, stretch: 1.05 };
}

/** Peak memory of a process that does nothing but bill a million customers into the interval reports. */
function peakMemory(): Measure {
  return { title: "peak memory, 1M customers x 36 months, interval reports", value: Number(alone("--memory")), unit: "MB", demand: 100, stretch: 80 };
}

/** The full-featured population beside the second yardstick, each listener in a process of its own. */
function population(repetitions: number): Measure[] {
  const measures = [
    { listener: "counting", name: "counting sink", demand: 8, stretch: 5 },
    { listener: "reports", name: "all interval reports", demand: 8, stretch: 5 },
  ].map(({ listener, name, demand, stretch }): Measure => {
    const { ratio, bare, engine } = JSON.parse(alone("--full", listener, "--repetitions", String(repetitions))) as ReturnType<typeof compareFull>;
    console.log(`full-featured population, ns per invoice: second yardstick ${bare.toFixed(1)}; engine, ${name} ${engine.toFixed(1)}`);
    return { title: `full-featured population, ${name} / second yardstick`, value: ratio, unit: "x", demand, stretch };
  });
  return [...measures, JSON.parse(alone("--usage")) as Measure];
}

const TEN_LINES = `clock: { start: 2026-01-01, end: 2026-04-01 }
plans:
  gold: { currency: usd, interval: month, unit_amount: 2000 }
customers:
  alice:
    timeline:
      - at: 2026-01-01
        subscribe: { plan: gold }
      - at: 2026-02-15
        change: { quantity: 3 }
`;

function startUp(): Measure {
  const folder = mkdtempSync(join(tmpdir(), "billclock-bench-"));
  try {
    const file = join(folder, "ten-lines.yaml");
    const empty = join(folder, "empty.mjs");
    writeFileSync(file, TEN_LINES);
    writeFileSync(empty, "");
    const spawn = (args: readonly string[]) => () => {
      const child = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (child.status !== 0) throw new Error(child.stderr);
    };
    const { ratios, best } = pairedRatios(15, [
      spawn([empty]),
      spawn([join(root, "dist", "program", "billclock.js"), "run", file, "--out", join(folder, "out")]),
    ]);
    console.log(`start-up: empty node ${((best[0] as number) / 1e6).toFixed(0)} ms, billclock run ${((best[1] as number) / 1e6).toFixed(0)} ms (best of 15)`);
    return { title: "billclock run, ten lines / empty node", value: ratios[1] as number, unit: "x", demand: 3, stretch: 2.2 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// As the command line does.
inlineDeeply();
const customers = option("customers", 5000);
const repetitions = option("repetitions", process.argv.includes("--quick") ? 31 : 101);
if (process.argv.includes("--memory")) {
  const scenario = plainScenario(MONTHS);
  plainEngine(MONTHS, SEED, new IntervalReports(scenario).sink)(1_000_000);
  console.log(String(process.resourceUsage().maxRSS / 1024));
} else if (process.argv.includes("--compare")) {
  const listener = (Object.keys(listeners) as Listener[]).find((name) => process.argv.includes(name)) ?? "counting";
  console.log(JSON.stringify(compare(listener, customers, repetitions)));
} else if (process.argv.includes("--full")) {
  console.log(JSON.stringify(compareFull(process.argv.includes("reports"), option("customers", 24_000), repetitions)));
} else if (process.argv.includes("--usage")) {
  console.log(JSON.stringify(usageRecords(2000, 5)));
} else {
  const measures = throughput(customers, repetitions);
  measures.push(...population(process.argv.includes("--quick") ? 5 : 11));
  if (!process.argv.includes("--quick")) measures.push(scaling(), peakMemory(), ...workers(join(root, "dist", "program", "billclock.js"), 1_000_000));
  measures.push(startUp());
  console.log(`\nnode ${process.version}\n${table(measures)}`);
  if (process.argv.includes("--check") && measures.some(isMissed)) process.exitCode = 1;
}
