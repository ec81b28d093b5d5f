import type { MonthNumber } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import type { ExistingSubscription } from "../lifecycle/begin-existing.ts";
import type { Currency } from "../money/currency.ts";
import type { Card } from "../payments/card.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import type { Circumstances } from "./circumstances.ts";
import type { FiledCustomer, FiledSignUp } from "./filed-customer.ts";
import { filedOffer, noOffer } from "./filed-offer.ts";
import type { Attribute, Offer, Population } from "./population.ts";
import { PURPOSE } from "./purposes.ts";
import { choose, weightedChoice } from "./weighted-choice.ts";

/** A sign-up after the first one: another subscription. */
export interface LaterSignUp {
  readonly at: Instant;
  readonly offer: Offer;
}

const NO_MORE: readonly LaterSignUp[] = [];
const NOTHING: readonly ExistingSubscription[] = [];

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
  /** What it has when the clock starts, before it signs up for anything. */
  readonly existing: readonly ExistingSubscription[];
  /** Only of a customer of a file. */
  readonly laterSignUps: readonly LaterSignUp[];
  readonly card: Card;
  /** The promotion that it came for; undefined: it would have come anyway. */
  readonly broughtBy?: string | undefined;
}

/** Draws who a candidate is; of a customer of a file, what the file does not say. */
export function drawCustomer(population: Population, key: Key, id: string, signsUpAt: Instant, month: MonthNumber, filed?: FiledCustomer): DrawnCustomer {
  const attributes: string[] = [];
  const attributeTexts: string[] = [];
  const circumstances = { population: population.name, attributes, currency: population.anyCurrency, plan: "", month, tenure: 0 };
  for (const [place, attribute] of population.attributes.entries()) {
    const text = filed?.attributes[place] || drawAttribute(attribute, circumstances, key);
    attributes.push(attribute.kind === "number" ? "" : text);
    attributeTexts.push(text);
  }
  circumstances.currency = filed?.currency ?? choose(population.currencies.at(circumstances), draw(key, PURPOSE.currency, 0));
  const uniform = draw(key, PURPOSE.offer, 0);
  const first = filed?.signUps[0];
  const existing = filed?.existing ?? NOTHING;
  const offer = first === undefined ? drawOffer(population, circumstances, uniform) : filedOffer(population, first, circumstances, uniform);
  circumstances.plan = (existing[0]?.items ?? offer.items)[0]?.plan.id ?? "";
  const card = filed?.card ?? population.card.at(circumstances);
  const laterSignUps = filed === undefined ? NO_MORE : laterOf(population, filed.signUps, circumstances, key);
  return { population, key, id, signsUpAt, currency: circumstances.currency, attributes, attributeTexts, offer, existing, laterSignUps, card };
}

function laterOf(population: Population, signUps: readonly FiledSignUp[], circumstances: Circumstances, key: Key): readonly LaterSignUp[] {
  if (signUps.length <= 1) return NO_MORE;
  return signUps.slice(1).map((signUp, i) => ({ at: signUp.at, offer: filedOffer(population, signUp, circumstances, draw(key, PURPOSE.offer, i + 1)) }));
}

function drawAttribute(attribute: Attribute, circumstances: Circumstances, key: Key): string {
  if (attribute.kind === "text") return "";
  const uniform = draw(key, attribute.purpose, 0);
  if (attribute.kind === "shares") return choose(attribute.choice.at(circumstances), uniform);
  return String(attribute.distribution.at(circumstances).sample(uniform));
}

function drawOffer({ mix }: Population, circumstances: Circumstances, uniform: number): Offer {
  if (mix.length === 0) return noOffer;
  if (mix.length === 1) return mix[0] as Offer;
  return choose(
    weightedChoice(
      mix,
      mix.map(({ weight }) => weight.at(circumstances)),
    ),
    uniform,
  );
}
