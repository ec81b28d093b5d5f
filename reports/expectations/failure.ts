import type { Place } from "../../engine/actions/action.ts";

/** An expectation that did not hold. */
export interface ExpectationFailure {
  readonly place: Place;
  /** What was looked at: `invoice alice-0001: total`. */
  readonly subject: string;
  readonly expected: string;
  readonly actual: string;
  /** How the amount in question came about, line by line; empty where there is nothing to compute. */
  readonly arithmetic: readonly string[];
}

/** Place, expected, actual and the arithmetic, ready to print; ends with a newline. */
export function formatFailure(failure: ExpectationFailure, file: string): string {
  const lines = [
    `${file}:${failure.place.line}:${failure.place.column}: expectation failed: ${failure.subject}`,
    `  expected: ${failure.expected}`,
    `  actual:   ${failure.actual}`,
  ];
  if (failure.arithmetic.length > 0) lines.push("  because:", ...failure.arithmetic.map((line) => `    ${line}`));
  return `${lines.join("\n")}\n`;
}
