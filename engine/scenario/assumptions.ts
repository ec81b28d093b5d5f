import { formatBrief } from "../calendar/civil.ts";
import { formatDuration } from "../calendar/duration.ts";
import type { Reading } from "../language/reading.ts";
import type { SourceMap } from "../language/source-node.ts";
import { type Dunning, smartRetries } from "../payments/dunning.ts";
import type { Population } from "../population/population.ts";
import type { Distribution } from "../random/distribution.ts";
import { drawnCardSettings } from "./drawn-card-settings.ts";
import type { Assumption, Scenario } from "./scenario.ts";

/** Every account-wide setting in force, with the place in the file that says so, or none for a default. */
export function listAssumptions(reading: Reading, root: SourceMap, scenario: Omit<Scenario, "assumptions">): readonly Assumption[] {
  const { billing, dunning, reports } = scenario;
  const { metrics } = reports;
  const names = (all: Iterable<string>): string => [...all].join(", ") || "none";
  const settings: readonly (readonly [path: string, value: string])[] = [
    ["seed", scenario.seed],
    ["clock.start", formatBrief(scenario.start)],
    ["clock.end", formatBrief(scenario.end)],
    ["billing.mode", billing.mode],
    ["billing.proration_behavior", billing.prorationBehavior],
    ["billing.finalize_after", formatDuration(billing.finalizeAfter)],
    ["billing.tax_rates", names(billing.taxRates.map(({ id }) => id))],
    ["billing.collection_method", billing.collectionMethod],
    ["billing.days_until_due", String(billing.daysUntilDue)],
    ["billing.accept_funding", billing.acceptFunding === undefined ? "all" : names(billing.acceptFunding)],
    ["billing.review_funding", names(billing.reviewFunding)],
    ...(billing.fees === undefined ? [] : [["billing.fees.percent", `${billing.fees.percentPpm / 10_000}%`] as const]),
    ["dunning.retries", retriesText(dunning)],
    ["dunning.then", dunning.then],
    ["dunning.invoice_then", dunning.invoiceThen],
    ["dunning.overdue_for", formatDuration(dunning.overdueFor)],
    ["reports.interval", reports.interval],
    ["reports.metrics.preset", metrics.preset],
    ["reports.metrics.mrr_statuses", names(metrics.mrrStatuses)],
    ["reports.metrics.mrr_discounts", metrics.mrrDiscounts],
    ["reports.metrics.churn_recognized", metrics.churnRecognized],
    ["reports.metrics.churn_denominator", metrics.churnDenominator],
    ["reports.metrics.reactivation_in_nrr", String(metrics.reactivationInNrr)],
    ["reports.metrics.trials_in_mrr", String(metrics.trialsInMrr)],
    ["reports.metrics.paused_in_mrr", String(metrics.pausedInMrr)],
    ["reports.metrics.metered_in_mrr", String(metrics.meteredInMrr)],
    ["reports.metrics.gross_margin", String(metrics.grossMarginPpm / 1_000_000)],
    ...scenario.populations.flatMap(populationAssumptions),
  ];
  return [...settings, ...[...scenario.cards.values()].flatMap(drawnCardSettings)].map(([path, value]) => ({
    path,
    value,
    place: placeOf(reading, root, path === "clock.end" && !isWritten(root, path) ? "clock.for" : path),
  }));
}

/** What holds for a population, its mix in shares that add up to 1. */
function populationAssumptions(population: Population): readonly (readonly [path: string, value: string])[] {
  const { name, signUps, currencies, card, mix, dunning, sensitivity, willingness } = population;
  const path = `populations.${name}`;
  const weights = mix.map(({ weight }) => weight.always);
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? Number.NaN), 0);
  return [
    ...(signUps.kind === "rate"
      ? [[`${path}.signups.process`, signUps.process] as const, [`${path}.signups.growth`, percent(signUps.rate.growth)] as const]
      : []),
    [`${path}.currency`, currencies.always === undefined ? VARIES : currencies.always.values.map(({ code }) => code).join(", ")],
    [`${path}.card`, card.always?.id ?? VARIES],
    [`${path}.dunning.retries`, retriesText(dunning)],
    ...mix.flatMap((offer, i) => [
      [`${path}.subscribe.${offer.name}.weight`, weightText(willingness, weights[i], sum)] as const,
      [
        `${path}.subscribe.${offer.name}.converts`,
        offer.converts === undefined ? "100%" : offer.converts.always === undefined ? VARIES : percent(offer.converts.always),
      ] as const,
    ]),
    ...(sensitivity === undefined
      ? []
      : (["signUp", "churn", "usage"] as const).map(
          (of) => [`${path}.price_sensitivity.${ELASTICITIES[of]}`, String(sensitivity[of].always ?? VARIES)] as const,
        )),
    ...[...(willingness ?? [])].map(([plan, { most }]) => [`${path}.willingness_to_pay.${plan}`, medianText(most.always)] as const),
  ];
}

/** Half of the customers pay at most this. */
function medianText(most: Distribution | undefined): string {
  return most === undefined ? VARIES : `median ${Math.round(most.sample(0.5) * 100) / 100}`;
}

/** Where customers choose by what is worth most to them, weights decide between equals only (N152). */
function weightText(willingness: Population["willingness"], weight: number | undefined, sum: number): string {
  const share = Number.isNaN(sum) ? VARIES : percent((weight ?? 0) / sum);
  return willingness === undefined ? share : `between equals ${share}`;
}

const ELASTICITIES = { signUp: "signup_elasticity", churn: "churn_elasticity", usage: "usage_elasticity" } as const;

const VARIES = "varies";

/** With at most four decimals. */
function percent(share: number): string {
  return `${Math.round(share * 1_000_000) / 10_000}%`;
}

function retriesText({ retries }: Dunning): string {
  return retries === smartRetries ? "smart" : retries.map(formatDuration).join(", ") || "none";
}

function entryOf(root: SourceMap, path: string): SourceMap["entries"] extends ReadonlyMap<string, infer E> ? E | undefined : never {
  let map: SourceMap = root;
  const keys = path.split(".");
  for (const key of keys.slice(0, -1)) {
    const below = map.entries.get(key)?.value;
    if (below?.kind !== "map") return undefined;
    map = below;
  }
  return map.entries.get(keys.at(-1) as string);
}

function isWritten(root: SourceMap, path: string): boolean {
  return entryOf(root, path) !== undefined;
}

function placeOf(reading: Reading, root: SourceMap, path: string): Assumption["place"] {
  const entry = entryOf(root, path);
  return entry === undefined ? undefined : reading.place(entry.span);
}
