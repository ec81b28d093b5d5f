import type { Schema } from "../language/schema-parts.ts";
import { valueTypes } from "../language/value-types.ts";
import { scenarioSchema } from "./schema.ts";

const INTRODUCTION = `# The scenario language

<!-- Generated from the JSON Schema of the language. Change the descriptions there, then run: BILLCLOCK_UPDATE_DOCS=1 npx vitest run test/scenario -->

A scenario is one YAML 1.2 file. It says what is sold, who buys it and what happens to them; the engine does the rest. Keys have Stripe's names wherever
Stripe has one. This page lists every key; it is made from the JSON Schema that validates every file, which \`billclock schema\` prints for editors:
put \`# yaml-language-server: $schema=billclock.schema.json\` on the first line of a scenario to have keys completed and explained.

\`\`\`yaml
name: An upgrade in mid-month
clock: { start: 2026-01-01, end: 2026-04-01 }
plans:
  gold: { currency: usd, interval: month, unit_amount: 2000 }
  platinum: { currency: usd, interval: month, unit_amount: 3000 }
customers:
  alice:
    timeline:
      - at: 2026-01-31
        subscribe: { plan: gold, quantity: 2 }
      - after: 15 days
        change: { plan: platinum, quantity: 2 }
      - { at: 2026-03-31, expect: { status: active } }
expect:
  - { invoice: alice-0001, status: paid, total: 4000 }
\`\`\`

An unknown key is an error that names the nearest known key. Every error gives file, line, column, the excerpt, the rule and the remedy, and all errors of a
file are reported at once. Keys marked **not yet supported** are known, so that a scenario that uses them is refused, never run without them.

Some rules hold everywhere:

- Names that users choose (ids) are any text without \`/\`, control characters, and blanks at the ends or doubled. They are printed as they are written.
- A key may not be written twice in a map, and a key without a value is an error unless its type allows \`null\`.
- A file has at most 4 MB and nests at most 100 levels. Aliases (\`&name\`, \`*name\`) repeat a block; there are no merge keys (\`<<\`) in YAML 1.2.
- An action that Stripe would refuse is an error with its place, and nothing is written; \`error: expected\` beside it turns it into an assertion that it is
  refused. What is wrong by the file alone (an unknown plan, another currency than the customer's) stays an error of the file.
`;

/** The reference documentation of the language, as Markdown: every key with its value and meaning. */
export function languageReference(): string {
  const parts = [INTRODUCTION, valueTypeTable(), "## Top level\n", keyTable(scenarioSchema)];
  const told = new Set<Schema>();
  for (const [key, schema] of Object.entries(scenarioSchema.properties ?? {})) {
    if (childBlocks(key, schema).length === 0) continue;
    parts.push(`## \`${key}\`\n`, ...section(key, schema, told, true));
  }
  return parts.join("\n");
}

