import type { Outage } from "../../../business/entry.ts";
import { didYouMean } from "../../../language/did-you-mean.ts";
import { type Reader, readField } from "../../../language/reading.ts";
import { block, ref } from "../../../language/schema-parts.ts";
import { quoteText, type SourceNode } from "../../../language/source-node.ts";
import { type DeclineCode, declineCodes } from "../../../payments/decline-codes.ts";
import type { BusinessContext } from "./business-context.ts";

export const outageSchema = block(
  "Payments fail: between `at` and `until` every charge is declined, whatever the cards say (N81).",
  { declines: ref("id", "The decline code of all charges, such as processing_error.") },
  ["declines"],
);

/** Reads what an outage does; undefined when it is broken. */
export function readOutage({ reading }: BusinessContext, node: SourceNode): Omit<Outage, "name" | "reach"> | undefined {
  const declines = node.kind === "map" ? readField(reading, node, "declines", readDeclineCode) : undefined;
  return declines && { kind: "outage", declines };
}

const readDeclineCode: Reader<DeclineCode> = (reading, node) => {
  if (node.kind !== "scalar") return undefined;
  const code = declineCodes.get(node.text);
  if (code !== undefined) return code;
  return reading.refuse(node, {
    code: "unknown-id",
    message: `There is no decline code ${quoteText(node.text)}.`,
    rule: "Charges are declined with one of Stripe's decline codes, such as processing_error, card_declined or issuer_not_available.",
    remedy: didYouMean(node.text, declineCodes.keys(), "Write processing_error, for example."),
  });
};
