import type { TrialEndBehavior } from "../account/subscription.ts";
import type { ProrationBehavior } from "../billing/settings.ts";
import { fitOf, indexOfShortest } from "../calendar/mixed-intervals.ts";
import type { Coupon } from "../catalog/coupon.ts";
import { refuseTogether } from "../language/exclusive-keys.ts";
import { identifierComplaint } from "../language/identifier.ts";
import { readDuration } from "../language/read-duration.ts";
import { readInstant } from "../language/read-instant.ts";
import { type Reader, readChoice, readField, readFlag, readList, readOr, readText } from "../language/reading.ts";
import { block, choice, flag, list, ref, type Schema } from "../language/schema-parts.ts";
import { field, has, quoteText, quoteValue, type SourceMap, type SourceNode } from "../language/source-node.ts";
import type { PlanQuantity, Subscribe, TrialChoice } from "./action.ts";
import type { ActionContext, ActionDefinition } from "./action-definition.ts";
import { anchorConfigSchema, readAnchorConfig } from "./anchor-config.ts";
import { readThresholds, readUsageGte, thresholdsSchema, usageGteSchema } from "./billing-thresholds.ts";
import { collectionFields, readCollection } from "./collection-fields.ts";
import { oneOffSchema, readOneOff } from "./one-off.ts";
import { collectionPauseFields, readCollectionPause } from "./pause-collection.ts";
import { phasesSchema, readSchedule, signUpTerms } from "./phases.ts";
import { readDiscounts, readPlanQuantity, readTaxRates, sharedFields } from "./plan-fields.ts";

const PRORATION_BEHAVIORS = ["create_prorations", "none", "always_invoice"] as const;

export const subscribeFields: Readonly<Record<string, Schema>> = {
  plan: ref("id", "The plan; or use `items`."),
  quantity: ref("quantity", "How many of `plan`; 1 unless given."),
  items: list(
    "Several plans on one subscription, in place of `plan` and `quantity`.",
    block(
      "One plan of the subscription.",
      {
        plan: sharedFields.plan,
        quantity: sharedFields.quantity,
        tax_rates: sharedFields.taxRates,
        usage_gte: usageGteSchema,
      },
      ["plan"],
    ),
    { minItems: 1, maxItems: 20 },
  ),
  as: ref("id", "The subscription's own name: it is called `<customer>/<as>` (D11)."),
  trial: ref("trial", "Length of the free trial; `0` removes the plan's own trial."),
  trial_end: ref("instant_or_now", "When the free trial ends; `now` for no trial. In place of `trial`."),
  trial_end_behavior: choice("What happens when the trial ends and the customer has no card (P4).", ["cancel", "pause", "create_invoice"], {
    default: "create_invoice",
  }),
  billing_cycle_anchor: ref("instant", "When full periods begin; the time before it is a prorated stub. At most one interval away (B4)."),
  billing_cycle_anchor_config: anchorConfigSchema,
  backdate_start_date: ref("instant", "The subscription starts at this earlier instant, and the time since then is billed at once (X1)."),
  proration_behavior: choice(
    "Whether the stub before the anchor and backdated time are charged (`none`: they are free), and a first period cut by `cancel_at` is prorated (X5).",
    PRORATION_BEHAVIORS,
    { default: "create_prorations" },
  ),
  coupon: ref("id", "A coupon for this subscription; it replaces the customer's (D2)."),
  discounts: sharedFields.discounts,
  tax_rates: sharedFields.taxRates,
  ...collectionFields("an invoice of the subscription", "the customer's"),
  cancel_at: ref("instant", "The subscription ends at this instant; its last period is cut there (B5)."),
  cancel_at_period_end: flag("The subscription ends with its first period.", { default: false }),
  add_invoice_items: list("One-off items of the first invoice: setup fees, for example.", oneOffSchema, { maxItems: 20 }),
  payment_behavior: choice(
    "What happens when the first charge fails.",
    ["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"],
    {
      default: "allow_incomplete",
      "x-values-not-yet-supported": { pending_if_incomplete: "Stripe allows it for updates only, and billclock has no pending updates." },
    },
  ),
  billing_thresholds: thresholdsSchema,
  phases: phasesSchema,
  end_behavior: choice("Whether the subscription goes on after the last of `phases` (`release`), or ends (H8).", ["release", "cancel"], { default: "release" }),
  pause_collection: block("Collection starts paused: its invoices, the first one too, are not collected (P2).", collectionPauseFields),
};

