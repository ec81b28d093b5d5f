import { type DeclineCode, declineCodes } from "../../payments/decline-codes.ts";
import type { DrawnCard, Recovery } from "../../payments/drawn-card.ts";

/**
 * What a card in numbers does where the scenario says nothing (N64): the values of the language's example. They are assumptions, and listed as
 * such in summary.json.
 */
const CODES: readonly (readonly [code: string, weight: number])[] = [
  ["insufficient_funds", 0.45],
  ["do_not_honor", 0.3],
  ["processing_error", 0.1],
  ["lost_card", 0.15],
];

const RETRIES: ReadonlyMap<string, readonly number[]> = new Map([
  ["insufficient_funds", [0.3, 0.25, 0.2]],
  ["processing_error", [0.8, 0.5, 0.3]],
  ["expired_card", [0]],
]);
const OTHER_RETRIES: readonly number[] = [0.15, 0.12, 0.1];

function listCodes(): DrawnCard["codes"] {
  let upTo = 0;
  return CODES.map(([name, weight]) => ({ code: declineCodes.get(name) as DeclineCode, weight, upTo: (upTo += weight) }));
}

export const defaultCodes: DrawnCard["codes"] = listCodes();

/** Of every soft code; after a hard one nothing is charged. */
export const defaultRecovery: ReadonlyMap<DeclineCode, Recovery> = new Map(
  [...declineCodes.values()].filter(({ hard }) => !hard).map((code) => [code, { kind: "attempts", chances: RETRIES.get(code.code) ?? OTHER_RETRIES }]),
);
