import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { actionDefinitions } from "../../engine/actions/registry.ts";
import { valueTypes } from "../../engine/language/value-types.ts";
import { customerColumns, invoiceColumns, lineColumns, subscriptionColumns } from "../../engine/scenario/blocks/expect-columns.ts";
import { reportColumns, reportKeys } from "../../engine/scenario/blocks/expect-report-columns.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { scenarioSchema } from "../../engine/scenario/schema.ts";
import { compiledSchema, compiledValidator } from "../../engine/scenario/schema-compiler.ts";
import { schemaViolations } from "../../engine/scenario/validator.ts";
import { intervalReports } from "../../reports/registry.ts";
import { customersTable } from "../../reports/tables/customers.ts";
import { invoiceLinesTable } from "../../reports/tables/invoice-lines.ts";
import { invoicesTable } from "../../reports/tables/invoices.ts";
import { subscriptionsTable } from "../../reports/tables/subscriptions.ts";
import { scenario } from "../reports/scenario-in-code.ts";
import { root } from "../repository.ts";
import { sample, schemasOf } from "./schema-walk.ts";

const CLOCK = { clock: { start: "2026-01-01", end: "2027-01-01" } };
const laterKey = "x-not-yet-supported";
const laterValues = "x-values-not-yet-supported";

describe("the schema", () => {
  it("is valid under draft 2020-12", () => {
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validateSchema(scenarioSchema)).toBe(true);
    expect(scenarioSchema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  });

  it("describes every key in a sentence", () => {
    const all = [...schemasOf(scenarioSchema)];
    expect(all.length).toBeGreaterThan(300);
    const bare = all.filter(({ schema }) => !/^.{4,}[.?)]$/s.test(schema.description ?? "")).map(({ path }) => path);
    expect(bare).toEqual([]);
  });

  it("refers only to value types that exist, each with a title, a description and examples", () => {
    const refs = new Set([...schemasOf(scenarioSchema)].flatMap(({ schema }) => (schema.$ref === undefined ? [] : [schema.$ref])));
    for (const ref of refs) expect(Object.keys(valueTypes)).toContain(ref.replace("#/$defs/", ""));
    for (const type of Object.values(valueTypes)) expect([type.title, type.description, type.examples?.length]).not.toContain(undefined);
    expect(Object.keys(valueTypes).filter((name) => !refs.has(`#/$defs/${name}`))).toEqual([]);
  });

  it("accepts the examples it shows", () => {
    const ajv = new Ajv2020({ strict: false });
    for (const [name, { examples }] of Object.entries(valueTypes)) {
      const validate = ajv.compile({ $ref: `#/$defs/${name}`, $defs: valueTypes });
      for (const example of examples ?? []) expect(validate(example), `${name}: ${JSON.stringify(example)}`).toBe(true);
    }
  });

  it("names every action of the registry, and every action file is there", () => {
    const entry = [...schemasOf(scenarioSchema)].find(({ path }) => path === "customers.*.timeline[]")?.schema;
    expect(Object.keys(entry?.properties ?? {})).toEqual(["at", "after", "subscription", "error", ...actionDefinitions.map(({ key }) => key), "expect"]);
    const files = readdirSync(join(root, "engine", "actions"));
    for (const { key } of actionDefinitions) expect(files).toContain(`${key.replaceAll("_", "-")}.ts`);
  });

  it("an action is supported exactly when it can be read", () => {
    for (const { key, schema, parse, expand } of actionDefinitions)
      expect([key, schema[laterKey] === undefined]).toEqual([key, (parse ?? expand) !== undefined]);
  });
});

describe("what is not yet supported is refused, never ignored", () => {
  const found = [...schemasOf(scenarioSchema, (schema) => schema[laterKey] !== undefined)];
  const keys = found.filter(({ schema }) => schema[laterKey] !== undefined);
  const values = found.flatMap((at) => Object.keys(at.schema[laterValues] ?? {}).map((value) => ({ at, value })));
  const place = (path: string): string => path.replaceAll("*", "x").replaceAll("[]", "[0]");
  const refused = (scenario: object): string[] =>
    readScenario(stringify({ ...CLOCK, ...scenario }), "later.yaml")
      .issues.filter(({ code }) => code === "not-yet-supported")
      .map(({ path }) => path);

  it("there are such keys and values", () => {
    expect(keys.length).toBeGreaterThan(0);
    expect(values.length).toBeGreaterThan(0);
  });

  it.each(keys.map((at) => [at.path, at] as const))("%s", (path, { schema, example }) => {
    expect(refused(example(sample(schema)))).toContain(place(path));
  });

  it.each(values.map(({ at, value }) => [at.path, value, at] as const))("%s: %s", (path, value, { example }) => {
    expect(refused(example(value))).toContain(place(path));
  });

  it("nothing else is said about what stands below", () => {
    const { issues } = readScenario(stringify({ ...CLOCK, customers: {}, variants: { x: { nonsense: [1] } } }), "later.yaml");
    expect(issues.map(({ code }) => code)).toEqual(["not-yet-supported"]);
  });
});

describe("the validator of a build", () => {
  it("is a module without imports that says the same as the one compiled at run time", async () => {
    const source = compiledValidator();
    expect(source).not.toMatch(/\brequire\(|^import /m);
    const built = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as { schemaViolations: typeof schemaViolations };
    const examples = [...schemasOf(scenarioSchema)].flatMap(({ schema, example }) => [example(sample(schema)), example({ unknown: 1 }), example([1, "x"])]);
    for (const example of [...examples, {}, [], null, 5]) {
      const plain = ({ instancePath, schemaPath, keyword, params }: (typeof expected)[number]) => ({ instancePath, schemaPath, keyword, params });
      const expected = schemaViolations(example);
      expect(built.schemaViolations(example).map(plain)).toEqual(expected.map(plain));
    }
  });

  it("leaves out what only people read, and keeps every key", () => {
    const text = JSON.stringify(compiledSchema());
    expect(text).not.toContain('"description":"');
    expect(text.length * 2).toBeLessThan(JSON.stringify(scenarioSchema).length);
  });
});

describe("columns of expectations are those of the files", () => {
  const shape = (columns: readonly { name: string; kind: string; list?: true }[], keys: readonly string[]) =>
    columns
      .filter(({ name }) => !keys.includes(name))
      .map(({ name, kind, list }) => `${name} ${kind === "word" ? "text" : kind}${list === true ? " several" : ""}`);
  const expectable = (columns: typeof invoiceColumns) =>
    Object.entries(columns)
      .filter(([, { kind }]) => !["lines", "count", "events"].includes(kind))
      .map(([name, { kind, several }]) => `${name} ${kind}${several ? " several" : ""}`);

  it.each([
    ["invoices", shape(invoicesTable.columns, ["invoice"]), invoiceColumns],
    ["invoice_lines", shape(invoiceLinesTable.columns, ["invoice", "customer"]), lineColumns],
    ["subscriptions", shape(subscriptionsTable.columns, ["subscription"]), subscriptionColumns],
    ["customers", shape(customersTable.columns, ["customer"]), customerColumns],
  ] as const)("%s", (_, columns, expected) => {
    expect(expectable(expected)).toEqual(columns);
  });

  it.each(intervalReports.map((report) => [report.name, report] as const))("%s", (name, report) => {
    const columns = shape(report.table(scenario([])).columns, [...report.keys, "currency", "partial"]);
    expect(expectable(reportColumns[name] ?? {})).toEqual(columns);
    expect(Object.keys(reportKeys[name] ?? {})).toEqual(report.keys);
  });
});
