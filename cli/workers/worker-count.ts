import { availableParallelism } from "node:os";
import type { Range } from "../../engine/population/drawn-customers.ts";
import { InputError } from "../input-error.ts";

/** Runs below so many months of customers' lives are over before a second thread has read the scenario. */
const WORTHWHILE = 600_000;
const MONTH = 2_628_000;
/** More threads than this are a slip of the finger. */
const MOST = 256;

/** How many threads are asked for; undefined when nobody says. Throws an InputError for what is no such number. */
export function workersAsked(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text.trim()) && count >= 1 && count <= MOST) return count;
  throw new InputError(`--workers is "${text}". It is a whole number from 1 to ${MOST}; leave it out to use all cores for large runs.`);
}

/** All cores for a run that is large enough, else one: by the places of its order of customers, and the length of its clock in seconds. */
export function defaultWorkers(drawn: number, seconds: number): number {
  return drawn * (seconds / MONTH) < WORTHWHILE ? 1 : availableParallelism();
}

/** Ranges for each worker, so that one that is slower leaves more of them to the others. */
const RANGES_EACH = 8;
/** Smaller ones are not worth the way. */
const LEAST = 250;

/** Contiguous ranges of these places for so many workers. */
export function rangesFor({ from, to }: Range, workers: number): readonly Range[] {
  const count = Math.max(workers, Math.min(workers * RANGES_EACH, Math.ceil((to - from) / LEAST)));
  const cuts = Array.from({ length: count + 1 }, (_, i) => from + Math.floor(((to - from) * i) / count));
  return cuts.slice(0, -1).flatMap((cut, i) => (cut < (cuts[i + 1] as number) ? [{ from: cut, to: cuts[i + 1] as number }] : []));
}
