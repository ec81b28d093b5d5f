import type { Range } from "../../engine/population/drawn-customers.ts";
import type { CollectOptions } from "../../reports/index.ts";
import type { Saved } from "../../reports/saved.ts";

/** What a run is: enough to read the scenario again and to collect the same of it. */
export interface RunDescription {
  readonly file: string;
  readonly text: string;
  readonly seed: string | undefined;
  readonly wanted: WantedFiles;
}

/** Which files a run collects. */
export type WantedFiles = Pick<CollectOptions, "only" | "ledger" | "books" | "page">;

/** A contiguous range of customers for one worker. */
export interface RangeTask {
  readonly run: RunDescription;
  readonly customers: Range;
  /** Rows go to `<parts>-<file>`. */
  readonly parts: string;
  /** Where all workers count together how far they are: places, customers, invoices. Undefined: nobody looks. */
  readonly counters: BigInt64Array | undefined;
}

/** What a worker answers: what its collection holds, and the row files that have rows of its range. Or why rows could not be written. */
export type RangeResult = { readonly saved: Saved; readonly files: readonly string[] } | { readonly unwritable: string };
