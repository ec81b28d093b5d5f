import { refuseTogether } from "../language/exclusive-keys.ts";
import { readAmount, readQuantity } from "../language/read-number.ts";
import { type Reader, readField, readOr, readText } from "../language/reading.ts";
import { block, ref, type Schema, text } from "../language/schema-parts.ts";
import { has, type SourceMap } from "../language/source-node.ts";
import type { OneOff } from "./action.ts";
import type { ActionContext } from "./action-definition.ts";
import { checkLine, readPlan, readTaxRates, sharedFields } from "./plan-fields.ts";

export const oneOffFields = {
  amount: ref("amount", "What the item costs; negative is a credit. Or `plan`."),
  plan: ref("id", "A plan whose price, times `quantity`, the item costs. Or `amount`."),
  quantity: ref("quantity", "How many of `plan`; 1 unless given."),
  description: text("The line's text on the invoice."),
  tax_rates: sharedFields.taxRates,
} as const satisfies Record<string, Schema>;

export const oneOffSchema = block("A one-off item: one of `amount` and `plan` is required.", oneOffFields);

/** `{ amount }` or `{ plan, quantity }`, with description and tax rates. */
export function readOneOff(context: ActionContext): Reader<OneOff> {
  return (_, node) => (node.kind === "map" ? readOneOffFields(context, node) : undefined);
}

export function readOneOffFields(context: ActionContext, map: SourceMap): OneOff | undefined {
  const { reading } = context;
  const amount = readField(reading, map, "amount", readAmount);
  const plan = readField(reading, map, "plan", readPlan(context));
  const quantity = readOr(reading, map, "quantity", readQuantity, 1);
  const description = readOr(reading, map, "description", readText, "");
  const taxRates = readField(reading, map, "tax_rates", readTaxRates(context));
  refuseTogether(reading, map, "amount", "plan", "Keep the one that is meant.");
  if (has(map, "amount")) refuseTogether(reading, map, "amount", "quantity", "Write the amount of the whole item, or name a `plan`.");
  if (!has(map, "amount") && !has(map, "plan")) {
    return reading.refuseMissing(
      map,
      "The item does not say what it costs.",
      "One of `amount` and `plan` is required.",
      "Write `amount: 2500`, in minor units, or `plan: <a plan>`.",
    );
  }
  if (plan?.usage !== undefined) {
    return reading.refuse(map, {
      code: "metered-item",
      message: `The plan ${plan.id} is metered.`,
      rule: "A one-off item bills a quantity; a metered plan bills usage.",
      remedy: "Name a licensed plan, or write the amount.",
    });
  }
  if (plan !== undefined) checkLine(context, map, plan, quantity);
  return { amount, plan, quantity, description, taxRates };
}
