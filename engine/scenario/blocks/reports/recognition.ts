import type { Duration } from "../../../calendar/duration.ts";
import { readDuration } from "../../../language/read-duration.ts";
import { type Reader, type Reading, readChoice, readOr } from "../../../language/reading.ts";
import { block, choice, ref, type Schema } from "../../../language/schema-parts.ts";
import { field, quoteText, type SourceNode } from "../../../language/source-node.ts";
import type { RecognitionSettings } from "../../scenario.ts";

const oneOffSchema: Schema = {
  description: "When what is sold once is recognised: `at_once`, or evenly over a time.",
  type: ["string", "object"],
  default: "at_once",
  examples: ["at_once", { over: "24 months" }],
  properties: { over: ref("duration", "How long it is spread, from the instant in which it is billed.") },
  additionalProperties: false,
  "x-expects": "at_once, or { over: 24 months }",
};

export const recognitionSchema = block("When revenue is recognised (D42).", {
  granularity: choice("Whether a service is earned by the second, or by whole days.", ["second", "day"], { default: "second" }),
  usage: choice("Whether usage is recognised when it is used, or when it is invoiced.", ["as_used", "as_invoiced"], { default: "as_used" }),
  one_off: oneOffSchema,
});

export const AT_ONCE: RecognitionSettings = { granularity: "second", usage: "as_used", oneOffOver: undefined };

export function readRecognition(reading: Reading, node: SourceNode | undefined): RecognitionSettings {
  if (node?.kind !== "map") return AT_ONCE;
  return {
    granularity: readOr<RecognitionSettings["granularity"]>(reading, node, "granularity", readChoice(), AT_ONCE.granularity),
    usage: readOr<RecognitionSettings["usage"]>(reading, node, "usage", readChoice(), AT_ONCE.usage),
    oneOffOver: readOr<Duration | undefined>(reading, node, "one_off", readOneOff, AT_ONCE.oneOffOver),
  };
}

/** Undefined for `at_once`. */
const readOneOff: Reader<Duration> = (reading, node) => {
  if (node.kind === "map") return readOver(reading, node, field(node, "over"));
  if (node.kind !== "scalar" || node.text === "at_once") return undefined;
  return reading.refuse(node, {
    code: "bad-value",
    message: `\`one_off\` is ${quoteText(node.text)}.`,
    rule: "What is sold once is recognised `at_once`, or evenly over a time.",
    remedy: "Write at_once, or { over: 24 months }.",
  });
};

function readOver(reading: Reading, map: SourceNode, node: SourceNode | undefined): Duration | undefined {
  const over = node === undefined ? undefined : readDuration(reading, node);
  if (over !== undefined && over.months + over.seconds > 0) return over;
  if (over === undefined && node !== undefined) return undefined;
  return reading.refuse(node ?? map, {
    code: "bad-duration",
    message: "`one_off` is spread over no time.",
    rule: "What is sold once is recognised `at_once`, or evenly over a time.",
    remedy: "Write at_once, or { over: 24 months }.",
  });
}
