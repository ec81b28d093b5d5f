import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Reading } from "../language/reading.ts";
import type { Declared } from "../language/references.ts";
import type { Schema } from "../language/schema-parts.ts";
import type { SourceMap, SourceNode } from "../language/source-node.ts";
import type { Card } from "../payments/card.ts";
import type { Action, Place } from "./action.ts";
import type { CustomerCurrency } from "./customer-currency.ts";
import type { UsageFiles } from "./usage-files.ts";

/** What an action's fields may refer to. */
export interface ActionContext {
  readonly reading: Reading;
  readonly plans: Declared<Plan>;
  readonly coupons: Declared<Coupon>;
  readonly taxRates: Declared<TaxRate>;
  readonly cards: Declared<Card>;
  /** Of all draws of the run. */
  readonly seed: string;
  /** The customer whose script this is. */
  readonly customer: string;
  readonly currency: CustomerCurrency;
  /** Where usage comes from that stands in files. */
  readonly usageFiles: UsageFiles;
  /** The entry's instant; undefined when that is broken. */
  readonly at: Instant | undefined;
}

/** An action with its instant; `place` where it is not that of the entry. */
export interface TimedAction {
  readonly at: Instant;
  readonly action: Action;
  readonly place?: Place;
}

/** One thing a script can do: its key in an entry, its fields, and how they are read. One file each, one line in the registry. */
export interface ActionDefinition {
  readonly key: string;
  /** With `x-not-yet-supported` the action is known and refused; then there is no `parse`. */
  readonly schema: Schema;
  /** The action with its defaults filled in; undefined when it is broken, which is then reported. */
  readonly parse?: (context: ActionContext, node: SourceNode) => Action | undefined;
  /** In place of `parse`: one entry that stands for many, in time order. `end` is the clock's. */
  readonly expand?: (context: ActionContext, node: SourceNode, end: Instant | undefined) => readonly TimedAction[];
}

const NO_FIELDS: SourceMap["entries"] = new Map();

/** The fields of an action: `{}`, `null` and `true` mean none. Undefined for a value that is no map. */
export function fieldsOf(node: SourceNode): SourceMap | undefined {
  if (node.broken) return undefined;
  if (node.kind === "map") return node;
  if (node.kind === "scalar" && (node.value === null || node.value === true)) return { ...node, kind: "map", entries: NO_FIELDS };
  return undefined;
}

/** The schema of an action all of whose fields are optional. */
export function optionalFields(description: string, properties: Readonly<Record<string, Schema>>): Schema {
  return {
    description: `${description} \`{}\`, \`null\` and \`true\` mean no fields.`,
    type: ["object", "null", "boolean"],
    properties,
    additionalProperties: false,
    if: { type: "boolean" },
    then: { const: true },
    "x-expects": "a map of its fields; {}, null or true for none",
  };
}
