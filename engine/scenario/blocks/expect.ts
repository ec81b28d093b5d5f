import type { Instant } from "../../calendar/instant.ts";
import { didYouMean, listed } from "../../language/did-you-mean.ts";
import { readCurrency } from "../../language/read-currency.ts";
import { readShare } from "../../language/read-number.ts";
import { type Reading, readField, readOr, readText } from "../../language/reading.ts";
import { choice, list, named, notYet, ref, type Schema, text } from "../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, type SourceMap, type SourceNode, type SourceScalar } from "../../language/source-node.ts";
import type { Expectation, ExpectationSubject } from "../scenario.ts";
import { type Clock, readInsideClock } from "./clock.ts";
import { readColumns } from "./expect-cells.ts";
import { atSchema, columnsBlock, customerColumns, type ExpectableColumn, invoiceColumns, subscriptionColumns } from "./expect-columns.ts";
import { reportColumns, reportKeys } from "./expect-report-columns.ts";
import type { KnownCustomer } from "./subscription-names.ts";

const within = ref("share", "How far numbers may be off, relative to what is expected; default: not at all.");

/** What every split names may be written beside the columns; attributes, whose names are the scenario's own, stand in `by`. */
const splitKeys = {
  plan: ref("id", "The row's plan, where `reports.by` names it."),
  population: ref("id", "The row's population, where `reports.by` names it."),
} as const satisfies Record<string, Schema>;

const rowKeys = {
  currency: ref("currency", "The row's currency; not needed where there is only one."),
  by: named("The row's values of what `reports.by` names: `{ plan: pro }`.", text("A value, as the report prints it; empty for none.")),
  within,
  ...splitKeys,
} as const satisfies Record<string, Schema>;

