import type { Bringing } from "../account/business.ts";
import { type MonthNumber, monthOf } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import { childKey, draw } from "../random/keyed-draw.ts";
import { numberedKey } from "../random/numbered-key.ts";
import type { Key } from "../random/root-key.ts";
import { baseCustomers } from "./base-customers.ts";
import { customerId } from "./customer-id.ts";
import { type DrawnCustomer, drawCustomer } from "./drawn-customer.ts";
import { filedCustomers } from "./filed-customers.ts";
import type { Population, SignUps } from "./population.ts";
import { isDrawn } from "./price-response.ts";
import { layersOf, signUpFactor } from "./price-sensitivity.ts";
import { PURPOSE } from "./purposes.ts";
import type { Passed, Range } from "./range.ts";
import { type CountProcess, evenProcess, expectedSignUps, poissonProcess, type SignUpMonth, signUpInstant, signUpMonths } from "./sign-up-count.ts";

export type { Passed, Range } from "./range.ts";

/** Those who come month by month. */
type CountedSignUps = Exclude<SignUps, { kind: "file" | "base" }>;

const ALL: Range = { from: 0, to: Number.POSITIVE_INFINITY };

/** Candidates of one month and layer. */
interface Batch {
  readonly month: SignUpMonth;
  readonly layer: number;
  readonly key: Key;
  readonly count: number;
  /** The promotion that brings them; undefined: they come anyway. */
  readonly broughtBy: Bringing | undefined;
}

/** The candidates of a population, counted month by month without drawing any of them. */
function* batches(population: Population, signUps: CountedSignUps, root: Key, start: Instant, end: Instant): Generator<Batch> {
  const crowd = childKey(root, `population/${population.name}`);
  const layers = Array.from({ length: layersOf(population) }, (_, layer) => {
    const layerKey = layer === 0 ? crowd : childKey(crowd, `layer/${layer}`);
    return { layer, layerKey, countOf: monthlyCounts(signUps, layerKey, monthOf(start)) };
  });
  const promotions = (population.business?.bringing ?? []).filter(bringsTo(population)).map((promotion) => {
    const layerKey = childKey(crowd, `promotion/${promotion.name}`);
    return { promotion, layerKey, countOf: monthlyCounts(signUps, layerKey, monthOf(start), promotion.share) };
  });
  for (const month of signUpMonths(start, end)) {
    for (const { layer, layerKey, countOf } of layers)
      yield { month, layer, key: numberedKey(layerKey, month.month), count: countOf(month), broughtBy: undefined };
    for (const { promotion, layerKey, countOf } of promotions) {
      const part = partOf(month, promotion);
      yield { month: part, layer: 0, key: numberedKey(layerKey, month.month), count: countOf(part), broughtBy: promotion };
    }
  }
}

/** Whether it can bring anybody to this population. */
function bringsTo({ name }: Population): (promotion: Bringing) => boolean {
  return ({ populations }) => populations?.has(name) !== false;
}

/** The part of a month in which a promotion runs; of no length where it does not. */
function partOf(month: SignUpMonth, { begins, ends }: Bringing): SignUpMonth {
  const from = Math.min(Math.max(month.from, begins), month.until);
  const until = Math.max(from, Math.min(month.until, ends));
  return { month: month.month, from, until, share: (month.share * (until - from)) / (month.until - month.from) };
}

/** How many candidates there are: at least as many as sign up (D31, D32). */
export function countCandidates(population: Population, root: Key, start: Instant, end: Instant): number {
  const { signUps } = population;
  if (signUps.kind === "file" || signUps.kind === "base") return signUps.count;
  let count = 0;
  for (const batch of batches(population, signUps, root, start, end)) count += batch.count;
  return count;
}

/**
 * Everybody who comes to a population while the clock runs, by month of sign-up, layer and ordinal in the month (D11, D31). Where sign-ups
 * follow the price, further layers of candidates wait for prices that draw more (D32).
 *
 * Names and keys are of candidates: who would come after the clock's end has an ordinal all the same, so a longer clock renames nobody.
 *
 * @param range only candidates at these places of the population's order, counted from 0.
 * @param passed counts the places that were gone through.
 */
export function* drawnCustomers(
  population: Population,
  root: Key,
  start: Instant,
  end: Instant,
  range: Range = ALL,
  passed: Passed = { places: 0 },
): Generator<DrawnCustomer> {
  const { signUps } = population;
  if (signUps.kind === "file") {
    yield* filedCustomers(population, signUps, root, { start, range, passed });
    return;
  }
  if (signUps.kind === "base") {
    yield* baseCustomers(population, signUps.count, root, { start, range, passed });
    return;
  }
  let before = 0;
  for (const { month, layer, key: batchKey, count, broughtBy } of batches(population, signUps, root, start, end)) {
    if (before >= range.to) return;
    const last = Math.min(count, range.to - before);
    for (let ordinal = Math.max(1, range.from - before + 1); ordinal <= last; ordinal++) {
      passed.places++;
      const key = numberedKey(batchKey, ordinal);
      const at = signUpInstant(month, draw(key, PURPOSE.instant, 0));
      if (at >= end) continue;
      const id = customerId(population.name, month.month, broughtBy?.label ?? (layer === 0 ? "" : String(layer)), ordinal);
      const customer = drawCustomer(population, key, id, at, month.month);
      if (!comes(customer, layer, month.month)) continue;
      if (broughtBy === undefined) yield customer;
      else if (isBrought(customer, broughtBy.name)) yield { ...customer, broughtBy: broughtBy.name };
    }
    before += count;
  }
}

/** Whether a candidate signs up at the price that it meets (D32). */
function comes(customer: DrawnCustomer, layer: number, month: MonthNumber): boolean {
  const { sensitivity } = customer.population;
  if (!customer.isWilling) return false;
  return sensitivity === undefined || isDrawn(layer, signUpFactor(sensitivity, customer, month), draw(customer.key, PURPOSE.kept, 0));
}

/** Whether the promotion is about a candidate that would come for it. */
function isBrought({ key, population, currency, attributeTexts, signsUpAt, offer }: DrawnCustomer, name: string): boolean {
  const person = { key, population: population.name, currency, attributes: attributeTexts };
  const plans = offer.items.map(({ plan }) => plan);
  return population.business?.brings(name, person, signsUpAt, plans) === true;
}

/** How many come in each month; to be asked month by month. With `extra` so large a share of them: counts of whole months are expectations then. */
function monthlyCounts(signUps: CountedSignUps, crowd: Key, first: MonthNumber, extra?: number): (month: SignUpMonth) => number {
  if (signUps.kind === "each_month") {
    const countOf = (month: MonthNumber): number => signUps.counts[month - first] ?? 0;
    if (extra === undefined) return ({ month }) => countOf(month);
    const process = evenProcess();
    return ({ month, share }) => process(countOf(month) * extra * share, 0);
  }
  const expected = expectedSignUps(signUps.rate, first);
  const process: CountProcess = signUps.process === "even" ? evenProcess() : poissonProcess;
  return ({ month, share }) => {
    const mean = expected.next().value * share * (extra ?? 1);
    return mean > 0 ? process(mean, draw(crowd, PURPOSE.count, month)) : 0;
  };
}
