import { didYouMean, listed } from "../../../language/did-you-mean.ts";
import { readDistribution } from "../../../language/read-distribution.ts";
import { named, ref, type Schema } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { Currency } from "../../../money/currency.ts";
import type { Offer } from "../../../population/population.ts";
import { purpose } from "../../../population/purposes.ts";
import { decidesOn, type PlanWillingness, type Willingness } from "../../../population/willingness.ts";
import type { PopulationContext } from "./population-context.ts";
import { readVarying } from "./varying-value.ts";

/** The most that customers pay, in place of elasticities (N152). */
export const willingnessSchema: Schema = named(
  "The most that customers pay, by plan, in place of `price_sensitivity`: they sign up only where a price is at most theirs, and take what is worth most beyond its price (N152).",
  ref("number_or_distribution", "The most that a customer pays for one of this plan and one of its periods, in minor units of the customer's currency."),
);

/** Reads the most that customers pay for each plan that they decide on. */
export function readWillingness(context: PopulationContext, population: SourceMap, mix: readonly Offer[]): Willingness | undefined {
  const written = population.entries.get("willingness_to_pay");
  const node = field(population, "willingness_to_pay");
  if (written === undefined || node?.kind !== "map") return undefined;
  if (refuseBase(context, written, population)) return undefined;
  refuseTogether(context, written, population);
  const willingness = new Map<string, PlanWillingness>();
  const needed = new Set(mix.flatMap((offer) => offer.items.filter(({ plan }) => decidesOn(plan, offer)).map(({ plan }) => plan.id)));
  for (const entry of namedEntries(node)) {
    if (!context.declarations.plans.all.has(entry.key)) refuseUnknownPlan(context, entry);
    else if (!needed.has(entry.key)) warnIfUnasked(context, entry, mix);
    const most = entry.value.broken ? undefined : readVarying(context, readDistribution())(context.reading, entry.value);
    if (most !== undefined) willingness.set(entry.key, { purpose: purpose(`willingness/${entry.key}`), most });
  }
  const missing = [...needed].filter((id) => !node.entries.has(id));
  if (missing.length > 0) {
    context.reading.refuseMissing(
      node,
      `It says nothing of ${listed(missing)}.`,
      "Customers compare what every plan of the mix is worth to them with its price.",
      `Add \`${missing[0]}: { distribution: lognormal, mean: ..., sd: ... }\`.`,
    );
  }
  return willingness;
}

/** Amounts are of one currency; where customers pay in several, each has its own. */
export function checkWillingnessCurrencies({ reading }: PopulationContext, population: SourceMap, currencies: readonly Currency[]): void {
  const node = field(population, "willingness_to_pay");
  if (node?.kind !== "map" || currencies.length < 2) return;
  const codes = currencies.map(({ code }) => code);
  for (const { key, value } of node.entries.values()) {
    if (value.broken || isByCurrency(value)) continue;
    reading.refuse(value, {
      code: "wrong-currency",
      message: `The most that customers pay for ${quoteText(key)} is the same in ${listed(codes)}.`,
      rule: "It is an amount in minor units of the customer's own currency.",
      remedy: `Write { by: currency, ${codes.map((code) => `${code}: ...`).join(", ")} }.`,
    });
  }
}

/** Whether every amount below stands under one currency. */
function isByCurrency(node: SourceNode): boolean {
  if (node.kind !== "map" || !has(node, "by")) return false;
  const by = node.entries.get("by")?.value;
  if (by?.kind === "scalar" && by.text === "currency") return true;
  return [...node.entries.values()].every(({ key, value }) => key === "by" || isByCurrency(value));
}

function refuseTogether({ reading }: PopulationContext, written: SourceEntry, population: SourceMap): void {
  if (!has(population, "price_sensitivity")) return;
  reading.refuseKey(written, {
    code: "exclusive-keys",
    message: "`willingness_to_pay` and `price_sensitivity` are both given.",
    rule: "Sign-ups follow the price by what each customer pays at most, or by an elasticity of the crowd.",
    remedy: "Keep the one that is meant.",
  });
}

function refuseBase({ reading }: PopulationContext, written: SourceEntry, population: SourceMap): boolean {
  const signups = field(population, "signups");
  if (signups?.kind !== "map" || !has(signups, "existing")) return false;
  reading.refuseKey(written, {
    code: "impossible",
    message: "`willingness_to_pay` is given for customers who are there when the clock starts.",
    rule: "It decides whether somebody signs up, and for what: an existing base has done so. Later prices meet it by `response` and `churn_elasticity`.",
    remedy: "Take it out.",
  });
  return true;
}

function refuseUnknownPlan({ reading, declarations: { plans } }: PopulationContext, entry: SourceEntry): void {
  reading.refuseKey(entry, {
    code: "unknown-id",
    message: `There is no plan ${quoteText(entry.key)}.`,
    rule: `It must be a plan of \`plans\`: ${plans.choices()}.`,
    remedy: didYouMean(entry.key, plans.all.keys(), "Define it under `plans`, or name another."),
  });
}

function warnIfUnasked({ reading, isFiled }: PopulationContext, entry: SourceEntry, mix: readonly Offer[]): void {
  if (isFiled) return;
  const isOffered = mix.some(({ items }) => items.some(({ plan }) => plan.id === entry.key));
  reading.warn(entry.span, {
    code: "never-held",
    message: isOffered
      ? `${quoteText(entry.key)} is metered, and stands beside a licensed plan.`
      : `Nobody of this population is offered ${quoteText(entry.key)}.`,
    rule: isOffered
      ? "Customers decide by the prices of licensed plans, and by metered ones where an offer has nothing else (N70)."
      : "Customers choose among the entries of `subscribe`.",
    remedy: isOffered ? "Take it out." : "Add it to `subscribe`, or take it out.",
  });
}
