import type { MonthNumber } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Currency } from "../money/currency.ts";
import type { Card } from "../payments/card.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Offer, Population } from "./population.ts";
import { PURPOSE } from "./purposes.ts";
import { choose, weightedChoice } from "./weighted-choice.ts";

/** A candidate of a population: who it is, before it does anything. Everything is a function of its key (D30). */
export interface DrawnCustomer {
  readonly population: Population;
  readonly key: Key;
  /** `<population>-2026-03-0017` (D11). */
  readonly id: string;
  readonly signsUpAt: Instant;
  readonly currency: Currency;
  /** Texts of the attributes that are shares, by place; empty for numeric ones. */
  readonly attributes: readonly string[];
  /** Values of all attributes as texts, by place: what files print. */
  readonly attributeTexts: readonly string[];
  readonly offer: Offer;
  readonly card: Card;
}

/** Draws who a candidate is. */
export function drawCustomer(population: Population, key: Key, id: string, signsUpAt: Instant, month: MonthNumber): DrawnCustomer {
  const attributes: string[] = [];
  const attributeTexts: string[] = [];
  const circumstances = { population: population.name, attributes, currency: population.anyCurrency, plan: "", month, tenure: 0 };
  for (const attribute of population.attributes) {
    const uniform = draw(key, attribute.purpose, 0);
    if (attribute.kind === "shares") {
      const value = choose(attribute.choice.at(circumstances), uniform);
      attributes.push(value);
      attributeTexts.push(value);
    } else {
      attributes.push("");
      attributeTexts.push(String(attribute.distribution.at(circumstances).sample(uniform)));
    }
  }
  circumstances.currency = choose(population.currencies.at(circumstances), draw(key, PURPOSE.currency, 0));
  const offer = drawOffer(population, circumstances, draw(key, PURPOSE.offer, 0));
  circumstances.plan = offer.items[0]?.plan.id ?? "";
  const card = population.card.at(circumstances);
  return { population, key, id, signsUpAt, currency: circumstances.currency, attributes, attributeTexts, offer, card };
}

function drawOffer({ mix }: Population, circumstances: Circumstances, uniform: number): Offer {
  if (mix.length === 1) return mix[0] as Offer;
  return choose(
    weightedChoice(
      mix,
      mix.map(({ weight }) => weight.at(circumstances)),
    ),
    uniform,
  );
}