/** A customer signs up for one or more plans. */
export const subscribe: ActionDefinition = {
  key: "subscribe",
  schema: block("Signs the customer up: one of `plan`, `items` and `phases` is required.", subscribeFields),
  parse(context, node) {
    if (node.kind !== "map") return undefined;
    const { reading } = context;
    const schedule = readSchedule(context, node, readItems);
    const items = has(node, "phases") ? schedule?.phases[0]?.items : readItems(context, node, "`subscribe`");
    const name = readField(reading, node, "as", readSubscriptionName);
    const trial = readTrial(context, node);
    const prorationBehavior = readOr<ProrationBehavior>(reading, node, "proration_behavior", readChoice(), "create_prorations");
    const discounts: readonly Coupon[] = readDiscounts(context, node) ?? [];
    const taxRates = readField(reading, node, "tax_rates", readTaxRates(context));
    const billingCycleAnchor = readField(reading, node, "billing_cycle_anchor", readInstant);
    refuseTogether(reading, node, "billing_cycle_anchor", "billing_cycle_anchor_config", "Keep the one that is meant.");
    refuseTogether(reading, node, "billing_cycle_anchor_config", "backdate_start_date", "Use `billing_cycle_anchor` with a backdated start (CYC).");
    const anchorFields = readField(reading, node, "billing_cycle_anchor_config", readAnchorConfig);
    const backdateStartDate = readField(reading, node, "backdate_start_date", readInstant);
    const cancelAt = readField(reading, node, "cancel_at", readInstant);
    const cancelAtPeriodEnd = readOr(reading, node, "cancel_at_period_end", readFlag, false);
    if (cancelAtPeriodEnd) refuseTogether(reading, node, "cancel_at", "cancel_at_period_end", "Keep the one that is meant.");
    const addInvoiceItems = readOr(reading, node, "add_invoice_items", readList(readOneOff(context)), []);
    const thresholds = readThresholds(reading, node, items ?? []);
    const paymentBehavior = readOr<Subscribe["paymentBehavior"]>(reading, node, "payment_behavior", readChoice(), "allow_incomplete");
    const trialEndBehavior = readField<TrialEndBehavior>(reading, node, "trial_end_behavior", readChoice());
    const pauseCollection = readCollectionPause(context, field(node, "pause_collection"));
    if (items === undefined) return undefined;
    const terms = {
      trial,
      billingCycleAnchor,
      anchorFields,
      backdateStartDate,
      prorationBehavior,
      discounts,
      taxRates,
      cancelAt,
      cancelAtPeriodEnd,
      addInvoiceItems,
      paymentBehavior,
      trialEndBehavior,
      pauseCollection,
      thresholds,
      ...readCollection(reading, node),
    };
    const signUp: Subscribe = { kind: "subscribe", items, as: name, ...terms };
    return schedule === undefined ? signUp : { ...signUp, ...signUpTerms(schedule), schedule };
  },
};

