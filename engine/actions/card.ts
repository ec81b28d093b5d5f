import { readField, readFlag } from "../language/reading.ts";
import { readReference } from "../language/references.ts";
import { flag, ref, type Schema } from "../language/schema-parts.ts";
import { field } from "../language/source-node.ts";
import { noCard } from "../payments/card.ts";
import type { ActionDefinition } from "./action-definition.ts";

const schema: Schema = {
  description:
    "The customer's new default card: a card of `cards`, a built-in one, or `none`. It is charged at the next try (B34), or at once with `pay_open`.",
  type: ["string", "number", "object"],
  properties: {
    id: ref("id", "The card."),
    pay_open: flag("Charges every open invoice at once, the oldest first, not at its next retry (K2)."),
  },
  required: ["id"],
  additionalProperties: false,
  examples: ["visa", "none"],
  "x-expects": "a card's name, or `{ id, pay_open }`",
};

/** The customer has a new default card, or none any more. */
export const card: ActionDefinition = {
  key: "card",
  schema,
  parse(context, node) {
    const { reading } = context;
    const id = node.kind === "map" ? field(node, "id") : node;
    const found = id === undefined ? undefined : readReference(context.cards)(reading, id);
    const payOpen = node.kind === "map" && readField(reading, node, "pay_open", readFlag) === true;
    if (found === undefined) return undefined;
    if (!payOpen || found !== noCard) return { kind: "card", card: found, payOpen };
    return reading.refuse(node, {
      code: "nothing-to-charge",
      message: "`pay_open` stands beside `id: none`.",
      rule: "`pay_open` charges the new card; without a card there is nothing to charge.",
      remedy: "Name a card, or take `pay_open` out.",
    });
  },
};
