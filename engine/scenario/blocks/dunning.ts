import type { Duration } from "../../calendar/duration.ts";
import { readDuration } from "../../language/read-duration.ts";
import { type Reader, type Reading, readChoice, readField, readList, readOr } from "../../language/reading.ts";
import { block, choice, ref, type Schema } from "../../language/schema-parts.ts";
import { quoteText, type SourceNode } from "../../language/source-node.ts";
import { type Dunning, smartRetries } from "../../payments/dunning.ts";

const retriesSchema: Schema = {
  description:
    "When a failed charge is tried again, each counted from the attempt before it; `[]` for never, `smart` for a fixed stand-in of eight tries in two weeks (D29).",
  type: ["array", "string"],
  items: ref("duration", "Time since the attempt before."),
  maxItems: 100,
  examples: [["3 days", "5 days", "7 days"], "smart"],
  "x-expects": "a list of durations, or smart",
};

export const dunningSchema = (description: string): Schema =>
  block(description, {
    retries: retriesSchema,
    then: choice("What becomes of the subscription when the last retry has failed.", ["cancel", "unpaid", "past_due"], { default: "cancel" }),
    invoice_then: choice("What becomes of the invoice.", ["open", "uncollectible"], { default: "open" }),
    overdue_for: ref("duration", "How long a sent invoice may be overdue until `then` and `invoice_then` happen (S5).", { default: "30 days" }),
  });

const readRetries: Reader<readonly Duration[]> = (reading, node) => {
  if (node.kind === "list") return readList(readDuration)(reading, node);
  if (node.kind === "scalar" && node.value === "smart") return smartRetries;
  return reading.refuse(node, {
    code: "bad-retries",
    message: `\`retries\` is ${node.kind === "scalar" ? quoteText(node.text) : "a map"}.`,
    rule: "`retries` is a list of durations, or `smart`.",
    remedy: "Write `retries: [3 days, 5 days, 7 days]`.",
  });
};

/** What is not written is as `otherwise` says. */
export function readDunning(reading: Reading, node: SourceNode | undefined, otherwise: Dunning): Dunning {
  if (node?.kind !== "map") return otherwise;
  return {
    retries: readField(reading, node, "retries", readRetries) ?? otherwise.retries,
    then: readOr<Dunning["then"]>(reading, node, "then", readChoice(), otherwise.then),
    invoiceThen: readOr<Dunning["invoiceThen"]>(reading, node, "invoice_then", readChoice(), otherwise.invoiceThen),
    overdueFor: readOr(reading, node, "overdue_for", readDuration, otherwise.overdueFor),
  };
}
