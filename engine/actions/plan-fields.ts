import type { Coupon } from "../catalog/coupon.ts";
import { type Plan, planIn } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import { refuseTogether } from "../language/exclusive-keys.ts";
import { readQuantity } from "../language/read-number.ts";
import { type Reader, readField, readList } from "../language/reading.ts";
import { readReference } from "../language/references.ts";
import { list, ref, type Schema } from "../language/schema-parts.ts";
import { field, quoteText, type SourceMap, type SourceNode } from "../language/source-node.ts";
import type { Currency } from "../money/currency.ts";
import type { PlanQuantity } from "./action.ts";
import type { ActionContext } from "./action-definition.ts";

/** The dearest single line that can be billed, in minor units: with hundreds of such lines an invoice still stays below 2^53. */
const MOST_LINE = 10_000_000_000_000;

/** Schemas of the fields that several actions share. */
export const sharedFields = {
  plan: ref("id", "A plan of `plans`."),
  quantity: ref("quantity", "How many; 1 unless given."),
  taxRates: list("Tax rates of `tax_rates`, in place of those from further out (D2); `[]` is none.", ref("id", "A tax rate.")),
  coupon: ref("id", "A coupon of `coupons`."),
  discounts: list("Several coupons, in the order they apply; in place of `coupon`.", ref("id", "A coupon of `coupons`."), { maxItems: 20 }),
} as const satisfies Record<string, Schema>;

/** A plan that this customer can be billed for: known, and as it is sold in the customer's currency (K4). */
export function readPlan(context: ActionContext): Reader<Plan> {
  const reference = readReference(context.plans);
  return (reading, node) => {
    const plan = reference(reading, node);
    if (plan === undefined) return undefined;
    const { current } = context.currency;
    const own = current === undefined ? plan : planIn(plan, current);
    if (own === undefined) return refuseForeignPlan(context, node, plan, current as Currency);
    context.currency.agree(reading, node, own.currency, `The plan ${quoteText(plan.id)}`);
    return own;
  };
}

function refuseForeignPlan(context: ActionContext, node: SourceNode, plan: Plan, currency: Currency): Plan {
  const sold = [plan, ...plan.elsewhere].map((option) => option.currency.code);
  context.reading.refuse(node, {
    code: "currency-mismatch",
    message: `The plan ${quoteText(plan.id)} is in ${sold.join(", ")}, but ${context.customer} is billed in ${currency.code}.`,
    rule: "A customer has one currency: its `currency`, else that of its first subscription (D6); a plan has prices in its own and in those of its `currency_options`.",
    remedy: `Add \`currency_options: { ${currency.code}: { ${plan.terms.tiers.length > 0 ? "tiers: [...]" : "unit_amount: ..."} } }\` to the plan, name another plan, or make this another customer.`,
  });
  return plan;
}

export function readTaxRates(context: ActionContext): Reader<readonly TaxRate[]> {
  const reader = readList(readReference(context.taxRates));
  return (reading, node) => {
    refuseRepeated(context, node, "tax rate");
    return reader(reading, node);
  };
}

/** `{ plan, quantity, tax_rates }` */
export function readPlanQuantity(context: ActionContext): Reader<PlanQuantity> {
  return (reading, node) => {
    if (node.kind !== "map") return undefined;
    const plan = readField(reading, node, "plan", readPlan(context));
    const quantity = readField(reading, node, "quantity", readQuantity);
    const taxRates = readField(reading, node, "tax_rates", readTaxRates(context));
    if (plan === undefined) return undefined;
    checkLine(context, node, plan, quantity ?? 1);
    return { plan, quantity: plan.usage === undefined ? (quantity ?? 1) : 0, taxRates };
  };
}

/** Refuses a quantity whose price no invoice line could hold, and any of a metered plan: its quantity is what is used. */
export function checkLine(context: ActionContext, node: SourceNode, plan: Plan, quantity: number): void {
  if (plan.usage !== undefined) {
    const written = node.kind === "map" ? node.entries.get("quantity") : undefined;
    if (written === undefined) return;
    context.reading.refuseKey(written, {
      code: "misplaced-key",
      message: `A quantity is given for ${plan.id}, which is metered.`,
      rule: "The quantity of a metered plan is its usage.",
      remedy: "Take it out; record usage with `usage` entries.",
    });
    return;
  }
  const price = Number(plan.model.price(plan.terms, quantity)) / plan.terms.scale;
  if (price <= MOST_LINE) return;
  context.reading.refuse(node, {
    code: "line-too-large",
    message: `${quantity} x ${plan.id} would cost ${price} minor units.`,
    rule: `One invoice line is at most ${MOST_LINE} minor units.`,
    remedy: "Is the price in minor units, and the quantity as meant?",
  });
}

/** `coupon` or `discounts`; undefined when neither is written. */
export function readDiscounts(context: ActionContext, map: SourceMap): readonly Coupon[] | undefined {
  const { reading } = context;
  refuseTogether(reading, map, "coupon", "discounts", "Write all of them under `discounts`, in the order they apply.");
  const readCoupon: Reader<Coupon> = (_, node) => {
    const coupon = readReference(context.coupons)(reading, node);
    if (coupon !== undefined) warnOtherCurrency(context, node, coupon);
    return coupon;
  };
  const single = readField(reading, map, "coupon", readCoupon);
  const several = field(map, "discounts");
  if (several !== undefined) {
    refuseRepeated(context, several, "coupon");
    return readList(readCoupon)(reading, several);
  }
  return single === undefined ? undefined : [single];
}

/** An amount coupon in another currency is legal and does nothing (D25): most likely a slip. */
export function warnOtherCurrency(context: ActionContext, node: SourceNode, coupon: Coupon): void {
  const { current } = context.currency;
  if (coupon.currency === undefined || current === undefined || coupon.currency === current) return;
  context.reading.warn(node, {
    code: "coupon-without-effect",
    message: `The coupon ${quoteText(coupon.id)} takes off an amount in ${coupon.currency.code}, but ${context.customer} is billed in ${current.code}.`,
    rule: "A coupon with an amount does nothing on invoices in another currency (D25).",
    remedy: `Use a coupon with \`percent_off\`, or with an amount in ${current.code}.`,
  });
}

/** A list may name a thing once. */
export function refuseRepeated(context: ActionContext, node: SourceNode, what: string): void {
  if (node.kind !== "list") return;
  const seen = new Set<string>();
  for (const item of node.items) {
    if (item.kind !== "scalar" || item.broken) continue;
    if (seen.has(item.text)) {
      context.reading.refuse(item, {
        code: "repeated",
        message: `The ${what} ${quoteText(item.text)} stands in this list twice.`,
        rule: `Each ${what} counts once.`,
        remedy: "Take one of them out.",
      });
    }
    seen.add(item.text);
  }
}
