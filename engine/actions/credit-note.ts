import { refuseTogether } from "../language/exclusive-keys.ts";
import { readAmount } from "../language/read-number.ts";
import { type Reader, type Reading, readChoice, readField, readList, readOr, readText, readWhole } from "../language/reading.ts";
import { block, choice, list, ref, text, whole } from "../language/schema-parts.ts";
import { has, type SourceMap, type SourceNode } from "../language/source-node.ts";
import type { IssueCreditNote } from "./action.ts";
import type { ActionDefinition } from "./action-definition.ts";
import { readInvoiceName } from "./invoice-name.ts";

type LineAmount = IssueCreditNote["lines"][number];

/** A finalized invoice is reduced. */
export const creditNote: ActionDefinition = {
  key: "credit_note",
  schema: block("Reduces an invoice that is open or paid: one of `amount` (with tax) and `lines` is required (M7).", {
    invoice: ref("id", "The invoice; default: the latest that is open or paid."),
    amount: ref("amount", "How much, with tax. Or `lines`."),
    lines: list(
      "How much of which line, without exclusive tax, which follows in proportion. Or `amount`.",
      block("One line.", { line: whole("The line, from 1.", 1), amount: ref("amount", "How much of it.") }, ["line", "amount"]),
      { minItems: 1 },
    ),
    to: choice("Where goes what exceeds the amount remaining.", ["balance", "refund", "out_of_band"], { default: "balance" }),
    reason: text("Why, in your own words."),
  }),
  parse({ reading, customer }, node) {
    if (node.kind !== "map") return undefined;
    const invoice = readField(reading, node, "invoice", readInvoiceName(customer));
    const amount = readField(reading, node, "amount", readAmount);
    const lines = readOr(reading, node, "lines", readList(readLine), []);
    const to = readOr<IssueCreditNote["to"]>(reading, node, "to", readChoice(), "balance");
    const reason = readOr(reading, node, "reason", readText, "");
    refuseTogether(reading, node, "amount", "lines", "Keep the one that is meant.");
    if (!has(node, "amount") && !has(node, "lines")) return refuseWithoutAmount(reading, node);
    const listed = node.entries.get("lines")?.value;
    if (listed !== undefined) refuseLineTwice(reading, listed, lines);
    return { kind: "credit_note", invoice, amount, lines, to, reason };
  },
};

const readLine: Reader<LineAmount> = (reading, node) => {
  if (node.kind !== "map") return undefined;
  const line = readField(reading, node, "line", readWhole);
  const amount = readField(reading, node, "amount", readAmount);
  return line === undefined || amount === undefined ? undefined : { line, amount };
};

function refuseWithoutAmount(reading: Reading, map: SourceMap): undefined {
  return reading.refuseMissing(
    map,
    "The credit note does not say how much.",
    "One of `amount` and `lines` is required.",
    "Write `amount: 1000`, in minor units with tax, or `lines: [{ line: 1, amount: 1000 }]`.",
  );
}

function refuseLineTwice(reading: Reading, node: SourceNode, lines: readonly LineAmount[]): void {
  const twice = lines.find(({ line }, i) => lines.some((other, j) => j < i && other.line === line));
  if (twice === undefined) return;
  reading.refuse(node, {
    code: "line-twice",
    message: `The credit note names line ${twice.line} twice.`,
    rule: "A credit note names each line of its invoice at most once.",
    remedy: "Write the sum.",
  });
}