const compareSchema: Schema = notYet("It will compare variants.", {
  description: "An assertion on the difference between a variant and the baseline.",
  type: "object",
  properties: {
    compare: ref("id", "The variant."),
    metric: text("A column of the interval reports, or `cumulative_collected`."),
    interval: text("An interval, as the reports print it."),
    currency: rowKeys.currency,
    total: { description: "The sum over all intervals.", type: "boolean" },
    difference: {
      description: "The bounds of the difference.",
      type: "object",
      properties: { min: { description: "At least this.", type: "number" }, max: { description: "At most this.", type: "number" } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
});

const invoiceSchema = columnsBlock("An assertion on an invoice.", invoiceColumns, {
  invoice: ref("id", "The invoice, `<customer>-0001` (D11)."),
  at: atSchema,
  within,
});
const subscriptionSchema = columnsBlock("An assertion on a subscription.", subscriptionColumns, {
  subscription: ref("id", "The subscription, `<customer>` or `<customer>/<as>` (D11)."),
  at: atSchema,
  within,
});
const customerSchema = columnsBlock("An assertion on a customer.", customerColumns, { customer: ref("id", "The customer."), at: atSchema, within });

/** The first of these keys that is written decides what an element of `expect` is about: invoices have columns `customer` and `subscription` too. */
const SUBJECTS: readonly (readonly [key: string, schema: Schema])[] = [
  ["compare", compareSchema],
  ["report", reportSchema()],
  ["invoice", invoiceSchema],
  ["subscription", subscriptionSchema],
];

function reportSchema(): Schema {
  const reports = Object.keys(reportColumns);
  const name = choice("The report, by its file's name.", reports);
  const blocks = reports.map((report): readonly [string, Schema] => [
    report,
    columnsBlock(`An assertion on a row of ${report}.csv.`, reportColumns[report] ?? {}, { report: name, ...rowKeys, ...reportKeys[report] }),
  ]);
  return dispatch(blocks, (report) => ({ properties: { report: { const: report } } }), {
    description: "An assertion on another report.",
    properties: { report: name },
  });
}

/** `if ... then ... else if ...`: the one branch that is meant reports, not every branch. */
function dispatch(branches: readonly (readonly [string, Schema])[], test: (key: string) => Schema, otherwise: Schema): Schema {
  return branches.reduceRight<Schema>((rest, [key, branch]) => ({ if: test(key), then: branch, else: rest }), otherwise);
}

const branches = dispatch(SUBJECTS, (key) => ({ required: [key] }), customerSchema);

export const expectSchema = list("Assertions on the outcome, by the column names of the files (D13).", {
  description: "One assertion: on an `invoice`, a `subscription`, a `customer`, a row of a `report`, or a comparison of variants.",
  type: "object",
  ...branches,
});

const { customer: _, ...ownColumns } = { ...subscriptionColumns, ...customerColumns };

/** The `expect` of a customer's timeline: about that customer, or the subscription or invoice that is named. */
export const timelineExpectSchema: Schema = {
  description: "An assertion on this customer, its `subscription` or its `invoice`, just after everything of the entry's instant.",
  type: "object",
  if: { required: ["invoice"] },
  then: columnsBlock("An assertion on an invoice of this customer.", invoiceColumns, { invoice: ref("id", "The invoice, `<customer>-0001` (D11)."), within }),
  else: columnsBlock("An assertion on the customer, or on one of its subscriptions.", ownColumns, {
    subscription: ref("id", "The subscription, `<customer>`, `<customer>/<as>` or `<as>`."),
    within,
  }),
};

const COLUMNS: Readonly<Record<Exclude<ExpectationSubject["kind"], "report">, Readonly<Record<string, ExpectableColumn>>>> = {
  invoice: invoiceColumns,
  subscription: subscriptionColumns,
  customer: customerColumns,
};

const NO_KEYS: ReadonlyMap<string, string> = new Map();

/** What expectations may look at: every customer, also a broken one. */
export interface ExpectContext {
  readonly reading: Reading;
  readonly clock: Clock;
  readonly customers: ReadonlyMap<string, KnownCustomer>;
}

export function readExpectations(context: ExpectContext, node: SourceNode | undefined): readonly Expectation[] {
  if (node?.kind !== "list") return [];
  const expectations: Expectation[] = [];
  for (const item of node.items) {
    const expectation = item.kind === "map" && !item.broken ? readExpectation(context, item) : undefined;
    if (expectation !== undefined) expectations.push(expectation);
  }
  return expectations;
}

function readExpectation(context: ExpectContext, map: SourceMap): Expectation | undefined {
  const { reading } = context;
  const kind = (["report", "invoice", "subscription", "customer"] as const).find((key) => has(map, key));
  if (kind === undefined) {
    return reading.refuseMissing(
      map,
      "The expectation does not say what it is about.",
      "An expectation names an `invoice`, a `subscription`, a `customer` or a `report`.",
      "Write `customer: alice`, for example.",
    );
  }
  const at = kind === "report" ? undefined : readField(reading, map, "at", readInsideClock(context.clock));
  const withinPpm = readOr(reading, map, "within", readShare, 0);
  const place = reading.place(map);
  if (kind === "report") {
    const name = readField(reading, map, "report", readText);
    const currency = readField(reading, map, "currency", readCurrency);
    if (name === undefined) return undefined;
    const ownKeys = Object.keys(reportKeys[name] ?? {});
    const by = readBy(reading, map, ownKeys);
    const keys = readRowKeys(reading, map, ownKeys);
    const columns = readColumns(reading, map, reportColumns[name] ?? {}, ["report", ...ownKeys, ...Object.keys(rowKeys)]);
    if (keys === undefined || columns === undefined) return undefined;
    return { subject: { kind, name }, customer: -1, at, columns, keys, by, currency, withinPpm, place };
  }
  const subject = readSubject(context, map, kind);
  const columns = readColumns(reading, map, COLUMNS[kind], [kind, "at", "within"]);
  checkEvents(reading, map, has(map, "at"));
  if (subject === undefined || columns === undefined) return undefined;
  return { ...subject, at, columns, keys: NO_KEYS, by: NO_KEYS, currency: undefined, withinPpm, place };
}

/** Which row of a report is meant, by its columns: all of them must be said. */
function readRowKeys(reading: Reading, map: SourceMap, names: readonly string[]): ReadonlyMap<string, string> | undefined {
  const keys = new Map<string, string>();
  for (const name of names) {
    const value = readField(reading, map, name, readText);
    if (value !== undefined) keys.set(name, value);
  }
  const missing = names.find((name) => !has(map, name));
  if (missing === undefined) return keys.size === names.length ? keys : undefined;
  const all = names.map((name) => `\`${name}\``).join(", ");
  return reading.refuseMissing(
    map,
    "The expectation does not say which row of the report it is about.",
    `An expectation on this report names the row's ${all}, and its \`currency\` where there are several.`,
    missing === "interval" ? "Write `interval: 2026-12`, for example." : `Add \`${missing}\`.`,
  );
}

/** The row's values of what `reports.by` names. A column of the report itself is none of them. */
function readBy(reading: Reading, map: SourceMap, ownKeys: readonly string[]): ReadonlyMap<string, string> {
  const by = new Map<string, string>();
  for (const key of Object.keys(splitKeys)) {
    const value = ownKeys.includes(key) ? undefined : readField(reading, map, key, readText);
    if (value !== undefined) by.set(key, value);
  }
  const node = field(map, "by");
  if (node?.kind === "map") for (const { key, value } of namedEntries(node)) by.set(key, readText(reading, value) ?? "");
  return by;
}

type Subject = Pick<Expectation, "subject" | "customer">;

function readSubject({ reading, customers }: ExpectContext, map: SourceMap, kind: "invoice" | "subscription" | "customer"): Subject | undefined {
  const node = field(map, kind);
  if (node?.kind !== "scalar" || node.value === null) return undefined;
  const name = node.text;
  const id = ownerOf(name, kind);
  const customer = id === undefined ? undefined : customers.get(id);
  if (customer !== undefined) {
    if (kind === "subscription" && customer.names.read(reading, node) === undefined) return undefined;
    return { subject: { kind, name }, customer: customer.index };
  }
  const why = id === undefined ? ": it is not the name of one" : kind === "customer" ? "" : `: there is no customer ${quoteText(id)}`;
  const shapes = { invoice: "`<customer>-0001`", subscription: "`<customer>` or `<customer>/<its name>`", customer: "as `customers` has it" };
  return reading.refuse(node, {
    code: "unknown-id",
    message: `There is no ${kind} ${quoteText(name)}${why}.`,
    rule: `The name of ${kind === "invoice" ? "an invoice" : `a ${kind}`} is ${shapes[kind]}; the customers are ${listed(customers.keys())}.`,
    remedy: didYouMean(id ?? name, customers.keys(), "Name one of them."),
  });
}

/** The customer in the name of an invoice or subscription (D11). */
function ownerOf(name: string, kind: "invoice" | "subscription" | "customer"): string | undefined {
  if (kind === "customer") return name;
  if (kind === "subscription") return name.split("/", 1)[0];
  return /^(.+)-\d{4,}$/u.exec(name)?.[1];
}

/** `events` are those of one instant, so it must be given. */
function checkEvents(reading: Reading, map: SourceMap, hasInstant: boolean): void {
  const events = map.entries.get("events");
  if (events === undefined || hasInstant || events.value.broken) return;
  reading.refuseKey(events, {
    code: "missing-key",
    message: "`events` stands without an instant.",
    rule: "`events` are exactly those of one instant.",
    remedy: "Add `at: 2026-02-28`, for example.",
  });
}

/** The expectation of an entry of a timeline. `beside` is the entry's own `subscription`. */
export function readTimelineExpectation(
  reading: Reading,
  map: SourceMap,
  owner: KnownCustomer & { readonly id: string },
  at: Instant | undefined,
  beside: string | undefined,
): Expectation | undefined {
  const subject = readTimelineSubject(reading, map, owner, beside);
  const withinPpm = readOr(reading, map, "within", readShare, 0);
  if (subject === undefined) return undefined;
  const columns = readColumns(reading, map, COLUMNS[subject.kind], [subject.kind === "invoice" ? "invoice" : "subscription", "within"]);
  if (columns === undefined || at === undefined) return undefined;
  const place = reading.place(map);
  return { subject, customer: owner.index, at, columns, keys: NO_KEYS, by: NO_KEYS, currency: undefined, withinPpm, place };
}

type OwnSubject = ExpectationSubject & { readonly kind: "invoice" | "subscription" | "customer" };

/** What an entry's expectation is about: the invoice or subscription that it names, the one beside it, or the customer. */
function readTimelineSubject(
  reading: Reading,
  map: SourceMap,
  owner: KnownCustomer & { readonly id: string },
  beside: string | undefined,
): OwnSubject | undefined {
  const invoice = field(map, "invoice");
  if (invoice?.kind === "scalar") {
    return ownerOf(invoice.text, "invoice") === owner.id ? { kind: "invoice", name: invoice.text } : refuseForeign(reading, invoice, "invoice", owner.id);
  }
  const node = field(map, "subscription");
  if (has(map, "invoice") || (has(map, "subscription") && node === undefined)) return undefined;
  if (node?.kind === "scalar" && node.text.includes("/") && !node.text.startsWith(`${owner.id}/`))
    return refuseForeign(reading, node, "subscription", owner.id);
  const name = node === undefined ? beside : owner.names.read(reading, node);
  if (name === undefined) return node === undefined ? { kind: "customer", name: owner.id } : undefined;
  const short = owner.names.short(name);
  return { kind: "subscription", name: short === "" ? owner.id : `${owner.id}/${short}` };
}

function refuseForeign(reading: Reading, node: SourceScalar, kind: string, owner: string): undefined {
  return reading.refuse(node, {
    code: "unknown-id",
    message: `${quoteText(node.text)} is not one of the ${kind}s of ${owner}.`,
    rule: `An expectation in the timeline of ${owner} is about ${owner}.`,
    remedy: "Put it into the other customer's timeline, or into the list `expect` at the top level.",
  });
}
