import { type Reading, readField, readOr, readText } from "../../language/reading.ts";
import { declare } from "../../language/references.ts";
import { block, named, text } from "../../language/schema-parts.ts";
import type { SourceNode } from "../../language/source-node.ts";
import type { Declarations } from "../declarations.ts";

export const productsSchema = named(
  "What is sold; plans are its prices.",
  block("A product.", {
    name: text("What people read on invoices; default: its id."),
    statement_descriptor: text("What stands on the cardholder's statement."),
  }),
);

export function readProducts(reading: Reading, node: SourceNode | undefined, { products }: Declarations): void {
  declare(reading, node, products, ({ key, value }) => {
    if (value.kind !== "map") return undefined;
    const name = readOr(reading, value, "name", readText, key);
    return { id: key, name, statementDescriptor: readField(reading, value, "statement_descriptor", readText) };
  });
}
