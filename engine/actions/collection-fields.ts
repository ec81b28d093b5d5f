import { type CollectionMethod, defaultCollection } from "../billing/settings.ts";
import { type Reading, readChoice, readField, readWhole } from "../language/reading.ts";
import { choice, type Schema, whole } from "../language/schema-parts.ts";
import type { SourceMap } from "../language/source-node.ts";

/** The most days that can be given to pay: ten years. */
const MOST_DAYS = 3650;

/** The keys that say how invoices are collected (S1). `otherwise` is said of both where they are not written; undefined: these are the outermost. */
export function collectionFields(of: string, otherwise?: string): { readonly collection_method: Schema; readonly days_until_due: Schema } {
  const fallback = otherwise === undefined ? "" : ` Default: ${otherwise}.`;
  return {
    collection_method: choice(
      `How ${of} is collected: charged to the card, or sent to be paid by a date.${fallback}`,
      ["charge_automatically", "send_invoice"],
      otherwise === undefined ? { default: defaultCollection.collectionMethod } : {},
    ),
    days_until_due: whole(`Days from the finalization of ${of} until it is due, where it is sent (S3).${fallback}`, 0, {
      maximum: MOST_DAYS,
      ...(otherwise === undefined && { default: defaultCollection.daysUntilDue }),
    }),
  };
}

/** What is written of them; undefined is not. */
export function readCollection(reading: Reading, map: SourceMap): { collectionMethod: CollectionMethod | undefined; daysUntilDue: number | undefined } {
  return {
    collectionMethod: readField<CollectionMethod>(reading, map, "collection_method", readChoice()),
    daysUntilDue: readField(reading, map, "days_until_due", readWhole),
  };
}
