import { readReference } from "../language/references.ts";
import { flag, notYet, ref, type Schema } from "../language/schema-parts.ts";
import { field } from "../language/source-node.ts";
import type { ActionDefinition } from "./action-definition.ts";

const schema: Schema = {
  description: "The customer's new default card: a card of `cards`, a built-in one, or `none`. It is charged at the next try (B34).",
  type: ["string", "number", "object"],
  properties: {
    id: ref("id", "The card."),
    pay_open: notYet("It will charge the open invoices at once.", flag("Charges the open invoices at once, not at their next retry.")),
  },
  required: ["id"],
  additionalProperties: false,
  examples: ["visa", "none"],
  "x-expects": "a card's name, or `{ id }`",
};

/** The customer has a new default card, or none any more. */
export const card: ActionDefinition = {
  key: "card",
  schema,
  parse(context, node) {
    const id = node.kind === "map" ? field(node, "id") : node;
    const found = id === undefined ? undefined : readReference(context.cards)(context.reading, id);
    return found === undefined ? undefined : { kind: "card", card: found };
  },
};
