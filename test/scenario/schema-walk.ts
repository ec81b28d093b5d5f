import type { Schema } from "../../engine/language/schema-parts.ts";

/** One schema of the language with the keys that lead to it. */
export interface Found {
  /** `plans.*.tiers[].up_to`: `*` stands for a name, `[]` for an entry of a list. */
  readonly path: string;
  readonly schema: Schema;
  /** A value of the whole scenario that has something at this place. */
  example(value: unknown): Record<string, unknown>;
}

type Wrap = (value: unknown) => Record<string, unknown>;

/** Every schema under a key, with its path. Below `stop` nothing is visited. */
export function* schemasOf(root: Schema, stop: (schema: Schema) => boolean = () => false): Generator<Found> {
  yield* below(root, "", (value) => value as Record<string, unknown>, stop);
}

function* below(schema: Schema, path: string, wrap: Wrap, stop: (schema: Schema) => boolean): Generator<Found> {
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    yield* visit(child, path === "" ? key : `${path}.${key}`, (value) => wrap({ [key]: value }), stop);
  }
  if (typeof schema.additionalProperties === "object") yield* visit(schema.additionalProperties, `${path}.*`, (value) => wrap({ x: value }), stop);
  if (schema.items !== undefined) yield* visit(schema.items, `${path}[]`, (value) => wrap([value]), stop);
  const needed = Object.fromEntries((schema.if?.required ?? []).map((key) => [key, "x"]));
  const branch: Wrap = (value) => wrap({ ...needed, ...(value as Record<string, unknown>) });
  if (schema.then !== undefined) yield* visitBranch(schema.then, path, branch, stop);
  if (schema.else !== undefined) yield* visitBranch(schema.else, path, wrap, stop);
}

function* visit(schema: Schema, path: string, wrap: Wrap, stop: (schema: Schema) => boolean): Generator<Found> {
  yield { path, schema, example: wrap };
  if (!stop(schema)) yield* below(schema, path, wrap, stop);
}

function* visitBranch(schema: Schema, path: string, wrap: Wrap, stop: (schema: Schema) => boolean): Generator<Found> {
  if (schema["x-not-yet-supported"] !== undefined) yield { path, schema, example: wrap };
  if (!stop(schema)) yield* below(schema, path, wrap, stop);
}

/** Some value of the right shape. */
export function sample(schema: Schema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  const [type] = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["string"]);
  if (type === "object") return {};
  if (type === "array") return [];
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return Math.max(1, schema.minimum ?? 1);
  return "x";
}
