import type { Schema } from "../language/schema-parts.ts";

/** What says something to people or editors, but not to the validator. Patterns among them: the readers say in words what is wrong with a value. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(["title", "description", "default", "examples", "pattern", "x-expects", "x-replaced-by", "$schema"]);
const NOT_YET = "x-not-yet-supported";

/**
 * The part of the schema that validates: the same structure, without words, and without what stands below a key that is not yet supported, which is refused
 * whatever it holds. A third of the size, so the validator loads fast.
 */
export function validationSchema(schema: Schema): Schema {
  const later = schema[NOT_YET];
  if (later !== undefined) return { [NOT_YET]: later };
  const kept: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (FOR_PEOPLE.has(keyword)) continue;
    if (keyword === "properties" || keyword === "$defs") kept[keyword] = mapSchemas(value as Readonly<Record<string, Schema>>);
    else if (keyword === "type") kept[keyword] = schema["x-replaced-by"] ?? value;
    else kept[keyword] = isSubschema(keyword, value) ? validationSchema(value) : value;
  }
  return kept;
}

function mapSchemas(schemas: Readonly<Record<string, Schema>>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, validationSchema(schema)]));
}

function isSubschema(keyword: string, value: unknown): value is Schema {
  return ["items", "additionalProperties", "if", "then", "else"].includes(keyword) && typeof value === "object";
}
