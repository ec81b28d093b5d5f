import type { ChargeTerms, Tier } from "../../catalog/charge-models/charge-model.ts";
import type { chargeModels } from "../../catalog/charge-models/registry.ts";
import { refuseTogether } from "../../language/exclusive-keys.ts";
import { readDecimalAmount, readPositiveAmount } from "../../language/read-number.ts";
import { type Reading, readChoice, readField, readOr, readWhole } from "../../language/reading.ts";
import { field, has, type SourceMap, type SourceNode } from "../../language/source-node.ts";
import { type Decimal, rescale } from "../../money/decimal.ts";

/** A plan's charge model and the numbers it works with. */
export interface Price {
  readonly model: keyof typeof chargeModels;
  readonly terms: ChargeTerms;
}

/** Reads how a plan turns a quantity into a price: per unit, in packages, or in tiers. */
export function readPrice(reading: Reading, plan: SourceMap): Price | undefined {
  const scheme = readOr<"per_unit" | "tiered">(reading, plan, "billing_scheme", readChoice(), "per_unit");
  return scheme === "tiered" ? readTiered(reading, plan) : readPerUnit(reading, plan);
}

function readPerUnit(reading: Reading, plan: SourceMap): Price | undefined {
  refuseKeys(reading, plan, ["tiers", "tiers_mode"], "belongs to tiered prices", "Write `billing_scheme: tiered`, or take it out.");
  const unit = readEitherAmount(reading, plan, "unit_amount");
  const transform = field(plan, "transform_quantity");
  const divideBy = transform?.kind === "map" ? readOr(reading, transform, "divide_by", readWhole, 1) : 1;
  const round = transform?.kind === "map" ? readOr<"up" | "down">(reading, transform, "round", readChoice(), "up") : "up";
  if (!has(plan, "unit_amount") && !has(plan, "unit_amount_decimal")) {
    return reading.refuseMissing(
      plan,
      "The plan has no price.",
      "A plan has one of `unit_amount` and `unit_amount_decimal`, or `billing_scheme: tiered` with `tiers`.",
      "Write `unit_amount: 980`, in minor units.",
    );
  }
  if (unit === undefined) return undefined;
  const model = transform === undefined ? "per_unit" : "package";
  return { model, terms: { scale: unit.scale, unit: unit.units, divideBy, round, tiers: [] } };
}

function readTiered(reading: Reading, plan: SourceMap): Price | undefined {
  refuseKeys(reading, plan, ["unit_amount", "unit_amount_decimal"], "stands beside tiers", "Put prices into `tiers`, or write `billing_scheme: per_unit`.");
  refuseKeys(reading, plan, ["transform_quantity"], "belongs to prices per unit", "Take it out: tiers count single units.");
  const mode = readField<"graduated" | "volume">(reading, plan, "tiers_mode", readChoice());
  const tiers = field(plan, "tiers");
  const missing = ["tiers_mode", "tiers"].filter((key) => !has(plan, key));
  if (missing.length > 0) {
    return reading.refuseMissing(
      plan,
      `The tiered plan has no \`${missing.join("` and no `")}\`.`,
      "A plan with `billing_scheme: tiered` has `tiers_mode` (graduated or volume) and `tiers`.",
      "Write `tiers_mode: graduated` and `tiers: [{ up_to: 5, unit_amount: 500 }, { up_to: inf, unit_amount: 400 }]`.",
    );
  }
  const terms = tiers === undefined ? undefined : readTierTerms(reading, tiers);
  return mode === undefined || terms === undefined ? undefined : { model: mode, terms };
}

function readTierTerms(reading: Reading, tiers: SourceNode): ChargeTerms | undefined {
  const written = tiers.kind === "list" ? readTiers(reading, tiers.items) : undefined;
  if (written === undefined) return undefined;
  const scale = written.reduce((most, { unit, flat }) => Math.max(most, unit.scale, flat.scale), 1);
  const scaled: Tier[] = written.map(({ upTo, unit, flat }) => ({ upTo, unit: rescale(unit, scale), flat: rescale(flat, scale) }));
  return { scale, unit: 0, divideBy: 1, round: "up", tiers: scaled };
}

