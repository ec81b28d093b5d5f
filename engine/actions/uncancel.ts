import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";

/** A pending cancel is taken back. */
export const uncancel: ActionDefinition = {
  key: "uncancel",
  schema: optionalFields("Takes back a pending cancel.", {}),
  parse: (_, node) => (fieldsOf(node) === undefined ? undefined : { kind: "uncancel" }),
};
