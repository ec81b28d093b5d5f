import type { CollectionPause } from "../account/subscription.ts";
import { readInstant } from "../language/read-instant.ts";
import { readChoice, readField, readOr } from "../language/reading.ts";
import { choice, ref, type Schema } from "../language/schema-parts.ts";
import type { SourceNode } from "../language/source-node.ts";
import type { PauseCollection, Subscribe } from "./action.ts";
import type { ActionContext, ActionDefinition } from "./action-definition.ts";

/** How collection is paused, in `subscribe` and as an action. */
export const collectionPauseFields: Readonly<Record<string, Schema>> = {
  behavior: choice("What becomes of invoices drafted meanwhile (P1).", ["void", "keep_as_draft", "mark_uncollectible"], { default: "void" }),
  resumes_at: ref("instant", "When collection resumes by itself; default: it does not."),
};

/** The fields of a pause; undefined for what is no map. */
export function readCollectionPause({ reading }: ActionContext, node: SourceNode | undefined): Subscribe["pauseCollection"] {
  if (node?.kind !== "map" || node.broken) return undefined;
  const behavior = readOr<CollectionPause>(reading, node, "behavior", readChoice(), "void");
  return { behavior, resumesAt: readField(reading, node, "resumes_at", readInstant) };
}

/** Invoices go on, but are not collected (PPC). */
export const pauseCollection: ActionDefinition = {
  key: "pause_collection",
  schema: {
    description: "Pauses the collection of the subscription's invoices, its status unchanged; `null` ends it.",
    type: ["object", "null"],
    properties: collectionPauseFields,
    additionalProperties: false,
    "x-expects": "a map of its fields; null ends the pause",
  },
  parse(context, node): PauseCollection | undefined {
    if (node.kind === "scalar" && node.value === null) return { kind: "pause_collection", pause: undefined };
    const pause = readCollectionPause(context, node);
    return pause && { kind: "pause_collection", pause };
  },
};
