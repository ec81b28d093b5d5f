import type { ChargeModel, ChargeTerms } from "../../../../engine/catalog/charge-models/charge-model.ts";
import { mulDivRound } from "../../../../engine/money/exact.ts";
import { decimalOf } from "../../builders.ts";

/** What a quantity costs in minor units, rounded once as on a line. */
export function cost(model: ChargeModel, terms: ChargeTerms, quantity: number): number {
  return mulDivRound(model.price(terms, quantity), 1, terms.scale);
}

const SCALE = 10n ** 12n;

function scaled(text: string): bigint {
  const { units, scale } = decimalOf(text);
  return (BigInt(units) * SCALE) / BigInt(scale);
}

/** Adds up an arithmetic of `describe`, `5 x 500 + flat 10 + 3 x 0.05`, over 10^12: only the words, none of the engine's numbers. */
export function addUpWords(words: string): bigint {
  const last = words.split("; ").at(-1) as string;
  let total = 0n;
  for (const part of last.split(" + ")) {
    const [quantity, price] = part.split(" x ") as [string, string?];
    total += price === undefined ? scaled(quantity.replace(/^flat /, "")) : BigInt(quantity) * scaled(price);
  }
  return total;
}

/** The exact price over 10^12. */
export function exactPrice(model: ChargeModel, terms: ChargeTerms, quantity: number): bigint {
  return (BigInt(model.price(terms, quantity)) * SCALE) / BigInt(terms.scale);
}
