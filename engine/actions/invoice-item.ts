import { readCurrency } from "../language/read-currency.ts";
import { readField, readFlag, readOr } from "../language/reading.ts";
import { block, flag, ref } from "../language/schema-parts.ts";
import { has } from "../language/source-node.ts";
import type { Currency } from "../money/currency.ts";
import type { ActionDefinition } from "./action-definition.ts";
import { oneOffFields, readOneOffFields } from "./one-off.ts";

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
    const { reading, currency } = context;
    const item = readOneOffFields(context, node);
    const written: Currency | undefined = readField(reading, node, "currency", (of, at) => {
      const read = readCurrency(of, at);
      if (read !== undefined) currency.agree(of, at, read, "The item");
      return read;
    });
    const discountable = readOr(reading, node, "discountable", readFlag, true);
    if (currency.current === undefined && !currency.unknown && has(node, "amount") && !has(node, "currency")) {
      reading.refuse(node, {
        code: "missing-currency",
        message: `The item has no currency, and ${context.customer} has none yet.`,
        rule: "An item before the first subscription names its own `currency` (D6).",
        remedy: "Write `currency: usd` here, or at the customer.",
      });
    }
    return item === undefined ? undefined : { kind: "invoice_item", item, currency: written, discountable };
  },
};
