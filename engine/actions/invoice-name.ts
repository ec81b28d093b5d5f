import { type Reader, readField } from "../language/reading.ts";
import { quoteText, type SourceNode } from "../language/source-node.ts";
import { type ActionContext, fieldsOf } from "./action-definition.ts";

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

/** The only field of an action about an invoice: which one. */
export function readWhichInvoice({ reading, customer }: ActionContext, node: SourceNode): { readonly invoice: string | undefined } | undefined {
  const map = fieldsOf(node);
  return map === undefined ? undefined : { invoice: readField(reading, map, "invoice", readInvoiceName(customer)) };
}
