import { didYouMean, listed, nearest } from "../language/did-you-mean.ts";
import type { Complaint } from "../language/issue.ts";
import { minorUnitsRemedy } from "../language/read-number.ts";
import type { Reading } from "../language/reading.ts";
import type { Schema } from "../language/schema-parts.ts";
import { quoteText, quoteValue, type SourceNode } from "../language/source-node.ts";
import { scenarioSchema } from "./schema.ts";
import type { SchemaViolation } from "./validator.ts";

/** Reports what the schema found, in the language of the scenario. A value of a wrong shape is marked broken: the readers pass it over. */
export function reportViolations(reading: Reading, root: SourceNode, violations: readonly SchemaViolation[]): void {
  const mistyped = mistypedKeys(violations);
  for (const violation of violations) {
    // `if` only says that a branch failed; the branch has said why.
    if (violation.keyword === "if") continue;
    const node = nodeAt(root, violation.instancePath);
    const path = pointer(violation.schemaPath);
    const schema = schemaAt(path.slice(0, -1));
    if (violation.keyword === "required") {
      const missing = String(violation.params["missingProperty"]);
      const isMerged = node.kind === "map" && node.entries.has("<<");
      if (!isMerged && !mistyped.has(`${violation.instancePath} ${missing}`)) reportMissing(reading, node, missing, schema);
    } else if (violation.keyword === "additionalProperties") reportUnknownKey(reading, node, String(violation.params["additionalProperty"]), schema);
    else reading.refuse(node, valueComplaint(violation.keyword, node, schema));
  }
}

/** What unknown keys most likely are: those keys are not missing, they are misspelled. */
function mistypedKeys(violations: readonly SchemaViolation[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { keyword, instancePath, schemaPath, params } of violations) {
    if (keyword !== "additionalProperties") continue;
    const known = Object.keys(schemaAt(pointer(schemaPath).slice(0, -1)).properties ?? {});
    const near = nearest(String(params["additionalProperty"]), known);
    if (near !== undefined) keys.add(`${instancePath} ${near}`);
  }
  return keys;
}

