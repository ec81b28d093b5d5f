import { readFlag, readOr } from "../language/reading.ts";
import { choice, flag, notYet, whole } from "../language/schema-parts.ts";
import { field } from "../language/source-node.ts";
import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";

/** What is pending is billed now, by a manual invoice. */
export const invoice: ActionDefinition = {
  key: "invoice",
  schema: optionalFields("Bills the pending items; with `subscription` beside it only that subscription's. With nothing pending it is refused.", {
    pay: flag("Finalizes and charges at once; else after `finalize_after`.", { default: false }),
    collection_method: choice("How the invoice is collected.", ["charge_automatically", "send_invoice"], {
      default: "charge_automatically",
      "x-values-not-yet-supported": { send_invoice: "It will send the invoice to be paid by hand." },
    }),
    days_until_due: notYet("It will set when a sent invoice is due.", whole("Days until a sent invoice is due.", 0)),
  }),
  parse(context, node) {
    const map = fieldsOf(node);
    if (map === undefined) return undefined;
    field(map, "collection_method");
    return { kind: "invoice", pay: readOr(context.reading, map, "pay", readFlag, false) };
  },
};
