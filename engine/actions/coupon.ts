import { readReference } from "../language/references.ts";
import { ref } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";
import { warnOtherCurrency } from "./plan-fields.ts";

/** The customer, or with `subscription` beside it that subscription, gets another coupon or none. */
export const coupon: ActionDefinition = {
  key: "coupon",
  schema: ref("id_or_null", "Applies a coupon to the customer, or with `subscription` beside it to that subscription; `null` removes it."),
  parse(context, node) {
    if (node.kind === "scalar" && node.value === null) return { kind: "coupon", coupon: undefined };
    const found = readReference(context.coupons)(context.reading, node);
    if (found === undefined) return undefined;
    warnOtherCurrency(context, node, found);
    return { kind: "coupon", coupon: found };
  },
};
