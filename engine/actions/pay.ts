import { readField, readFlag, readOr } from "../language/reading.ts";
import { flag, ref } from "../language/schema-parts.ts";
import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";
import { readInvoiceName } from "./invoice-name.ts";

/** An open invoice is paid by the customer's own doing. */
export const pay: ActionDefinition = {
  key: "pay",
  schema: optionalFields("Charges the customer's card for an open or uncollectible invoice.", {
    invoice: ref("id", "The invoice, `<customer>-0001`; default: the oldest open one."),
    out_of_band: flag("The money came outside of the card: nothing is charged (M5).", { default: false }),
  }),
  parse(context, node) {
    const map = fieldsOf(node);
    if (map === undefined) return undefined;
    const { reading, customer } = context;
    const invoice = readField(reading, map, "invoice", readInvoiceName(customer));
    return { kind: "pay", invoice, outOfBand: readOr(reading, map, "out_of_band", readFlag, false) };
  },
};
