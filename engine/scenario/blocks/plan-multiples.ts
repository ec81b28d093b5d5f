import { didYouMean, listed } from "../../language/did-you-mean.ts";
import type { Complaint } from "../../language/issue.ts";
import type { Reading } from "../../language/reading.ts";
import { quoteText, type SourceEntry, type SourceMap, type SourceNode, type SourceScalar } from "../../language/source-node.ts";
import { type Decimal, formatDecimal, MAX_DECIMALS, parseDecimal, powerOfTen, shortest } from "../../money/decimal.ts";

/** `10 x pro`: that many times the plan's `unit_amount`. */
const MULTIPLE = /^(\d+(?:\.\d+)?) x (\S.*)$/;
const WHOLE = ["unit_amount", "flat_amount"];
const AMOUNTS: ReadonlySet<string> = new Set([...WHOLE, "unit_amount_decimal", "flat_amount_decimal"]);
/** The scale of a product of two decimals is at most its square. */
const SCALE = BigInt(powerOfTen(MAX_DECIMALS));

/**
 * The file with every amount of a plan that is a multiple of another plan's written as a number: rounded once, to whole minor units, or to 12
 * decimals where the amount is a decimal one. In `currency_options` it is a multiple of what the other plan costs in that currency. In a
 * `change_price` it is one of what the plan costs at first. Comes before the schema, so what stands there in the end is checked as if it had been written.
 */
export function withPlanMultiples(reading: Reading, root: SourceMap): SourceMap {
  const plans = root.entries.get("plans");
  if (plans?.value.kind !== "map") return root;
  const multiples = new PlanMultiples(reading, plans.value);
  const written = mapValues(plans.value, ({ value }) => (value.kind === "map" ? multiples.writtenOut(value, textOf(value, "currency"), []) : value));
  const timeline = root.entries.get("timeline");
  const entries = new Map(root.entries).set("plans", { ...plans, value: written });
  if (timeline?.value.kind === "map") entries.set("timeline", { ...timeline, value: mapValues(timeline.value, (entry) => multiples.inChange(entry)) });
  return { ...root, entries };
}

class PlanMultiples {
  private readonly reading: Reading;
  private readonly plans: SourceMap;

  constructor(reading: Reading, plans: SourceMap) {
    this.reading = reading;
    this.plans = plans;
  }

  /** @param chain whose price is whose, from the first asked for to this one. */
  writtenOut(map: SourceMap, currency: string | undefined, chain: readonly string[]): SourceMap {
    return mapValues(map, ({ key, value }) => {
      if (key === "currency_options" && value.kind === "map") {
        return mapValues(value, (option) => (option.value.kind === "map" ? this.writtenOut(option.value, option.key, chain) : option.value));
      }
      if (key === "tiers" && value.kind === "list") {
        return { ...value, items: value.items.map((tier) => (tier.kind === "map" ? this.writtenOut(tier, currency, chain) : tier)) };
      }
      return AMOUNTS.has(key) && value.kind === "scalar" ? this.amount(value, WHOLE.includes(key), currency, chain) : value;
    });
  }

  /** The new price of a `change_price`. */
  inChange({ value }: SourceEntry): SourceNode {
    if (value.kind !== "map") return value;
    return mapValues(value, ({ key, value: change }) => {
      if (key !== "change_price" || change.kind !== "map") return change;
      const plan = this.plans.entries.get(textOf(change, "plan") ?? "")?.value;
      const currency = plan?.kind === "map" ? textOf(plan, "currency") : undefined;
      return mapValues(change, (part) => (part.key === "set" && part.value.kind === "map" ? this.writtenOut(part.value, currency, []) : part.value));
    });
  }

  private amount(node: SourceScalar, isWhole: boolean, currency: string | undefined, chain: readonly string[]): SourceScalar {
    const match = MULTIPLE.exec(node.text);
    if (match === null) return node;
    const factor = parseDecimal(match[1] as string);
    const price = this.priceOf(node, match[2] as string, currency, chain);
    if (factor === undefined || price === undefined) return { ...node, broken: true };
    const text = formatDecimal(product(factor, price, isWhole ? 1n : SCALE));
    return { ...node, value: Number(text), text };
  }

