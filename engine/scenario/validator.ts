import type { ValidateFunction } from "ajv/dist/2020.js";
import { compiledSchema, schemaCompiler } from "./schema-compiler.ts";

/** One violation of the schema: where in the value, which keyword, and where in the schema. JSON pointers. */
export interface SchemaViolation {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

let compiled: ValidateFunction | undefined;

/**
 * Everything in a value that the schema does not allow.
 *
 * This module compiles the schema when it is first used. `npm run build` replaces its output by a module of the same shape with the code compiled
 * beforehand (`cli/compile-schema.ts`), because compiling costs more than a small scenario's whole run.
 */
export function schemaViolations(value: unknown): readonly SchemaViolation[] {
  compiled ??= schemaCompiler(false).compile(compiledSchema());
  return compiled(value) ? [] : (compiled.errors ?? []);
}
