import type { MonthNumber } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import type { ExistingSubscription } from "../lifecycle/subscriptions/begin-existing.ts";
import type { Currency } from "../money/currency.ts";
import type { Card } from "../payments/card.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import type { Circumstances } from "./circumstances.ts";
import type { FiledCustomer, FiledSignUp } from "./filed-customer.ts";
import { asFiled, filedOffers, noOffer } from "./filed-offer.ts";
import { type FiledUsage, NO_USAGE } from "./filed-usage.ts";
import type { Attribute, Offer, Population } from "./population.ts";
import { PURPOSE } from "./purposes.ts";
import { choose, weightedChoice } from "./weighted-choice.ts";
import { type Candidate, worthiestOffer } from "./willingness.ts";

/** A sign-up after the first one: another subscription. */
export interface LaterSignUp {
  readonly at: Instant;
  /** Undefined: nothing is worth its price. */
  readonly offer: Offer | undefined;
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
  /** Whether the offer is worth its price to it: else it does not come (N152). */
  readonly isWilling: boolean;
  /** What it has when the clock starts, before it signs up for anything. */
  readonly existing: readonly ExistingSubscription[];
  /** Only of a customer of a file. */
  readonly laterSignUps: readonly LaterSignUp[];
  /** Only of a customer of a file: what it uses, in time order. */
  readonly filedUsage: readonly FiledUsage[];
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
  const existing = filed?.existing ?? NOTHING;
  const candidate: Candidate = { key, population, circumstances, attributeTexts, at: signsUpAt, n: 0 };
  const taken = existing.length > 0 ? noOffer : offerTaken(candidate, filed?.signUps[0]);
  const offer = taken ?? noOffer;
  circumstances.plan = (existing[0]?.items ?? offer.items)[0]?.plan.id ?? "";
  const card = filed?.card ?? population.card.at(circumstances);
  const laterSignUps = filed === undefined ? NO_MORE : laterOf(candidate, filed.signUps);
  const filedUsage = filed?.usage ?? NO_USAGE;
  const { currency } = circumstances;
  const isWilling = taken !== undefined;
  return { population, key, id, signsUpAt, currency, attributes, attributeTexts, offer, isWilling, existing, laterSignUps, filedUsage, card };
}

function laterOf(candidate: Candidate, signUps: readonly FiledSignUp[]): readonly LaterSignUp[] {
  if (signUps.length <= 1) return NO_MORE;
  return signUps.slice(1).map((signUp, i) => ({ at: signUp.at, offer: offerTaken({ ...candidate, at: signUp.at, n: i + 1 }, signUp) }));
}

/** What the candidate takes of the mix, or of what its row names; undefined: nothing of it is worth its price. */
function offerTaken(candidate: Candidate, signUp: FiledSignUp | undefined): Offer | undefined {
  const { key, population, circumstances, n } = candidate;
  const { willingness, mix } = population;
  const offers = signUp === undefined ? mix : filedOffers(population, signUp);
  const uniform = draw(key, PURPOSE.offer, n);
  if (willingness === undefined) {
    const offer = chosen(offers, circumstances, uniform);
    return signUp === undefined ? offer : asFiled(offer, signUp);
  }
  return worthiestOffer(willingness, candidate, signUp === undefined ? offers : offers.map((offer) => asFiled(offer, signUp)), uniform);
}

function drawAttribute(attribute: Attribute, circumstances: Circumstances, key: Key): string {
  if (attribute.kind === "text") return "";
  const uniform = draw(key, attribute.purpose, 0);
  if (attribute.kind === "shares") return choose(attribute.choice.at(circumstances), uniform);
  return String(attribute.distribution.at(circumstances).sample(uniform));
}

function chosen(offers: readonly Offer[], circumstances: Circumstances, uniform: number): Offer {
  if (offers.length === 0) return noOffer;
  if (offers.length === 1) return offers[0] as Offer;
  const weights = offers.map(({ weight }) => weight.at(circumstances));
  return choose(weightedChoice(offers, weights), uniform);
}