/** Reads the price in another currency: of the same kind as the plan's own, with the same packages (K4). */
export function readPriceElsewhere(reading: Reading, option: SourceMap, { model, terms }: Price): Price | undefined {
  const isTiered = model === "graduated" || model === "volume";
  const wanted = isTiered ? "tiers" : "unit_amount";
  const misplaced = isTiered ? ["unit_amount", "unit_amount_decimal"] : ["tiers"];
  refuseKeys(reading, option, misplaced, "does not fit the plan, which is priced otherwise", `Write \`${wanted}\`, as the plan itself does.`);
  const isMissing = isTiered ? !has(option, "tiers") : !has(option, "unit_amount") && !has(option, "unit_amount_decimal");
  if (isMissing) {
    return reading.refuseMissing(
      option,
      `The price in this currency has no \`${wanted}\`.`,
      "A price in another currency is of the same kind as the plan's own: per unit, or in tiers.",
      isTiered ? "Write `tiers: [{ up_to: inf, unit_amount: 500 }]`." : "Write `unit_amount: 900`, in minor units.",
    );
  }
  if (isTiered) {
    const tiers = readTierTerms(reading, field(option, "tiers") as SourceNode);
    return tiers === undefined ? undefined : { model, terms: tiers };
  }
  const unit = readEitherAmount(reading, option, "unit_amount");
  return unit === undefined ? undefined : { model, terms: { ...terms, scale: unit.scale, unit: unit.units } };
}

interface WrittenTier {
  readonly upTo: number;
  readonly unit: Decimal;
  readonly flat: Decimal;
}

const NOTHING: Decimal = { units: 0, scale: 1 };

/** All tiers, or undefined when one of them is broken. */
function readTiers(reading: Reading, nodes: readonly SourceNode[]): readonly WrittenTier[] | undefined {
  const tiers: WrittenTier[] = [];
  let below = 0;
  for (const [i, node] of nodes.entries()) {
    if (node.broken || node.kind !== "map") continue;
    const upTo = readUpTo(reading, node, below, i === nodes.length - 1);
    if (upTo !== undefined) below = upTo;
    const unit = readEitherAmount(reading, node, "unit_amount");
    const flat = readEitherAmount(reading, node, "flat_amount");
    if (!["unit_amount", "unit_amount_decimal", "flat_amount", "flat_amount_decimal"].some((key) => has(node, key))) {
      reading.refuseMissing(node, "The tier has no price.", "A tier has `unit_amount` or `flat_amount` or both.", "Write `unit_amount: 0` if it is free.");
    }
    if (upTo !== undefined && !node.broken) tiers.push({ upTo, unit: unit ?? NOTHING, flat: flat ?? NOTHING });
  }
  return tiers.length === nodes.length ? tiers : undefined;
}

function readUpTo(reading: Reading, tier: SourceMap, below: number, last: boolean): number | undefined {
  const node = field(tier, "up_to");
  if (node?.kind !== "scalar") return undefined;
  const infinite = node.value === "inf";
  const rule = "`up_to` rises from tier to tier, includes its own unit, and is `inf` in the last tier only.";
  if (infinite !== last) {
    const message = last ? `The last tier goes up to ${node.text}.` : "A tier before the last goes up to inf.";
    return reading.refuse(node, {
      code: "bad-tiers",
      message,
      rule,
      remedy: last ? "Write `up_to: inf` in the last tier." : "Write the last unit of this tier.",
    });
  }
  if (infinite) return Number.POSITIVE_INFINITY;
  if (typeof node.value === "number" && node.value > below && Number.isSafeInteger(node.value)) return node.value;
  const message = `The tier goes up to ${node.text}, after one that goes up to ${below}.`;
  return reading.refuse(node, { code: "bad-tiers", message, rule, remedy: `Write a whole number above ${below}.` });
}

/** `key` as whole minor units, or `key_decimal`; both is an error. */
function readEitherAmount(reading: Reading, map: SourceMap, key: string): Decimal | undefined {
  refuseTogether(reading, map, key, `${key}_decimal`, `Keep \`${key}\` for whole minor units, \`${key}_decimal\` for fractions of one.`);
  const decimal = readField(reading, map, `${key}_decimal`, readDecimalAmount);
  const whole = readField(reading, map, key, readPositiveAmount);
  return decimal ?? (whole === undefined ? undefined : { units: whole, scale: 1 });
}

function refuseKeys(reading: Reading, plan: SourceMap, keys: readonly string[], what: string, remedy: string): void {
  for (const key of keys) {
    const entry = plan.entries.get(key);
    if (entry === undefined) continue;
    entry.read = true;
    reading.refuseKey(entry, {
      code: "misplaced-key",
      message: `\`${key}\` ${what}.`,
      rule: "Prices are per unit or in tiers, as `billing_scheme` says.",
      remedy,
    });
  }
}