function valueTypeTable(): string {
  const rows = Object.values(valueTypes).map(({ title, description, examples }) => {
    const written = (examples ?? []).map((example) => `\`${typeof example === "object" ? JSON.stringify(example) : String(example)}\``);
    return `| ${title} | ${written.join(", ")} | ${cell(description)} |`;
  });
  return ["## Value types\n", "| type | written | means |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

const cell = (text: string | undefined): string => (text ?? "").replaceAll("|", "\\|");

/** A map with keys of its own: where it stands, and whether it is one of several alternatives there. */
interface Block {
  readonly path: string;
  readonly schema: Schema;
  readonly isBranch: boolean;
}

/** What a schema holds below itself. */
function childBlocks(path: string, schema: Schema, isBranch = false): readonly Block[] {
  const blocks: Block[] = [];
  if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) blocks.push({ path, schema, isBranch });
  if (typeof schema.additionalProperties === "object") blocks.push(...childBlocks(`${path}.<name>`, schema.additionalProperties));
  if (schema.items !== undefined) blocks.push(...childBlocks(`${path}[]`, schema.items));
  for (const branch of branchesOf(schema)) blocks.push(...childBlocks(path, branch, true));
  return blocks;
}

/** The alternatives of `if ... then ... else if ...`. */
function branchesOf(schema: Schema): readonly Schema[] {
  if (schema.then === undefined || schema.then.const !== undefined) return [];
  const rest = schema.else === undefined ? [] : schema.else.if === undefined ? [schema.else] : branchesOf(schema.else);
  return [schema.then, ...rest].flatMap((branch) => (branch.if === undefined ? [branch] : branchesOf(branch)));
}

/** The blocks of a schema, each with its heading and table, then those below it. What stands in several places is told once. `top`: its heading is there already. */
function section(path: string, schema: Schema, told: Set<Schema>, top = false): readonly string[] {
  const parts: string[] = top ? [`${sentences(schema)}\n`] : [];
  for (const { path: place, schema: block, isBranch } of childBlocks(path, schema)) {
    if (told.has(block)) continue;
    told.add(block);
    if (isBranch) parts.push(`### \`${place}\`: ${(block.description ?? "").replace(/^A/, "a").replace(/\.$/, "")}\n`);
    else if (!top || block !== schema) parts.push(`### \`${place}\`\n`, `${sentences(block)}\n`);
    parts.push(keyTable(block));
    for (const [key, child] of Object.entries(block.properties ?? {})) {
      if (childBlocks(key, child).length > 0) parts.push(...section(`${place}.${key}`, child, told));
    }
  }
  return parts;
}

function keyTable(block: Schema): string {
  const required = new Set(block.required ?? []);
  const rows = Object.entries(block.properties ?? {}).map(([key, schema]) => {
    const name = required.has(key) ? `**\`${key}\`**` : `\`${key}\``;
    return `| ${name} | ${cell(valueName(schema))} | ${cell(sentences(schema))} |`;
  });
  const note = required.size > 0 ? "\nKeys in bold are required.\n" : "";
  return ["| key | value | meaning |", "| --- | --- | --- |", ...rows, note].join("\n");
}

function sentences(schema: Schema): string {
  const later = schema["x-not-yet-supported"];
  const values = laterValues(schema["x-values-not-yet-supported"] ?? {});
  const fallback = schema.default === undefined ? [] : [`Default: \`${schema.default}\`.`];
  return [schema.description ?? "", ...fallback, ...values, ...(later === undefined ? [] : [`**Not yet supported.** ${later}`])].join(" ").trim();
}

/** `a` and `b` are not yet supported: values with the same words together. */
function laterValues(later: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set(Object.values(later))].map((what) => {
    const values = Object.keys(later).filter((value) => later[value] === what);
    return `\`${values.join("`, `")}\` ${values.length === 1 ? "is" : "are"} **not yet supported**. ${what}`;
  });
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: "map",
  array: "list",
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true / false",
  null: "null",
};

function valueName(schema: Schema): string {
  if (schema.$ref !== undefined) return valueTypes[schema.$ref.slice("#/$defs/".length)]?.title ?? "";
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(" / ");
  if (schema.type === "array") return `list of ${schema.items === undefined ? "values" : plural(valueName(schema.items))}`;
  if (typeof schema.additionalProperties === "object") return `map: name → ${valueName(schema.additionalProperties)}`;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const { "x-expects": expects } = schema;
  if (expects !== undefined && types.includes("null")) return expects.replace(/^an? /, "");
  const limits = [schema.minimum === undefined ? "" : `≥ ${schema.minimum}`, schema.maximum === undefined ? "" : `≤ ${schema.maximum}`].filter(
    (limit) => limit !== "",
  );
  const names = types.map((type) => TYPE_NAMES[type] ?? type).join(" or ");
  return limits.length === 0 ? names : `${names} ${limits.join(", ")}`;
}

function plural(name: string): string {
  if (name.startsWith("`") || name.includes(" ")) return name;
  return `${name}s`;
}
