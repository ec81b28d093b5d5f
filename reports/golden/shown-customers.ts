import type { Account } from "../../engine/account/account.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";

/** Which of the drawn customers a golden tells in full, counted from 1 over all populations: the first three, and three at fixed ranks (D46). */
const RANKS: ReadonlySet<number> = new Set([1, 2, 3, 10, 100, 1000]);

/** Scripted customers are all told in full, drawn ones by their rank. */
export function isShown({ customers }: Scenario, { ordinal, population }: Account): boolean {
  return population === "" || RANKS.has(ordinal - customers.length + 1);
}
