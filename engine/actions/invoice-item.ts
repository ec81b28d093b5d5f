import { readFlag, readOr } from "../language/reading.ts";
import { block, flag, ref } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";
import { oneOffFields, readOneOffFields } from "./one-off.ts";
import { readOwnCurrency } from "./own-currency.ts";

/** Something more to bill: it waits for the next invoice. */
export const invoiceItem: ActionDefinition = {
  key: "invoice_item",
  schema: block("Puts an item on the customer's next invoice: one of `amount` and `plan` is required.", {
    ...oneOffFields,
    currency: ref("currency", "Its currency, needed before the customer has one (D6)."),
    subscription: ref("id", "The subscription whose invoice it goes on; default: the next invoice of any."),
    discountable: flag("Whether coupons apply; credits never take any.", { default: true }),
  }),
  parse(context, node) {
    if (node.kind !== "map") return undefined;
    const { reading } = context;
    // Its currency comes first: a plan costs what it costs in that.
    const currency = readOwnCurrency(context, node, "The item");
    const item = readOneOffFields(context, node);
    const discountable = readOr(reading, node, "discountable", readFlag, true);
    return item === undefined ? undefined : { kind: "invoice_item", item, currency, discountable };
  },
};
