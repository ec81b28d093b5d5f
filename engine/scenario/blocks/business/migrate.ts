import type { ProrationBehavior } from "../../../billing/settings.ts";
import type { Migration } from "../../../business/entry.ts";
import type { Coupon } from "../../../catalog/coupon.ts";
import { type Plan, planIn } from "../../../catalog/plan.ts";
import { type Reader, type Reading, readChoice, readField, readOr } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, choice, ref } from "../../../language/schema-parts.ts";
import { field, quoteText, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { BusinessContext } from "./business-context.ts";

export const migrateSchema = block(
  "Customers move from one plan to another, with their quantities (N85).",
  {
    from: ref("id", "The plan that they leave."),
    to: ref("id", "The plan that they get, at the price in force."),
    when: choice("With each one's next renewal, or all at once.", ["now", "at_renewal"], { default: "at_renewal" }),
    proration_behavior: choice("How it is settled at once; default: as the scenario settles changes. At a renewal nothing is prorated.", [
      "create_prorations",
      "none",
      "always_invoice",
    ]),
    coupon: ref("id_or_null", "A coupon that comes with it, in place of those that the subscription has; `null` is none, and those stay."),
  },
  ["from", "to"],
);

/** Reads a migration; undefined when it is broken. */
export function readMigrate({ reading, declarations }: BusinessContext, node: SourceNode): Omit<Migration, "name" | "reach" | "response"> | undefined {
  if (node.kind !== "map") return undefined;
  const from = readField(reading, node, "from", readReference(declarations.plans));
  const to = readField(reading, node, "to", readReference(declarations.plans));
  const when = readOr<Migration["when"]>(reading, node, "when", readChoice(), "at_renewal");
  const prorationBehavior = readField<ProrationBehavior>(reading, node, "proration_behavior", readChoice());
  const coupon = readField(reading, node, "coupon", orNone(readReference(declarations.coupons)));
  if (from === undefined || to === undefined) return undefined;
  refuseSame(reading, node, from, to);
  refuseCurrencies(reading, node, from, to);
  return { kind: "migrate", from, to, when, prorationBehavior, coupon };
}

/** `null` is no coupon. */
function orNone(reader: Reader<Coupon>): Reader<Coupon> {
  return (reading, node) => (node.kind === "scalar" && node.value === null ? undefined : reader(reading, node));
}

function refuseSame(reading: Reading, map: SourceMap, from: Plan, to: Plan): void {
  const node = field(map, "to");
  if (from.id !== to.id || node === undefined) return;
  reading.refuse(node, {
    code: "impossible",
    message: `The customers of ${quoteText(from.id)} would move to the plan that they have.`,
    rule: "A migration goes from one plan to another.",
    remedy: `Name another plan, or write \`change_price: { plan: ${from.id}, set: { ... }, for: at_renewal }\`.`,
  });
}

/** Nobody's currency changes on the way. */
function refuseCurrencies(reading: Reading, map: SourceMap, from: Plan, to: Plan): void {
  const missing = [from, ...from.elsewhere].find(({ currency }) => planIn(to, currency) === undefined);
  const node = field(map, "to");
  if (missing === undefined || node === undefined) return;
  const { code } = missing.currency;
  reading.refuse(node, {
    code: "wrong-currency",
    message: `The plan ${quoteText(to.id)} has no price in ${code}, and ${quoteText(from.id)} has.`,
    rule: "A customer keeps its currency (D6), so the new plan is sold in each of the old one's.",
    remedy: `Add \`currency_options: { ${code}: { unit_amount: ... } }\` to ${quoteText(to.id)}.`,
  });
}
