import { fileURLToPath } from "node:url";
import type { Range } from "../../engine/population/drawn-customers.ts";
import type { Progress } from "../progress.ts";
import type { RangeResult, RangeTask, RunDescription } from "./range-task.ts";

/** Looks at the workers' counters this often. */
const EVERY_MS = 100;

/** The built worker, beside the file that this one is built into. */
const WORKER = fileURLToPath(new URL("./range-worker.js", import.meta.url));

export interface WorkersOptions {
  readonly workers: number;
  readonly run: RunDescription;
  /** Contiguous, in order. */
  readonly ranges: readonly Range[];
  /** The folder for the rows of each range. */
  readonly parts: string;
  readonly progress: Progress | undefined;
  /** Places of customers, customers and invoices that were gone through before. */
  readonly before: readonly [places: number, customers: number, invoices: number];
  /** The module that runs a range; default: the built one. */
  readonly worker?: string;
}

/**
 * Runs ranges of customers on threads and hands over what each has saved, in the order of the ranges whichever is done first: so row files
 * come together in order, and sums add up to the same whatever the number of threads.
 *
 * @throws the first error of a worker; all others are stopped then.
 */
export async function runOnWorkers(options: WorkersOptions, take: (result: RangeResult, partOf: (file: string) => string) => void): Promise<void> {
  const { workers, run, ranges, parts, progress, worker = WORKER } = options;
  const threads = Math.max(1, Math.min(workers, ranges.length));
  const { Piscina } = await import("piscina");
  const pool = new Piscina<RangeTask, RangeResult>({ filename: worker, name: "runRange", minThreads: threads, maxThreads: threads });
  const counters = progress === undefined ? undefined : new BigInt64Array(new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT));
  const timer = counters === undefined ? undefined : setInterval(() => showCounters(counters, options), EVERY_MS);
  try {
    const prefix = (i: number): string => `${parts}/${i}`;
    const results = ranges.map((customers, i) => pool.run({ run, customers, parts: prefix(i), counters }));
    // Rejects with the first error, also of a range whose turn has not come.
    const all = Promise.all(results);
    all.catch(() => {});
    for (const [i, result] of results.entries()) {
      await Promise.race([result, all]);
      take(await result, (file) => `${prefix(i)}-${file}`);
    }
  } finally {
    clearInterval(timer);
    await pool.destroy();
  }
}

function showCounters(counters: BigInt64Array, { before, progress }: WorkersOptions): void {
  const [places, customers, invoices] = before.map((count, i) => count + Number(Atomics.load(counters, i))) as [number, number, number];
  progress?.show({ places, customers, invoices });
}
