import type { ProrationBehavior } from "../billing/settings.ts";
import type { Instant } from "../calendar/instant.ts";
import { refuseTogether } from "../language/exclusive-keys.ts";
import { readInstant } from "../language/read-instant.ts";
import { readQuantity } from "../language/read-number.ts";
import { type Reader, readChoice, readField, readFlag, readList } from "../language/reading.ts";
import { block, choice, flag, list, ref, type Schema } from "../language/schema-parts.ts";
import { field, has, quoteText, type SourceMap, type SourceNode } from "../language/source-node.ts";
import type { Change, ItemChange } from "./action.ts";
import { type ActionContext, type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";
import { checkLine, readDiscounts, readPlan, readTaxRates, sharedFields } from "./plan-fields.ts";

const itemChangeSchema = block(
  "One change: `{ plan, quantity }` adds or sets, `{ plan, remove: true }` removes, `{ from, to, quantity }` swaps one plan for another in its place.",
  {
    plan: ref("id", "The plan to add, set or remove."),
    quantity: ref("quantity", "The new quantity; kept unless given, 1 for a new plan."),
    remove: flag("Takes the plan off the subscription."),
    from: ref("id", "The plan that goes."),
    to: ref("id", "The plan that takes its place."),
    tax_rates: sharedFields.taxRates,
  },
);

const changeFields: Readonly<Record<string, Schema>> = {
  plan: ref("id", "The new plan of a subscription with one item. Its quantity becomes 1 unless given (D18)."),
  quantity: ref("quantity", "The new quantity of a subscription with one item."),
  items: list("Changes of a subscription with several plans, item by item, by plan.", itemChangeSchema, { minItems: 1, maxItems: 40 }),
  when: choice("When the change takes effect: now, or without proration when the running period ends (T2).", ["now", "at_period_end"], {
    default: "now",
  }),
  proration_behavior: choice("How the running period is settled; default: that of `billing`.", ["create_prorations", "none", "always_invoice"]),
  proration_date: ref("instant", "The instant from which it is prorated, inside the running period; default: now."),
  billing_cycle_anchor: choice("Whether a new full period begins now and is billed at once; the unused time is credited (T1).", ["unchanged", "now"], {
    default: "unchanged",
  }),
  trial_end: ref("instant_or_now", "Moves the trial's end, starts a trial, or ends it (`now`)."),
  coupon: ref("id_or_null", "Replaces the discounts by this coupon; `null` removes them."),
  discounts: list("Replaces the discounts by these, in the order they apply; `[]` removes them.", ref("id", "A coupon of `coupons`."), { maxItems: 20 }),
  tax_rates: sharedFields.taxRates,
  cancel_at: ref("instant_or_null", "Plans the end at this instant; `null` clears it."),
  cancel_at_period_end: flag("Plans the end at the period's end; `false` clears a planned end."),
};

/** What a change that waits for the period's end cannot have (T2). */
const NOW_ONLY = ["proration_behavior", "proration_date", "billing_cycle_anchor", "trial_end", "cancel_at", "cancel_at_period_end"] as const;

/** A subscription becomes another: plan, quantity, items, trial, discounts, tax or its planned end. */
export const change: ActionDefinition = {
  key: "change",
  schema: optionalFields("Changes a subscription.", changeFields),
  parse(context, node) {
    const map = fieldsOf(node);
    if (map === undefined) return undefined;
    const { reading } = context;
    for (const key of ["plan", "quantity"]) refuseTogether(reading, map, key, "items", "Use `items` alone: `items: [{ plan, quantity }]`.");
    const plan = readField(reading, map, "plan", readPlan(context));
    const quantity = readField(reading, map, "quantity", readQuantity);
    if (plan !== undefined) checkLine(context, map, plan, quantity ?? 1);
    const items = readItemChanges(context, map);
    const atPeriodEnd = readField(reading, map, "when", readChoice()) === "at_period_end";
    if (atPeriodEnd) for (const key of NOW_ONLY) refuseTogether(reading, map, "when", key, "Take it out, or leave `when` out to change now (T2).");
    const resetsAnchor = readField(reading, map, "billing_cycle_anchor", readChoice()) === "now";
    if (resetsAnchor) refuseTogether(reading, map, "billing_cycle_anchor", "trial_end", "A trial's end is the anchor already: keep `trial_end` (T1).");
    const prorationBehavior = readField<ProrationBehavior>(reading, map, "proration_behavior", readChoice());
    const prorationDate = readField(reading, map, "proration_date", readInstant);
    const trialEnd = readField(reading, map, "trial_end", readInstantOrNow);
    const discounts = readNewDiscounts(context, map);
    const taxRates = readField(reading, map, "tax_rates", readTaxRates(context));
    const cancelAt = isNull(map, "cancel_at") ? null : readField(reading, map, "cancel_at", readInstant);
    const cancelAtPeriodEnd = readField(reading, map, "cancel_at_period_end", readFlag);
    if (has(map, "cancel_at")) refuseTogether(reading, map, "cancel_at", "cancel_at_period_end", "Keep the one that is meant.");
    if (map.entries.size === 0) warnEmpty(context, node);
    const terms = { prorationBehavior, prorationDate, trialEnd, discounts, taxRates, cancelAt, cancelAtPeriodEnd };
    return { kind: "change", plan, quantity, items, atPeriodEnd, resetsAnchor, ...terms } satisfies Change;
  },
};

function readNewDiscounts(context: ActionContext, map: SourceMap): Change["discounts"] {
  if (!isNull(map, "coupon")) return readDiscounts(context, map);
  refuseTogether(context.reading, map, "coupon", "discounts", "Write the new discounts alone.");
  return [];
}

/** Whether a key that may be `null` is; marks it as read. */
function isNull(map: SourceMap, key: string): boolean {
  const node = field(map, key);
  return node?.kind === "scalar" && node.value === null;
}

const readInstantOrNow: Reader<Instant | "now"> = (reading, node) => (node.kind === "scalar" && node.value === "now" ? "now" : readInstant(reading, node));

function warnEmpty(context: ActionContext, node: SourceNode): void {
  context.reading.warn(node, {
    code: "change-without-effect",
    message: "`change` names nothing to change.",
    rule: "What is not written stays as it is.",
    remedy: "Name the new plan or quantity, or take the entry out.",
  });
}

function readItemChanges(context: ActionContext, map: SourceMap): readonly ItemChange[] {
  const items = field(map, "items");
  if (items?.kind !== "list") return [];
  const seen = new Set<string>();
  const reader: Reader<ItemChange> = (reading, node) => {
    const read = node.kind === "map" ? readItemChange(context, node) : undefined;
    if (read === undefined) return undefined;
    const plans = read.kind === "swap" ? [read.from, read.to] : [read.plan];
    for (const { id } of plans) {
      if (seen.has(id)) {
        reading.refuse(node, {
          code: "plan-twice",
          message: `The plan ${quoteText(id)} is changed twice by this entry.`,
          rule: "One change names each plan once.",
          remedy: "Keep the change that is meant.",
        });
      }
      seen.add(id);
    }
    return read;
  };
  return readList(reader)(context.reading, items) ?? [];
}

function readItemChange(context: ActionContext, map: SourceMap): ItemChange | undefined {
  const { reading } = context;
  const plan = readField(reading, map, "plan", readPlan(context));
  const quantity = readField(reading, map, "quantity", readQuantity);
  const remove = readField(reading, map, "remove", readFlag) ?? false;
  const from = readField(reading, map, "from", readPlan(context));
  const to = readField(reading, map, "to", readPlan(context));
  const taxRates = readField(reading, map, "tax_rates", readTaxRates(context));
  if (!hasOneForm(map, remove)) {
    return reading.refuse(map, {
      code: "bad-item-change",
      message: `An item change cannot have exactly the keys ${[...map.entries.keys()].join(", ") || "(none)"}.`,
      rule: "An item change is `{ plan, quantity, tax_rates }`, `{ plan, remove: true }` or `{ from, to, quantity }`.",
      remedy: "Write one of these forms.",
    });
  }
  if (from !== undefined && to !== undefined) {
    checkLine(context, map, to, quantity ?? 1);
    return { kind: "swap", from, to, quantity };
  }
  if (plan === undefined) return undefined;
  if (remove) return { kind: "remove", plan };
  checkLine(context, map, plan, quantity ?? 1);
  return { kind: "set", plan, quantity, taxRates };
}

function hasOneForm(map: SourceMap, remove: boolean): boolean {
  const swap = has(map, "from") || has(map, "to");
  if (swap) return has(map, "from") && has(map, "to") && !has(map, "plan") && !has(map, "remove") && !has(map, "tax_rates");
  return has(map, "plan") && !(remove && (has(map, "quantity") || has(map, "tax_rates")));
}
