/**
 * The reports' public face, used by the command line.
 *
 * A run: `const collection = collect(scenario); simulate(scenario, collection.sink);` then read it. Two collections over disjoint
 * customers merge into one.
 */
export { bookNames } from "./books/registry.ts";
export { Collection, type CollectOptions, collect, type ReportFile } from "./collect.ts";
export type { ExpectationFailure } from "./expectations/failure.ts";
export { formatFailure } from "./expectations/failure.ts";
export { type CellName, type Explained, explainCell } from "./explain/cell.ts";
export { customerScript } from "./explain/customer-script.ts";
export { explainInvoice, invoiceNames } from "./explain/explain.ts";
export { explainRecognition } from "./explain/recognition.ts";
export { customerNames, customerTimeline } from "./explain/timeline.ts";
export type { ShownRun } from "./page/shown-run.ts";
export { isRunFile, PAGE, reportFileNames } from "./registry.ts";
export { type FileDigest, summaryJson } from "./summary.ts";
export type { CurrencyTotals } from "./totals.ts";
