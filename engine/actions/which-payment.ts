import { refuseTogether } from "../language/exclusive-keys.ts";
import { readAmount } from "../language/read-number.ts";
import { type Reader, readField } from "../language/reading.ts";
import { ref, type Schema } from "../language/schema-parts.ts";
import { quoteText, type SourceMap } from "../language/source-node.ts";
import type { WhichPayment } from "../lifecycle/requests.ts";
import type { ActionContext } from "./action-definition.ts";
import { readInvoiceName } from "./invoice-name.ts";

const nameOrLatest = (description: string): Schema => ({
  description,
  type: ["string", "boolean"],
  if: { type: "boolean" },
  then: { const: true },
  "x-expects": "a name, or true for the latest",
});

/** Which payment, and how much of it: fields that `refund` and `dispute` share. */
export const whichPayment: Readonly<Record<string, Schema>> = {
  invoice: nameOrLatest("The invoice that was paid, or `true` for the latest. Or `charge`; default: the latest payment of all (M1)."),
  charge: nameOrLatest("The one-off charge, `<customer>-ch-1`, or `true` for the latest. Or `invoice`."),
  amount: ref("amount", "How much; default: all that is left."),
};

export function readWhichPayment({ reading, customer }: ActionContext, map: SourceMap): WhichPayment {
  refuseTogether(reading, map, "invoice", "charge", "Keep the one that is meant.");
  return {
    invoice: readField(reading, map, "invoice", orLatest(readInvoiceName(customer))),
    charge: readField(reading, map, "charge", orLatest(readChargeName(customer))),
    amount: readField(reading, map, "amount", readAmount),
  };
}

function orLatest(read: Reader<string>): Reader<string | true> {
  return (reading, node) => (node.kind === "scalar" && node.value === true ? true : read(reading, node));
}

/** The name of a one-off charge of this customer (D11). */
function readChargeName(customer: string): Reader<string> {
  return (reading, node) => {
    if (node.kind !== "scalar" || node.value === null) return undefined;
    const number = node.text.startsWith(`${customer}-ch-`) ? node.text.slice(customer.length + 4) : "";
    if (/^[1-9]\d{0,8}$/.test(number)) return node.text;
    return reading.refuse(node, {
      code: "bad-charge-name",
      message: `${quoteText(node.text)} is not a charge of ${customer}.`,
      rule: `The one-off charges of ${customer} are called ${customer}-ch-1, ${customer}-ch-2 and so on (D11).`,
      remedy: `Write ${customer}-ch-1, for example.`,
    });
  };
}