/** `plan` and `quantity`, or `items`, of `what`: a sign-up, or a phase. */
function readItems(context: ActionContext, map: SourceMap, what: string): readonly PlanQuantity[] | undefined {
  const { reading } = context;
  refuseTogether(reading, map, "plan", "items", "Put the plan into `items`.");
  refuseTogether(reading, map, "quantity", "items", "Put the quantity into `items`, beside its plan.");
  const items = field(map, "items");
  if (items !== undefined) {
    const read = readList(readItem(context))(reading, items);
    if (read !== undefined && items.kind === "list") checkItems(context, items.items, read);
    return read;
  }
  if (has(map, "items")) return undefined;
  if (!has(map, "plan")) {
    return reading.refuseMissing(
      map,
      what === "`subscribe`" ? "`subscribe` does not say to what." : `${what} does not say what is sold.`,
      "One of `plan` and `items` is required.",
      "Write `plan: <a plan>`, or `items: [{ plan: <a plan>, quantity: 1 }]`.",
    );
  }
  // The shared reader takes `tax_rates` for the item's; here they are the subscription's.
  const single = readPlanQuantity(context)(reading, map);
  return single === undefined ? undefined : [{ ...single, taxRates: undefined }];
}

/** An item of a sign-up: of a metered one the threshold too. */
function readItem(context: ActionContext): Reader<PlanQuantity> {
  return (reading, node) => {
    const item = readPlanQuantity(context)(reading, node);
    if (item === undefined || node.kind !== "map") return item;
    return { ...item, usageGte: readUsageGte(reading, node, item.plan) };
  };
}

/** One plan stands once on a subscription (D18), and the intervals of its items go together (MIX). */
export function checkItems({ reading }: Pick<ActionContext, "reading">, nodes: readonly SourceNode[], items: readonly Pick<PlanQuantity, "plan">[]): void {
  if (items.length !== nodes.length) return;
  const { plan: shortest } = items[indexOfShortest(items.map(({ plan }) => plan.interval))] as Pick<PlanQuantity, "plan">;
  for (const [i, item] of items.entries()) {
    const node = nodes[i] as SourceNode;
    if (items.findIndex((other) => other.plan === item.plan) < i) {
      reading.refuse(node, {
        code: "plan-twice",
        message: `The plan ${quoteText(item.plan.id)} stands on this subscription twice.`,
        rule: "A plan stands on a subscription once (D18).",
        remedy: "Add up the quantities, or make a second subscription.",
      });
    } else if (fitOf(item.plan.interval, shortest.interval) === "apart") {
      reading.refuse(node, {
        code: "mixed-intervals",
        message: `The plan ${quoteText(item.plan.id)} is billed by an interval that does not go with that of ${quoteText(shortest.id)}.`,
        rule: "On one subscription each interval is a multiple of the shortest, days with weeks and months with years (MIX, X6).",
        remedy: "Make a subscription of its own for it.",
      });
    }
  }
}

const readSubscriptionName: Reader<string> = (reading, node) => {
  const name = readText(reading, node);
  if (name === undefined) return undefined;
  const complaint = identifierComplaint(name, "a subscription");
  if (complaint !== undefined) return reading.refuse(node, complaint);
  if (!/^\d+$/.test(name)) return name;
  return reading.refuse(node, {
    code: "bad-id",
    message: `The name ${quoteText(name)} of a subscription is a number.`,
    rule: "Subscriptions without a name of their own are numbered, `<customer>/2`, `<customer>/3` (D11).",
    remedy: "Choose a name with a letter.",
  });
};

function readTrial(context: ActionContext, map: SourceMap): TrialChoice {
  const { reading } = context;
  refuseTogether(reading, map, "trial", "trial_end", "Keep the one that is meant.");
  const trial = field(map, "trial");
  const end = field(map, "trial_end");
  if (trial?.kind === "scalar" && typeof trial.value === "number") {
    if (trial.value === 0) return { kind: "none" };
    reading.refuse(trial, {
      code: "bad-duration",
      message: `The trial is ${quoteValue(trial)}, without a unit.`,
      rule: "A trial is a duration such as 14 days; only 0 stands alone and removes the plan's own trial.",
      remedy: `Write ${trial.text} days.`,
    });
  } else if (trial !== undefined) {
    const duration = readDuration(reading, trial);
    if (duration !== undefined) return { kind: "duration", duration };
  }
  if (end?.kind === "scalar" && end.value === "now") return { kind: "none" };
  const until = end === undefined ? undefined : readInstant(reading, end);
  return until === undefined ? { kind: "plan" } : { kind: "until", end: until };
}
