import type { PriceChange, PriceChangeFor } from "../../../business/entry.ts";
import { type Plan, planIn } from "../../../catalog/plan.ts";
import { mergePatch } from "../../../language/merge-patch.ts";
import { type Reading, readChoice, readField, readOr } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, choice, ref } from "../../../language/schema-parts.ts";
import { field, quoteText, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import { priceKeys, readPriceVersion } from "../plans.ts";
import type { BusinessContext } from "./business-context.ts";

export const changePriceSchema = block(
  "A plan gets another price (N82).",
  {
    plan: ref("id", "The plan."),
    set: block("The keys of the plan's price that change, laid over those in force as a merge patch; the others stay as they are.", priceKeys),
    for: choice(
      "Who gets it beside those who take the plan up from then on: nobody (`new`), all at their next renewal, or all at once.",
      ["new", "at_renewal", "now"],
      { default: "new" },
    ),
  },
  ["plan", "set"],
);

/** A plan's price as written: the plan's own block, with every change before this one laid over it. */
export interface WrittenPrice {
  /** In each of its currencies. */
  readonly prices: readonly Plan[];
  readonly map: SourceMap;
  /** Whether no change has been laid over it yet. */
  readonly isFile: boolean;
}

/** The last price of each plan in order of time, by the plan's id. */
export type WrittenPrices = Pick<Map<string, WrittenPrice>, "get" | "set">;

/** Reads a change of price. `prices` has the last price of each plan in order of time, and gets this one; undefined when it is broken. */
export function readChangePrice(
  { reading, declarations }: BusinessContext,
  name: string,
  node: SourceNode,
  prices: WrittenPrices,
): Omit<PriceChange, "name" | "reach" | "response"> | undefined {
  if (node.kind !== "map") return undefined;
  const plan = readField(reading, node, "plan", readReference(declarations.plans));
  const isFor = readOr<PriceChangeFor>(reading, node, "for", readChoice(), "new");
  const set = field(node, "set");
  if (set?.kind !== "map") return undefined;
  markRead(set);
  const before = plan && prices.get(plan.id);
  if (plan === undefined || before === undefined) return undefined;
  if (refuseOldOptions(reading, before.map, set, plan)) return undefined;
  const map = mergePatch(reading, withoutReplaced(before.map, set), set) as SourceMap;
  const to = readPriceVersion(reading, map, plan, name);
  if (to === undefined || refuseNewCurrency(reading, set, plan, to)) return undefined;
  const made = [to, ...to.elsewhere].map((version) => before.prices.find((old) => isSamePrice(old, version)) ?? version);
  const isNew = made.some((version) => !before.prices.includes(version));
  const isBroken = [...map.entries.values()].some(({ broken }) => broken);
  // Who has an older price may get today's.
  if (!isNew && !isBroken && (isFor === "new" || before.isFile)) warnNoChange(reading, set, plan);
  prices.set(plan.id, { prices: made, map, isFile: false });
  const currencies = new Set(made.filter((version) => isSaid(set, plan, version) || !before.prices.includes(version)).map(({ currency }) => currency));
  return { kind: "change_price", plan, prices: made, currencies, for: isFor };
}

/** Who buys a plan has one of its currencies when the run begins. */
function refuseNewCurrency(reading: Reading, set: SourceMap, plan: Plan, to: Plan): boolean {
  const other = to.elsewhere.find(({ currency }) => planIn(plan, currency) === undefined);
  const options = set.entries.get("currency_options")?.value;
  const entry = options?.kind === "map" && other !== undefined ? options.entries.get(other.currency.code) : undefined;
  if (entry === undefined) return false;
  reading.refuseKey(entry, {
    code: "wrong-currency",
    message: `The plan ${quoteText(plan.id)} has no price in ${entry.key} that could change.`,
    rule: "A change of price is about the currencies that the plan is sold in.",
    remedy: `Add \`currency_options: { ${entry.key}: { unit_amount: ... } }\` to the plan.`,
  });
  return true;
}

/** Keys that say the same in another way, so that writing one takes the others out. */
const REPLACES: readonly (readonly [written: string, instead: string])[] = [
  ["unit_amount", "unit_amount_decimal"],
  ["unit_amount_decimal", "unit_amount"],
];
const OF_PER_UNIT = ["unit_amount", "unit_amount_decimal", "transform_quantity"];
const OF_TIERED = ["tiers", "tiers_mode"];

function withoutReplaced(map: SourceMap, set: SourceMap): SourceMap {
  const entries = new Map(map.entries);
  for (const [written, instead] of REPLACES) if (set.entries.has(written) && !set.entries.has(instead)) entries.delete(instead);
  const scheme = schemeOf(set);
  if (scheme !== undefined) for (const key of scheme === "tiered" ? OF_PER_UNIT : OF_TIERED) entries.delete(key);
  const options = entries.get("currency_options");
  const patch = set.entries.get("currency_options")?.value;
  if (options?.value.kind !== "map" || patch?.kind !== "map") return { ...map, entries };
  const inside = new Map(options.value.entries);
  for (const [code, entry] of inside) {
    const over = patch.entries.get(code)?.value;
    if (over?.kind !== "map" || entry.value.kind !== "map") continue;
    if (schemeChanges(map, set)) inside.delete(code);
    else inside.set(code, { ...entry, value: withoutReplaced(entry.value, over) });
  }
  entries.set("currency_options", { ...options, value: { ...options.value, entries: inside } });
  return { ...map, entries };
}

function schemeOf(map: SourceMap): string | undefined {
  const scheme = map.entries.get("billing_scheme")?.value;
  return scheme?.kind === "scalar" ? scheme.text : undefined;
}

function schemeChanges(map: SourceMap, set: SourceMap): boolean {
  return schemeOf(set) !== undefined && schemeOf(set) !== (schemeOf(map) ?? "per_unit");
}

/** Where a plan is priced otherwise from now on, it is so in all of its currencies. */
function refuseOldOptions(reading: Reading, map: SourceMap, set: SourceMap, plan: Plan): boolean {
  const given = set.entries.get("currency_options")?.value;
  const old = schemeChanges(map, set) ? plan.elsewhere.find(({ currency }) => given?.kind !== "map" || !given.entries.has(currency.code)) : undefined;
  if (old === undefined) return false;
  const { code } = old.currency;
  reading.refuse(set, {
    code: "missing-key",
    message: `The price of ${quoteText(plan.id)} in ${code} is not said.`,
    rule: "A price in another currency is of the same kind as the plan's own: per unit, or in tiers.",
    remedy: `Add \`currency_options: { ${code}: { ... } }\` to \`set\`.`,
  });
  return true;
}

/** Whether the entry says anything of the price in this currency. */
function isSaid(set: SourceMap, plan: Plan, { currency }: Plan): boolean {
  const options = set.entries.get("currency_options")?.value;
  if (currency !== plan.currency) return options?.kind === "map" && options.entries.has(currency.code);
  return [...set.entries.keys()].some((key) => key !== "currency_options");
}

function isSamePrice(a: Plan, b: Plan): boolean {
  return (
    a.currency === b.currency &&
    a.model === b.model &&
    a.taxBehavior === b.taxBehavior &&
    JSON.stringify([a.terms, a.unitCost], textOf) === JSON.stringify([b.terms, b.unitCost], textOf)
  );
}

const textOf = (_key: string, value: unknown): unknown => (typeof value === "bigint" || value === Number.POSITIVE_INFINITY ? String(value) : value);

function warnNoChange(reading: Reading, set: SourceMap, plan: Plan): void {
  reading.warn(set, {
    code: "nothing-changes",
    message: `The price of ${quoteText(plan.id)} stays as it is.`,
    rule: "`set` names keys of the plan's price with other values than those in force.",
    remedy: "Correct the price, or take the entry out.",
  });
}

function markRead(node: SourceNode): void {
  if (node.kind === "list") for (const item of node.items) markRead(item);
  if (node.kind !== "map") return;
  for (const entry of node.entries.values()) {
    entry.read = true;
    markRead(entry.value);
  }
}

/** The prices of the file, by plan. */
export function filePrices({ declarations }: BusinessContext, plans: SourceNode | undefined): Map<string, WrittenPrice> {
  const prices = new Map<string, WrittenPrice>();
  if (plans?.kind !== "map") return prices;
  for (const { key, value } of plans.entries.values()) {
    const plan = declarations.plans.all.get(key);
    if (plan !== undefined && value.kind === "map") prices.set(key, { prices: [plan, ...plan.elsewhere], map: value, isFile: true });
  }
  return prices;
}
