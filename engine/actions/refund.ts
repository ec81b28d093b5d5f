import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";
import { readWhichPayment, whichPayment } from "./which-payment.ts";

/** Money given back. */
export const refund: ActionDefinition = {
  key: "refund",
  schema: optionalFields("Gives back what was paid by a charge; by default all that is left of the latest payment (M6).", whichPayment),
  parse(context, node) {
    const map = fieldsOf(node);
    return map && { kind: "refund", ...readWhichPayment(context, map) };
  },
};