  /** What one unit of a plan costs in a currency; undefined where that is reported, or its own price is broken. */
  private priceOf(place: SourceScalar, id: string, currency: string | undefined, chain: readonly string[]): Decimal | undefined {
    const plan = this.plans.entries.get(id)?.value;
    if (plan === undefined) return this.refuse(place, unknownPlan(id, this.plans));
    if (chain.includes(id)) return this.refuse(place, circular([...chain, id]));
    if (plan.kind !== "map") return undefined;
    const options = plan.entries.get("currency_options")?.value;
    const isOwn = currency === undefined || currency === textOf(plan, "currency");
    const price = isOwn ? plan : options?.kind === "map" ? options.entries.get(currency)?.value : undefined;
    if (price === undefined) return this.refuse(place, otherCurrency(id, currency as string));
    const amount = price.kind === "map" ? (price.entries.get("unit_amount") ?? price.entries.get("unit_amount_decimal")) : undefined;
    if (amount === undefined) return this.refuse(place, noUnitAmount(id));
    if (amount.value.kind !== "scalar") return undefined;
    const { text, broken } = this.amount(amount.value, amount.key === "unit_amount", currency, [...chain, id]);
    return broken ? undefined : parseDecimal(text);
  }

  private refuse(place: SourceScalar, complaint: Complaint): undefined {
    return this.reading.refuse(place, complaint);
  }
}

function unknownPlan(id: string, plans: SourceMap): Complaint {
  return {
    code: "unknown-id",
    message: `There is no plan ${quoteText(id)}.`,
    rule: `An amount may be a multiple of a plan's \`unit_amount\`; the plans are ${listed([...plans.entries.keys()])}.`,
    remedy: didYouMean(id, plans.entries.keys(), "Name one of them, or write the amount in minor units."),
  };
}

function circular(chain: readonly string[]): Complaint {
  return {
    code: "circular",
    message: `The plans cost multiples of each other in a circle: ${chain.join(", ")}.`,
    rule: "One of them has an amount of its own.",
    remedy: "Write one of the amounts in minor units.",
  };
}

function otherCurrency(id: string, currency: string): Complaint {
  return {
    code: "other-currency",
    message: `The plan ${quoteText(id)} has no price in ${currency}.`,
    rule: "A multiple of a plan's `unit_amount` is in the same currency.",
    remedy: `Add \`currency_options: { ${currency}: { unit_amount: 900 } }\` to it, or write the amount in minor units.`,
  };
}

function noUnitAmount(id: string): Complaint {
  return {
    code: "no-unit-amount",
    message: `The plan ${quoteText(id)} has no \`unit_amount\`.`,
    rule: "An amount may be a multiple of a plan's price per unit.",
    remedy: "Name a plan with a `unit_amount`, or write the amount in minor units.",
  };
}

/** factor x price, with at most `scale` parts of one, rounded once, ties away from zero (D1). */
function product(factor: Decimal, price: Decimal, scale: bigint): Decimal {
  const whole = BigInt(factor.scale) * BigInt(price.scale);
  const parts = BigInt(factor.units) * BigInt(price.units) * scale;
  const size = parts < 0n ? -parts : parts;
  const rounded = (2n * size + whole) / (2n * whole);
  return shortest(parts < 0n ? -rounded : rounded, scale);
}

/** The same map with other values; shares what stays the same. */
function mapValues(map: SourceMap, replaced: (entry: SourceEntry) => SourceNode): SourceMap {
  let isSame = true;
  const entries = new Map<string, SourceEntry>();
  for (const entry of map.entries.values()) {
    const value = replaced(entry);
    if (value !== entry.value) isSame = false;
    entries.set(entry.key, value === entry.value ? entry : { ...entry, value });
  }
  return isSame ? map : { ...map, entries };
}

function textOf(map: SourceMap, key: string): string | undefined {
  const value = map.entries.get(key)?.value;
  return value?.kind === "scalar" ? value.text : undefined;
}
