import { readDistribution } from "../../../language/read-distribution.ts";
import { parseDuration } from "../../../language/read-duration.ts";
import { type Reader, readField, readOr } from "../../../language/reading.ts";
import { block, type Schema } from "../../../language/schema-parts.ts";
import { field, quoteValue, type SourceMap } from "../../../language/source-node.ts";
import { MONTH } from "../../../population/hazard.ts";
import type { PaymentHabit } from "../../../population/payment-habit.ts";
import { fixed } from "../../../population/varying.ts";
import type { PopulationContext } from "./population-context.ts";
import { readProbability } from "./rate.ts";
import { readVarying } from "./varying-value.ts";

/** How customers pay what is sent. */
export const paysSchema: Schema = block(
  "How customers pay sent invoices, drawn for each invoice (N74). Without it none is paid.",
  {
    after: {
      description:
        "How long after it was finalized an invoice is paid: a duration or a distribution of durations; a month is 365/12 days. May be split by `by`.",
      type: ["string", "object"],
      examples: ["12 days", { distribution: "gamma", mean: "12 days", sd: "10 days" }],
      "x-expects": "a duration or a distribution of durations",
    },
    never: {
      description: "The share of invoices that is never paid; may be split by `by`.",
      type: ["number", "string", "object"],
      default: 0,
      examples: ["1.5%"],
      "x-expects": "a share such as 1.5%",
    },
  },
  ["after"],
);

export function readPays(context: PopulationContext, population: SourceMap): PaymentHabit | undefined {
  const { reading } = context;
  const node = field(population, "pays");
  if (node?.kind !== "map") return undefined;
  const after = readField(reading, node, "after", readVarying(context, readDistribution(readSeconds)));
  const never = readOr(reading, node, "never", readVarying(context, readProbability), fixed(0));
  return after && { after, never };
}

/** A duration as seconds. */
const readSeconds: Reader<number> = (reading, node) => {
  const parsed = node.kind === "scalar" && typeof node.value === "string" ? parseDuration(node.value) : undefined;
  if (parsed !== undefined) return "code" in parsed ? reading.refuse(node, parsed) : parsed.months * MONTH + parsed.seconds;
  return reading.refuse(node, {
    code: "bad-duration",
    message: `The time is ${quoteValue(node)}.`,
    rule: "How long customers take to pay is a duration.",
    remedy: "Write 12 days, for example.",
  });
};
