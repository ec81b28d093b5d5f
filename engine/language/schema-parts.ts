/** A JSON Schema (draft 2020-12), the part of it that the language uses, with its own annotations. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean | null;
  readonly default?: string | number | boolean | null;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  /** What a value of this type is called in an error: `a duration such as 14 days`. */
  readonly "x-expects"?: string;
  /** The type that is left when what may be written in its place has been replaced, before validation. */
  readonly "x-replaced-by"?: string;
  /** The key is known and refused; the text says what it will do. */
  readonly "x-not-yet-supported"?: string;
  /** These of the key's values are known and refused. */
  readonly "x-values-not-yet-supported"?: Readonly<Record<string, string>>;
}

type Properties = Readonly<Record<string, Schema>>;

/** A map with fixed keys: every other key is an error. */
export function block(description: string, properties: Properties, required: readonly string[] = []): Schema {
  return { description, type: "object", properties, additionalProperties: false, ...(required.length > 0 && { required }) };
}

/** A map from names that users choose. */
export function named(description: string, each: Schema): Schema {
  return { description, type: "object", additionalProperties: each };
}

export function list(description: string, items: Schema, more: Partial<Schema> = {}): Schema {
  return { description, type: "array", items, ...more };
}

export function text(description: string, more: Partial<Schema> = {}): Schema {
  return { description, type: "string", ...more };
}

export function choice(description: string, values: readonly string[], more: Partial<Schema> = {}): Schema {
  return { description, type: "string", enum: values, ...more };
}

export function flag(description: string, more: Partial<Schema> = {}): Schema {
  return { description, type: "boolean", ...more };
}

export function whole(description: string, minimum: number, more: Partial<Schema> = {}): Schema {
  return { description, type: "integer", minimum, ...more };
}

/** A common value type of the language: `instant`, `amount`, ... */
export function ref(type: string, description: string, more: Partial<Schema> = {}): Schema {
  return { $ref: `#/$defs/${type}`, description, ...more };
}

/** The same key, known and refused for now. */
export function notYet(what: string, schema: Schema): Schema {
  return { ...schema, "x-not-yet-supported": what };
}
