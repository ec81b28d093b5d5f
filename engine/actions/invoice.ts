import { readFlag, readOr } from "../language/reading.ts";
import { flag } from "../language/schema-parts.ts";
import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";
import { collectionFields, readCollection } from "./collection-fields.ts";

/** What is pending is billed now, by a manual invoice. */
export const invoice: ActionDefinition = {
  key: "invoice",
  schema: optionalFields("Bills the pending items; with `subscription` beside it only that subscription's. With nothing pending it is refused.", {
    pay: flag("Finalizes and charges at once; else after `finalize_after`.", { default: false }),
    ...collectionFields("the invoice", "the subscription's that is named, else the customer's"),
  }),
  parse(context, node) {
    const map = fieldsOf(node);
    if (map === undefined) return undefined;
    const { reading } = context;
    return { kind: "invoice", pay: readOr(reading, map, "pay", readFlag, false), ...readCollection(reading, map) };
  },
};
