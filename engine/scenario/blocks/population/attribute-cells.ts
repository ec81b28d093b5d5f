import type { CsvRow } from "../../../language/csv-table.ts";
import { didYouMean, listed } from "../../../language/did-you-mean.ts";
import { quoteText } from "../../../language/source-node.ts";
import type { Attribute } from "../../../population/population.ts";
import type { PopulationContext } from "./population-context.ts";

const NUMBER = /^[+-]?\d{1,15}(\.\d{1,12})?$/;

/** What a row says of each attribute, by its place; empty for what is drawn. */
export function readAttributeCells({ attributes: known }: PopulationContext, row: CsvRow, attributes: readonly Attribute[]): readonly string[] {
  return attributes.map(({ name, kind }) => {
    const text = row.cell(name);
    if (text === "" || kind === "text") return text;
    if (kind === "number") return numberIn(row, name, text);
    const values = known.get(name)?.values ?? [];
    if (!values.includes(text)) {
      row.refuse(name, {
        code: "unknown-id",
        message: `\`${name}\` is ${quoteText(text)}.`,
        rule: `The attribute ${name} of the population is one of ${listed(values)}.`,
        remedy: didYouMean(text, values, "Add it under `attributes`, with a share of 0 if none is drawn, or leave the cell empty."),
      });
    }
    return text;
  });
}

/** As a number prints. */
function numberIn(row: CsvRow, name: string, text: string): string {
  if (NUMBER.test(text)) return String(Number(text));
  row.refuse(name, {
    code: "bad-number",
    message: `\`${name}\` is ${quoteText(text)}.`,
    rule: `The attribute ${name} of the population is a number.`,
    remedy: "Write digits with at most one point, or leave the cell empty.",
  });
  return "";
}
