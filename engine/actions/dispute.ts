import type { Duration } from "../calendar/duration.ts";
import { DAY } from "../calendar/instant.ts";
import { readDuration } from "../language/read-duration.ts";
import { readAmount } from "../language/read-number.ts";
import { readChoice, readOr } from "../language/reading.ts";
import { choice, ref } from "../language/schema-parts.ts";
import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";
import { readWhichPayment, whichPayment } from "./which-payment.ts";

const TWO_MONTHS: Duration = { months: 0, seconds: 60 * DAY };

/** The cardholder takes the money back. */
export const dispute: ActionDefinition = {
  key: "dispute",
  schema: optionalFields("Takes a payment back, with a fee, until the dispute is decided (M8).", {
    ...whichPayment,
    outcome: choice("How it ends.", ["won", "lost"], { default: "lost" }),
    after: ref("duration", "When it is decided, counted from now.", { default: "60 days" }),
    fee: ref("amount", "What the dispute costs, also when it is won.", { default: 0, minimum: 0 }),
  }),
  parse(context, node) {
    const map = fieldsOf(node);
    if (map === undefined) return undefined;
    const { reading } = context;
    const outcome = readOr<"won" | "lost">(reading, map, "outcome", readChoice(), "lost");
    const after = readOr(reading, map, "after", readDuration, TWO_MONTHS);
    return { kind: "dispute", ...readWhichPayment(context, map), outcome, after, fee: readOr(reading, map, "fee", readAmount, 0) };
  },
};
