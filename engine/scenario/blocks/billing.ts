import { collectionFields, readCollection } from "../../actions/collection-fields.ts";
import { type BillingMode, type BillingSettings, defaultCollection, type ProrationBehavior } from "../../billing/settings.ts";
import type { Duration } from "../../calendar/duration.ts";
import { HOUR } from "../../calendar/instant.ts";
import { readDuration } from "../../language/read-duration.ts";
import { type Reading, readChoice, readField, readList, readOr } from "../../language/reading.ts";
import { readReference } from "../../language/references.ts";
import { block, choice, list, ref } from "../../language/schema-parts.ts";
import { field, type SourceNode } from "../../language/source-node.ts";
import type { Funding } from "../../payments/card.ts";
import type { Declarations } from "../declarations.ts";
import { FUNDINGS } from "./cards.ts";
import { feesSchema, readFees } from "./fees.ts";

export const billingSchema = block("Settings of the whole account.", {
  mode: choice("Stripe's billing mode: how changes are credited (D16).", ["flexible", "classic"], {
    default: "flexible",
  }),
  proration_behavior: choice("The default of `change` and of `cancel_at` in it; not of `subscribe`.", ["create_prorations", "none", "always_invoice"], {
    default: "create_prorations",
  }),
  finalize_after: ref("duration", "How long a renewal stays a draft (D17).", { default: "1 hour" }),
  tax_rates: list("The tax rates of everything that names none nearer (D2).", ref("id", "A tax rate of `tax_rates`.")),
  ...collectionFields("an invoice"),
  accept_funding: list("Only cards of these kinds may sign up; others are refused (D28).", choice("A kind of card.", FUNDINGS), { minItems: 1 }),
  review_funding: list("Sign-ups with cards of these kinds are put into review.", choice("A kind of card.", FUNDINGS)),
  fees: feesSchema,
});

const DEFAULT_FINALIZE_AFTER: Duration = { months: 0, seconds: HOUR };

export function readBilling(reading: Reading, node: SourceNode | undefined, { taxRates }: Declarations): BillingSettings {
  const settings: BillingSettings = {
    mode: "flexible",
    prorationBehavior: "create_prorations",
    finalizeAfter: DEFAULT_FINALIZE_AFTER,
    taxRates: [],
    ...defaultCollection,
    acceptFunding: undefined,
    reviewFunding: new Set(),
    fees: undefined,
  };
  if (node?.kind !== "map") return settings;
  const { collectionMethod, daysUntilDue } = readCollection(reading, node);
  const readFundings = readList<Funding>(readChoice());
  const acceptFunding = readField(reading, node, "accept_funding", readFundings);
  const reviewFunding = readOr(reading, node, "review_funding", readFundings, []);
  return {
    mode: readOr<BillingMode>(reading, node, "mode", readChoice(), settings.mode),
    prorationBehavior: readOr<ProrationBehavior>(reading, node, "proration_behavior", readChoice(), settings.prorationBehavior),
    finalizeAfter: readOr(reading, node, "finalize_after", readDuration, settings.finalizeAfter),
    taxRates: readOr(reading, node, "tax_rates", readList(readReference(taxRates)), []),
    collectionMethod: collectionMethod ?? settings.collectionMethod,
    daysUntilDue: daysUntilDue ?? settings.daysUntilDue,
    acceptFunding: acceptFunding === undefined ? undefined : new Set(acceptFunding),
    reviewFunding: new Set(reviewFunding),
    fees: readFees(reading, field(node, "fees")),
  };
}
