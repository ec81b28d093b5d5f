import { Ajv2020 } from "ajv/dist/2020.js";
import { _, or } from "ajv/dist/compile/codegen/index.js";
import standalone from "ajv/dist/standalone/index.js";
import { assert } from "../assert.ts";
import { scenarioSchema } from "./schema.ts";
import { validationSchema } from "./validation-schema.ts";

/** A validator generator that knows the language's own keywords. `source`: keep the code, to be written to a file. */
export function schemaCompiler(source: boolean): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, messages: false, code: { source, esm: true } });
  ajv.addKeyword({ keyword: "x-not-yet-supported", schemaType: "string", code: (context) => context.fail() });
  ajv.addKeyword({
    keyword: "x-values-not-yet-supported",
    schemaType: "object",
    code: (context) => context.fail(or(...Object.keys(context.schema as object).map((value) => _`${context.data} === ${value}`))),
  });
  return ajv;
}

/** What the validator is made of. */
export function compiledSchema(): object {
  return validationSchema(scenarioSchema);
}

/** The source of a module with `schemaViolations` as `validator.ts` has it, without imports, for `npm run build`. */
export function compiledValidator(): string {
  const compiler = schemaCompiler(true);
  const code = standalone.default(compiler, compiler.compile(compiledSchema()));
  // Some keywords (minLength, uniqueItems) would need ajv's run-time helpers, which the code loads with `require`: not there in a module.
  assert(!code.includes("require("), () => "the schema uses a keyword whose compiled code needs ajv at run time");
  return `${code}\nexport function schemaViolations(value) {\n  return validate(value) ? [] : (validate.errors ?? []);\n}\n`;
}
