import fc from "fast-check";
import type { PlainRecord } from "./yaml-object.ts";

const sometimes = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ withCrossShrink: true }, { weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const days = fc.constantFrom(0, 1, 3, 7, 14, 30, 45);

/** How something is collected; mostly as what is above it. */
const collection = fc.record({
  method: fc.noBias(fc.constantFrom(undefined, undefined, undefined, "send_invoice", "charge_automatically")),
  days: sometimes(days, 6),
});

/** How the invoices of a drawn scenario are collected, laid over it afterwards. */
export const sentDraw = fc.record({
  billing: fc.record({ method: fc.noBias(fc.constantFrom("send_invoice", "send_invoice", "send_invoice", undefined)), days: sometimes(days, 3) }),
  customers: fc.array(
    fc.record({
      collection,
      pays: fc.noBias(fc.constantFrom(undefined, undefined, undefined, "0 seconds", "1 hour", "3 days", "20 days", "45 days", "1 month")),
      /** Of the entries that sign up or bill, in turn. */
      entries: fc.array(collection, { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 3, maxLength: 3 },
  ),
  overdueFor: fc.noBias(fc.constantFrom("0 days", "1 day", "3 days", "10 days", undefined)),
  then: fc.noBias(fc.constantFrom("cancel", "unpaid", "past_due")),
  invoiceThen: fc.noBias(fc.constantFrom("open", "open", "uncollectible")),
  /** So that changes have invoices of their own. */
  billsChanges: fc.boolean(),
  /** Every other scenario has no rules for the first charge, which a sent sign-up refuses. */
  keepsPaymentBehavior: fc.constantFrom(false, false, true),
});
export type SentDraw = typeof sentDraw extends fc.Arbitrary<infer T> ? T : never;
type CollectionDraw = typeof collection extends fc.Arbitrary<infer T> ? T : never;

const fields = ({ method, days: daysUntilDue }: CollectionDraw): PlainRecord => ({ collection_method: method, days_until_due: daysUntilDue });

const recordOf = (value: unknown): PlainRecord => (value ?? {}) as PlainRecord;

/** The scenario with its invoices collected as drawn. */
export function withSent(scenario: PlainRecord, draw: SentDraw): PlainRecord {
  const customers = Object.entries(recordOf(scenario["customers"])).map(([name, customer], i) => [name, customerOf(recordOf(customer), draw, i)]);
  const billing = recordOf(scenario["billing"]);
  const behavior = draw.billsChanges ? "always_invoice" : billing["proration_behavior"];
  return {
    ...scenario,
    billing: { ...billing, ...fields(draw.billing), proration_behavior: behavior },
    dunning: { ...recordOf(scenario["dunning"]), then: draw.then, invoice_then: draw.invoiceThen, overdue_for: draw.overdueFor },
    customers: Object.fromEntries(customers),
  };
}

function customerOf(customer: PlainRecord, draw: SentDraw, index: number): PlainRecord {
  const own = draw.customers[index] as SentDraw["customers"][number];
  let next = 0;
  const timeline = (customer["timeline"] as PlainRecord[]).map((entry) => {
    const kind = ["subscribe", "invoice"].find((key) => entry[key] !== undefined);
    if (kind === undefined) return entry;
    const asked = own.entries[next++ % own.entries.length] as CollectionDraw;
    const action: PlainRecord = { ...recordOf(entry[kind]), ...fields(asked) };
    if (!draw.keepsPaymentBehavior) delete action["payment_behavior"];
    return { ...entry, [kind]: action };
  });
  return { ...customer, ...fields(own.collection), pays: own.pays === undefined ? undefined : { after: own.pays }, timeline };
}
