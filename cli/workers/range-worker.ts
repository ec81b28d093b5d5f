import type { FactSink } from "../../engine/account/facts.ts";
import { assert } from "../../engine/assert.ts";
import type { Passed } from "../../engine/population/drawn-customers.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/index.ts";
import { ResultFile } from "../files/result-file.ts";
import { fileProblem } from "../input-error.ts";
import { countDone } from "../progress.ts";
import { readLoaded } from "../scenario-run.ts";
import type { RangeResult, RangeTask, RunDescription } from "./range-task.ts";

/** Customers between two looks at the counters of all workers. */
const BATCH = 64;

let last: { readonly text: string; readonly seed: string | undefined; readonly scenario: Scenario } | undefined;

/** Every task of a run has the same scenario: a worker reads it once. */
function scenarioOf({ file, text, seed }: RunDescription): Scenario {
  if (last?.text !== text || last.seed !== seed) {
    const { scenario } = readLoaded(file, text, seed);
    assert(scenario !== undefined, () => `${file} was read without mistakes, and in a worker it has some: did a file that it names change?`);
    last = { text, seed, scenario: scenario as Scenario };
  }
  return last.scenario;
}

/** Runs a range of customers: the module's one task (piscina calls it by its name). */
export function runRange({ run, customers, parts, counters }: RangeTask): RangeResult {
  const scenario = scenarioOf(run);
  const files = new Map<string, ResultFile>();
  let unwritable: string | undefined;
  const rows = (name: string, lines: string): void => {
    try {
      const file = files.get(name) ?? new ResultFile(`${parts}-${name}`, name);
      files.set(name, file);
      file.append(lines);
    } catch (error) {
      unwritable = fileProblem(error);
      throw error;
    }
  };
  try {
    const collection = collect(scenario, { ...run.wanted, golden: false, rows });
    const passed: Passed = { places: 0 };
    const finish = counters === undefined ? undefined : countTogether(collection.sink, counters, passed);
    const refused = simulate(scenario, collection.sink, { retain: collection.retain, customers, passed });
    assert(refused.length === 0, () => `an action of customer "${refused[0]?.customer.id}" was refused in a worker`);
    finish?.();
    collection.endRows();
    return { saved: collection.save(), files: [...files.keys()] };
  } catch (error) {
    if (unwritable !== undefined) return { unwritable };
    throw error;
  } finally {
    for (const file of files.values()) file.abandon();
  }
}

/** Adds what the sink sees to the counters of all workers, now and then; what is called at the end adds the rest. */
function countTogether(sink: FactSink, counters: BigInt64Array, passed: Passed): () => void {
  const reached = { places: 0, customers: 0, invoices: 0 };
  const told = { places: 0, customers: 0, invoices: 0 };
  const tell = (): void => {
    reached.places = passed.places;
    for (const [i, count] of (["places", "customers", "invoices"] as const).entries()) {
      Atomics.add(counters, i, BigInt(reached[count] - told[count]));
      told[count] = reached[count];
    }
  };
  countDone(sink, reached, () => {
    if (reached.customers % BATCH === 0) tell();
  });
  return tell;
}
