import { block, choice, list, notYet, ref, text, whole } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";

/** A finalized invoice is reduced. */
export const creditNote: ActionDefinition = {
  key: "credit_note",
  schema: notYet(
    "It will reduce a finalized invoice.",
    block("Reduces a finalized invoice: by `amount` with tax, or by `lines`.", {
      invoice: ref("id", "The invoice."),
      amount: ref("amount", "How much, with tax."),
      lines: list(
        "How much of which line, without exclusive tax, which follows in proportion.",
        block("One line.", { line: whole("The line, from 1.", 1), amount: ref("amount", "How much of it.") }, ["line", "amount"]),
      ),
      to: choice("Where goes what exceeds the amount remaining.", ["balance", "refund", "out_of_band"], { default: "balance" }),
      reason: text("Why, in your own words."),
    }),
  ),
};
