import { type Reader, readField } from "../language/reading.ts";
import { flag, notYet, ref } from "../language/schema-parts.ts";
import { quoteText } from "../language/source-node.ts";
import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";

/** An open invoice is paid by the customer's own doing. */
export const pay: ActionDefinition = {
  key: "pay",
  schema: optionalFields("Charges the customer's card for an open or uncollectible invoice.", {
    invoice: ref("id", "The invoice, `<customer>-0001`; default: the oldest open one."),
    out_of_band: notYet("It will record a payment made outside.", flag("The money came outside of the card.")),
  }),
  parse(context, node) {
    const map = fieldsOf(node);
    if (map === undefined) return undefined;
    return { kind: "pay", invoice: readField(context.reading, map, "invoice", readInvoiceName(context.customer)) };
  },
};

/** The name of an invoice of this customer (D11). */
export function readInvoiceName(customer: string): Reader<string> {
  return (reading, node) => {
    if (node.kind !== "scalar" || node.value === null) return undefined;
    const number = node.text.startsWith(`${customer}-`) ? node.text.slice(customer.length + 1) : "";
    if (/^\d{4,9}$/.test(number) && Number(number) > 0 && String(Number(number)).padStart(4, "0") === number) return node.text;
    return reading.refuse(node, {
      code: "bad-invoice-name",
      message: `${quoteText(node.text)} is not an invoice of ${customer}.`,
      rule: `The invoices of ${customer} are called ${customer}-0001, ${customer}-0002 and so on, in order of creation (D11).`,
      remedy: `Write ${customer}-0001, for example; \`billclock timeline\` shows the names.`,
    });
  };
}
