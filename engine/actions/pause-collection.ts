import { choice, notYet, ref } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";

/** Invoices go on, but are not collected (PPC). */
export const pauseCollection: ActionDefinition = {
  key: "pause_collection",
  schema: notYet("It will pause the collection of payments.", {
    description: "Pauses the collection of payments, status unchanged; `null` ends it.",
    type: ["object", "null"],
    properties: {
      behavior: choice("What happens to new invoices.", ["void", "keep_as_draft", "mark_uncollectible"]),
      resumes_at: ref("instant", "When collection resumes by itself."),
    },
    additionalProperties: false,
  }),
};
