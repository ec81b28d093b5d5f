import { collectionFields, readCollection } from "../../actions/collection-fields.ts";
import { CustomerCurrency } from "../../actions/customer-currency.ts";
import { readTaxRates, warnOtherCurrency } from "../../actions/plan-fields.ts";
import { UsageFiles } from "../../actions/usage-files.ts";
import type { BillingSettings } from "../../billing/settings.ts";
import { identifierComplaint } from "../../language/identifier.ts";
import type { InputFiles } from "../../language/input-files.ts";
import { readCurrency } from "../../language/read-currency.ts";
import { readDuration } from "../../language/read-duration.ts";
import { readAmount } from "../../language/read-number.ts";
import { type Reading, readField, readOr } from "../../language/reading.ts";
import { readReference } from "../../language/references.ts";
import { block, list, named, ref } from "../../language/schema-parts.ts";
import { field, has, namedEntries, type SourceEntry, type SourceMap, type SourceNode } from "../../language/source-node.ts";
import type { Card } from "../../payments/card.ts";
import type { Dunning } from "../../payments/dunning.ts";
import type { Declarations } from "../declarations.ts";
import type { CustomerScript, Expectation } from "../scenario.ts";
import type { Clock } from "./clock.ts";
import { dunningSchema, readDunning } from "./dunning.ts";
import { type KnownCustomer, SubscriptionNames } from "./subscription-names.ts";
import { TimelineReader, timelineSchema } from "./timeline.ts";

export const customersSchema = named(
  "Customers by name, each with an exact script.",
  block("A customer.", {
    currency: ref("currency", "The one currency it is billed in; default: that of its first subscription (D6)."),
    card: ref("id", "Its card: of `cards`, or a built-in one; `none` for no payment method.", { default: "visa" }),
    balance: ref("amount", "The customer balance at the start; negative is credit.", { default: 0 }),
    tax_rates: list("Its tax rates, in place of those of `billing` (D2).", ref("id", "A tax rate of `tax_rates`.")),
    coupon: ref("id", "Its coupon, redeemed at the clock's start; a subscription's own replaces it (D2)."),
    ...collectionFields("an invoice of the customer", "that of `billing`"),
    pays: block(
      "The customer pays what is sent by itself, out of band (S6). Without it only `pay` does.",
      { after: ref("duration", "How long after the invoice was finalized.") },
      ["after"],
    ),
    dunning: dunningSchema("Its own retry schedule, in place of the scenario's."),
    timeline: timelineSchema,
  }),
);

/** What reading the customers needs to know of the rest. */
export interface CustomersContext {
  readonly reading: Reading;
  readonly seed: string;
  readonly clock: Clock;
  readonly declarations: Declarations;
  readonly dunning: Dunning;
  readonly files: InputFiles;
  readonly billing: BillingSettings;
}

export interface Customers {
  readonly scripts: readonly CustomerScript[];
  /** Every customer, also those that are broken. */
  readonly known: ReadonlyMap<string, KnownCustomer>;
  /** Those of the timelines. */
  readonly expectations: readonly Expectation[];
}

export function readCustomers(context: CustomersContext, node: SourceNode | undefined): Customers {
  const scripts: CustomerScript[] = [];
  const known = new Map<string, KnownCustomer>();
  const expectations: Expectation[] = [];
  if (node?.kind !== "map") return { scripts, known, expectations };
  const names = new Set([...namedEntries(node)].map(({ key }) => key));
  const usageFiles = new UsageFiles(context.reading.issues, context.files, context.declarations.plans, names);
  for (const entry of namedEntries(node)) {
    const complaint = identifierComplaint(entry.key, "a customer");
    if (complaint !== undefined) context.reading.refuseKey(entry, complaint);
    const customer: KnownCustomer = { index: known.size, names: new SubscriptionNames(entry.key) };
    known.set(entry.key, customer);
    if (entry.value.kind !== "map" || entry.value.broken) continue;
    const script = readCustomer({ ...context, usageFiles }, entry, entry.value, customer, expectations);
    if (script !== undefined) scripts.push(script);
  }
  usageFiles.warnUnused();
  return { scripts, known, expectations };
}

function readCustomer(
  context: CustomersContext & { readonly usageFiles: UsageFiles },
  entry: SourceEntry,
  map: SourceMap,
  customer: KnownCustomer,
  expectations: Expectation[],
): CustomerScript | undefined {
  const { reading, seed, declarations, clock, usageFiles } = context;
  const id = entry.key;
  const currency = new CustomerCurrency(id, readField(reading, map, "currency", readCurrency));
  currency.unknown = has(map, "currency") && currency.current === undefined;
  const { plans, coupons, taxRates: rates, cards } = declarations;
  const actionContext = { reading, seed, plans, coupons, taxRates: rates, cards, customer: id, currency, usageFiles };
  const timeline = new TimelineReader(actionContext, clock, customer).read(field(map, "timeline"));
  expectations.push(...timeline.expectations);

  const card = readOr<Card>(reading, map, "card", readReference(cards), cards.all.get("visa") as Card);
  const balance = readOr(reading, map, "balance", readAmount, 0);
  const taxRates = readField(reading, map, "tax_rates", readTaxRates({ ...actionContext, at: undefined }));
  const couponNode = field(map, "coupon");
  const coupon = couponNode === undefined ? undefined : readReference(coupons)(reading, couponNode);
  if (coupon !== undefined && couponNode !== undefined) warnOtherCurrency({ ...actionContext, at: undefined }, couponNode, coupon);
  const { collectionMethod, daysUntilDue } = readCollection(reading, map);
  const paysNode = field(map, "pays");
  const pays = paysNode?.kind === "map" ? readField(reading, paysNode, "after", readDuration) : undefined;
  const dunning = readDunning(reading, field(map, "dunning"), context.dunning);
  if (currency.current === undefined) {
    if (!currency.unknown && !map.broken && !hasBrokenPlan(map)) refuseWithoutCurrency(reading, map, id);
    return undefined;
  }
  return {
    id,
    currency: currency.current,
    card,
    balance,
    taxRates,
    coupon,
    dunning,
    collectionMethod: collectionMethod ?? context.billing.collectionMethod,
    daysUntilDue: daysUntilDue ?? context.billing.daysUntilDue,
    pays,
    entries: timeline.entries,
    place: reading.place(entry.span),
  };
}

/** Whether something below is broken: then the currency may have come from there. */
function hasBrokenPlan(node: SourceNode): boolean {
  if (node.broken) return true;
  if (node.kind === "list") return node.items.some(hasBrokenPlan);
  if (node.kind === "scalar") return false;
  for (const entry of node.entries.values()) {
    if (hasBrokenPlan(entry.value)) return true;
    if (entry.key === "plan" || entry.key === "items") return true;
  }
  return false;
}

function refuseWithoutCurrency(reading: Reading, map: SourceMap, id: string): void {
  reading.refuse(map, {
    code: "missing-currency",
    message: `The customer ${id} has no currency.`,
    rule: "A customer's currency is its `currency`, else that of its first subscription (D6).",
    remedy: "Write `currency: usd`, for example.",
  });
}
