import { didYouMean, listed } from "../../../language/did-you-mean.ts";
import type { Reader } from "../../../language/reading.ts";
import { list, type Schema, text } from "../../../language/schema-parts.ts";
import { quoteText, type SourceNode } from "../../../language/source-node.ts";
import type { Population } from "../../../population/population.ts";
import type { ReportsContext } from "./reports.ts";

/** What is known of every customer, whatever its population. */
const EVERYBODY = ["plan", "population"] as const;

export const bySchema: Schema = list("Splits the interval reports: a row for each combination that is met.", text("`plan`, `population`, or an attribute."), {
  minItems: 1,
  examples: [["plan"], ["plan", "population"]],
});

/** What reports are split by, in the order of the columns. */
export function readBy({ reading, populations }: ReportsContext): Reader<readonly string[]> {
  return (_, node) => {
    if (node.kind !== "list") return undefined;
    const names: string[] = [];
    for (const item of node.items) {
      if (item.kind !== "scalar" || item.broken) continue;
      if (names.includes(item.text)) refuseTwice(item);
      else if (isSplitter(item)) names.push(item.text);
    }
    return names;
  };

  function refuseTwice(item: SourceNode & { readonly kind: "scalar" }): void {
    reading.refuse(item, {
      code: "duplicate-value",
      message: `${quoteText(item.text)} stands twice in \`by\`.`,
      rule: "Reports are split by a thing once.",
      remedy: "Take one of them out.",
    });
  }

  function isSplitter(item: SourceNode & { readonly kind: "scalar" }): boolean {
    if ((EVERYBODY as readonly string[]).includes(item.text)) return true;
    const attributes = populations.flatMap((population) => population.attributes.filter(({ name }) => name === item.text));
    if (attributes.some(({ kind }) => kind === "number")) refuseNumber(item);
    else if (attributes.length === 0) refuseUnknown(item, populations);
    else return true;
    return false;
  }

  function refuseNumber(item: SourceNode & { readonly kind: "scalar" }): void {
    reading.refuse(item, {
      code: "bad-value",
      message: `The attribute ${quoteText(item.text)} is a number that is drawn for each customer.`,
      rule: "Reports are split by what has few values: plan, population, and attributes given as shares.",
      remedy: "Split by an attribute of shares, such as { small: 70%, large: 30% }.",
    });
  }

  function refuseUnknown(item: SourceNode & { readonly kind: "scalar" }, all: readonly Population[]): void {
    const shares = all.flatMap(({ attributes }) => attributes.filter(({ kind }) => kind === "shares").map(({ name }) => name));
    const known = [...new Set([...EVERYBODY, ...shares])];
    reading.refuse(item, {
      code: "unknown-id",
      message: `There is no attribute ${quoteText(item.text)}.`,
      rule: `Reports are split by plan, population, or an attribute of a population: here by ${listed(known, 40)}.`,
      remedy: didYouMean(item.text, known, "Name one of these, or define the attribute in a population."),
    });
  }
}
