import type { Plan } from "../../../catalog/plan.ts";
import { readCurrencyCell, readReferenceCell } from "../../../language/csv-cells.ts";
import type { CsvRow } from "../../../language/csv-table.ts";
import { didYouMean, listed, nearest } from "../../../language/did-you-mean.ts";
import { type Reading, readChoice, readField, readText } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { field, quoteText, type SourceEntry, type SourceMap } from "../../../language/source-node.ts";
import type { ExistingSubscription } from "../../../lifecycle/subscriptions/begin-existing.ts";
import { readAttributeCells } from "./attribute-cells.ts";
import type { CustomerFormat, FileTerms, ReadCustomer } from "./customer-file.ts";
import { checkSame } from "./customer-rows.ts";
import { type ExistingContext, readExisting } from "./existing-row.ts";
import type { PopulationContext } from "./population-context.ts";
import { stripeColumn } from "./stripe-columns.ts";
import { isAttributeColumn, SUBSCRIPTION_COLUMNS } from "./subscription-columns.ts";

const REQUIRED = ["customer", "plans"];
const OPTIONAL = [...[...SUBSCRIPTION_COLUMNS].filter((name) => !REQUIRED.includes(name)), "cancel_at_period_end", "card"];
const KNOWN = [...REQUIRED, ...OPTIONAL];
/** What a customer is, and not one of its subscriptions. */
const OF_CUSTOMER = ["currency", "card"];

/** The columns of a file of live subscriptions: those of subscriptions.csv (N104). `plan` may stand for `plans`. */
export function existingFormat(context: PopulationContext, node: SourceMap, declared: ReadonlySet<string>): CustomerFormat {
  const renamed = readColumns(context.reading, node);
  const format = readField<"billclock" | "stripe">(context.reading, node, "format", readChoice());
  const isStripe = format === "stripe";
  const isKnown = (name: string): boolean => KNOWN.includes(name);
  const ownName = (header: string): string => (header === "plan" ? "plans" : header);
  const nameOf = (header: string): string | undefined => renamed.get(header) ?? (isStripe ? stripeColumn(header, isKnown) : ownName(header));
  const takes = (name: string): boolean => declared.has(name) || (isAttributeColumn(name) && (isStripe || nearest(name, KNOWN) === undefined));
  const of: ExistingContext = { ...context, plansOfFile: readPlanNames(context, node), isStripe };
  const optional = isStripe ? [...OPTIONAL, "created"] : OPTIONAL;
  return {
    columns: { what: "A file of subscriptions", required: REQUIRED, optional, nameOf, takes },
    read: (rows, terms, attributes) => readCustomer(of, rows, terms, attributes),
  };
}

/** `columns: { customer: account_id }`: by the file's name. */
function readColumns(reading: Reading, node: SourceMap): ReadonlyMap<string, string> {
  const columns = field(node, "columns");
  const renamed = new Map<string, string>();
  if (columns?.kind !== "map") return renamed;
  for (const entry of columns.entries.values()) {
    entry.read = true;
    const name = entry.value.broken ? undefined : readText(reading, entry.value);
    if (!KNOWN.includes(entry.key)) refuseColumn(reading, entry);
    else if (name !== undefined) renamed.set(name, entry.key);
  }
  return renamed;
}

function refuseColumn(reading: Reading, entry: SourceEntry): void {
  reading.refuseKey(entry, {
    code: "unknown-column",
    message: `There is no column ${quoteText(entry.key)} of the format.`,
    rule: `Columns are ${listed(KNOWN, 30)}; on the left stands the format's, on the right the file's.`,
    remedy: didYouMean(entry.key, KNOWN, "Take it out: further columns of the file are attributes by themselves."),
  });
}

/** `plans: { price_1Nabc: starter }` */
function readPlanNames({ reading, declarations }: PopulationContext, node: SourceMap): ReadonlyMap<string, Plan | undefined> {
  const plans = field(node, "plans");
  const named = new Map<string, Plan | undefined>();
  if (plans?.kind !== "map") return named;
  for (const entry of plans.entries.values()) {
    entry.read = true;
    named.set(entry.key, entry.value.broken ? undefined : readReference(declarations.plans)(reading, entry.value));
  }
  return named;
}

function readCustomer(context: ExistingContext, rows: readonly CsvRow[], terms: FileTerms, columns: readonly string[]): ReadCustomer | "none" | undefined {
  const [first] = rows as readonly [CsvRow];
  checkSame(rows, [...OF_CUSTOMER, ...columns]);
  const written = readCurrencyCell(first, "currency");
  const card = readReferenceCell(first, "card", context.declarations.cards);
  const attributes = readAttributeCells(context, first, terms.attributes);
  const existing: ExistingSubscription[] = [];
  let currency = written;
  for (const row of rows) {
    const subscription = readExisting(context, row, currency, terms, existing);
    if (subscription === "ended" || subscription === undefined) continue;
    currency ??= subscription.items[0]?.plan.currency;
    existing.push(subscription);
  }
  if (rows.some(({ isBroken }) => isBroken)) return undefined;
  if (existing.length === 0) return "none";
  return { id: first.cell("customer"), currency, card, attributes, signUps: [], existing };
}