function pointer(path: string): string[] {
  return path
    .replace(/^#/, "")
    .split("/")
    .slice(1)
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
}

function nodeAt(root: SourceNode, path: string): SourceNode {
  let node = root;
  for (const part of pointer(path)) {
    const next = node.kind === "map" ? node.entries.get(part)?.value : node.kind === "list" ? node.items[Number(part)] : undefined;
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function schemaAt(path: readonly string[]): Schema {
  let schema: unknown = scenarioSchema;
  for (const part of path) {
    const key = decodeURIComponent(part);
    schema = typeof schema === "object" && schema !== null && Object.hasOwn(schema, key) ? (schema as Record<string, unknown>)[key] : undefined;
  }
  return (schema ?? {}) as Schema;
}

/** How a value is called in a sentence, by its path. */
function keyName(path: string): string {
  if (path === "") return "The scenario";
  const entry = /(?:^|\.)([^.[\]]+)\[(\d+)\]$/.exec(path);
  if (entry !== null) return `Entry ${Number(entry[2]) + 1} of \`${entry[1]}\``;
  const last = /(?:^|\.)([^.[\]]+)$/.exec(path)?.[1];
  return last === undefined ? "The value" : `\`${last}\``;
}

function reportMissing(reading: Reading, node: SourceNode, key: string, schema: Schema): void {
  const required = (schema.required ?? []).map((name) => `\`${name}\``).join(" and ");
  reading.issues.add(node, {
    code: "missing-key",
    message: `${keyName(node.path)} has no \`${key}\`.`,
    rule: `${required} must be given.`,
    remedy: `Add \`${key}\`: ${schema.properties?.[key]?.description ?? "it is required."}`,
  });
}

function reportUnknownKey(reading: Reading, node: SourceNode, key: string, schema: Schema): void {
  const known = Object.keys(schema.properties ?? {});
  const entry = node.kind === "map" ? node.entries.get(key) : undefined;
  if (entry === undefined) return;
  const complaint: Complaint = {
    code: "unknown-key",
    message: `The key ${quoteText(key)} is not known here.`,
    rule: known.length === 0 ? "There are no keys here." : `Known here are ${listed(known, nearest(key, known) === undefined ? 40 : 8)}.`,
    remedy: didYouMean(key, known, "Take it out, or see the reference in docs/scenario-language.md."),
  };
  reading.refuseKey(
    entry,
    key === "<<" ? { ...complaint, remedy: "YAML 1.2 has no merge keys: repeat a whole block by an alias, or write it out." } : complaint,
  );
}

function valueComplaint(keyword: string, node: SourceNode, schema: Schema): Complaint {
  const name = keyName(node.path);
  if (keyword === "x-not-yet-supported") return notYetComplaint(name, schema["x-not-yet-supported"] ?? "");
  if (keyword === "x-values-not-yet-supported" && node.kind === "scalar") {
    return notYetComplaint(`${name} with the value ${quoteText(node.text)}`, schema["x-values-not-yet-supported"]?.[node.text] ?? "");
  }
  if (keyword === "enum" || keyword === "const") return enumComplaint(name, node, schema);
  if (keyword === "type") return typeComplaint(name, node, schema);
  return { code: "bad-value", message: `${name} is ${quoteValue(node)}.`, rule: limitRule(keyword, schema), remedy: limitRemedy(keyword) };
}

function notYetComplaint(what: string, later: string): Complaint {
  return {
    code: "not-yet-supported",
    message: `${what} is not yet supported.`,
    rule: `billclock knows it, and refuses it rather than ignore it. ${later}`.trim(),
    remedy: "Take it out for now.",
  };
}

function enumComplaint(name: string, node: SourceNode, schema: Schema): Complaint {
  const later = schema["x-values-not-yet-supported"] ?? {};
  const allowed = (schema.enum ?? [schema.const ?? null]).filter((value) => value === null || !Object.hasOwn(later, String(value))).map(String);
  const written = node.kind === "scalar" ? node.text : "";
  return {
    code: "bad-value",
    message: `${name} is ${quoteValue(node)}.`,
    rule: `It must be ${allowed.length > 1 ? "one of " : ""}${listed(allowed, 40)}.`,
    remedy: didYouMean(written, allowed, allowed.length === 1 ? "Write that, or take the entry out." : "Write one of these."),
  };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: "a map of keys",
  array: "a list",
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  null: "null",
};

function typeComplaint(name: string, node: SourceNode, schema: Schema): Complaint {
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const names = types.map((type) => TYPE_NAMES[type] ?? type);
  const expects = schema["x-expects"] ?? (names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : (names[0] ?? "something else"));
  const message = `${name} is ${quoteValue(node)}.`;
  return { code: "wrong-type", message, rule: `It must be ${expects}.`, remedy: typeRemedy(node, types, expects) };
}

function typeRemedy(node: SourceNode, types: readonly string[], expects: string): string {
  if (node.kind !== "scalar") return types.includes("object") ? "Write keys and values: `key: value`." : "Write a single value.";
  if (node.value === null && node.text === "") return "Give it a value, or take the key out.";
  if (typeof node.value === "number" && expects.includes("minor units")) return minorUnitsRemedy(node.text);
  if (typeof node.value === "number" && expects.startsWith("a duration")) return `Write the unit too: ${node.text} days.`;
  if (typeof node.value === "number" && types.includes("integer")) return "Write a whole number.";
  if (typeof node.value === "string" && /^[+-]?\d+$/.test(node.value) && types.includes("integer")) return "Take the quotes away.";
  if (expects.includes("such as")) return `Write ${expects}.`;
  if (types.includes("object")) return "Write its keys below, indented, or as { key: value }.";
  if (types.includes("array")) return `Write a list, even of one: [${node.text}].`;
  if (types.includes("string")) return `Put it in quotes if it is meant as text: "${node.text}".`;
  return "Write such a value.";
}

function limitRule(keyword: string, schema: Schema): string {
  if (keyword === "minimum") return `It must be at least ${schema.minimum}.`;
  if (keyword === "maximum") return `It must be at most ${schema.maximum}.`;
  if (keyword === "minItems") return `It must have at least ${schema.minItems === 1 ? "one entry" : `${schema.minItems} entries`}.`;
  if (keyword === "maxItems") return `It may have at most ${schema.maxItems} entries.`;
  return "The schema of the language does not allow it.";
}

function limitRemedy(keyword: string): string {
  if (keyword === "minItems") return "Add one, or take the key out.";
  if (keyword === "maxItems") return "Take some out.";
  return "Write a value within the limit.";
}
