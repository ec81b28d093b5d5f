import { refuseTogether } from "../language/exclusive-keys.ts";
import { readField, readFlag, readOr, readText } from "../language/reading.ts";
import { flag, text } from "../language/schema-parts.ts";
import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";

/** The customer leaves: now, or when what is paid for has been used up. */
export const cancel: ActionDefinition = {
  key: "cancel",
  schema: optionalFields("Ends a subscription, now unless told otherwise.", {
    at_period_end: flag("It ends with its period; until then it can be taken back by `uncancel`.", { default: false }),
    prorate: flag("Credits the unused time.", { default: false }),
    invoice_now: flag("Bills what is pending at once; else pending prorations are dropped (D21).", { default: false }),
    reason: text("Why, in your own words."),
  }),
  parse(context, node) {
    const map = fieldsOf(node);
    if (map === undefined) return undefined;
    const { reading } = context;
    const atPeriodEnd = readOr(reading, map, "at_period_end", readFlag, false);
    const prorate = readOr(reading, map, "prorate", readFlag, false);
    const invoiceNow = readOr(reading, map, "invoice_now", readFlag, false);
    const remedy = "At the period's end nothing is unused and pending items are billed anyway: take it out.";
    if (atPeriodEnd && prorate) refuseTogether(reading, map, "at_period_end", "prorate", remedy);
    if (atPeriodEnd && invoiceNow) refuseTogether(reading, map, "at_period_end", "invoice_now", remedy);
    return { kind: "cancel", atPeriodEnd, prorate, invoiceNow, reason: readField(reading, map, "reason", readText) ?? "" };
  },
};
