import type { CheckOutcome } from "../golden-check.ts";

/** One way to tell how a check went. What it answers goes to stdout as it is. */
export interface Reporter {
  /** What `--reporter` calls it. */
  readonly name: string;
  /** Whether its text is for a terminal and may be coloured. */
  readonly coloured: boolean;
  /** Told as soon as a scenario is done. */
  each(outcome: CheckOutcome, paint: Paint): string;
  /** Told at the end. `scenarios` counts scenarios; outcomes are also of goldens that belong to none. */
  after(outcomes: readonly CheckOutcome[], scenarios: number): string;
}

export type Paint = (colour: "red" | "green", text: string) => string;

/** How many outcomes there are of each verdict, in the order of their first appearance. */
export function countVerdicts(outcomes: readonly CheckOutcome[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { verdict } of outcomes) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}
