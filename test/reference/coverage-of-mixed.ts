import type { Plan } from "../../engine/catalog/plan.ts";
import { isSameInterval } from "./calendar.ts";
import { type Case, did, type Features } from "./coverage.ts";
import type { LineOutcome } from "./outcome.ts";

const planOf = ({ scenario }: Case, id: string | null): Plan | undefined => (id === null ? undefined : scenario.catalog.plans.get(id));

function areMixed(plans: readonly (Plan | undefined)[]): boolean {
  const intervals = plans.flatMap((plan) => (plan === undefined ? [] : [plan.interval]));
  return intervals.some((a) => intervals.some((b) => !isSameInterval(a, b)));
}

const isMixed = (c: Case): boolean =>
  c.outcomes.some(({ subscriptions }) => subscriptions.some(({ items }) => areMixed(items.map((text) => planOf(c, text.split(" x")[0] as string)))));
const bills = (c: Case, test: (line: LineOutcome) => boolean): boolean => isMixed(c) && c.lines.some(test);

/** What subscriptions with several intervals can do; each must come up in its share of the cases drawn for it. */
export const MIXED: Features = {
  "mixed intervals": isMixed,
  "mixed in one invoice": (c) =>
    c.invoices.some(({ lines }) => areMixed(lines.filter(({ kind }) => kind === "subscription").map(({ plan }) => planOf(c, plan)))),
  "mixed, one renews alone": (c) =>
    isMixed(c) &&
    c.invoices.some(({ lines, reason }) => reason === "subscription_cycle" && lines.length > 0 && !areMixed(lines.map(({ plan }) => planOf(c, plan)))),
  "mixed days and weeks": (c) => isMixed(c) && c.plans.some(({ interval }) => interval.unit === "day" || interval.unit === "week"),
  "mixed months and years": (c) => isMixed(c) && c.plans.some(({ interval }) => interval.unit === "year"),
  "mixed and prorated": (c) => bills(c, ({ kind }) => kind === "proration_charge"),
  "mixed in a trial": (c) => bills(c, ({ kind }) => kind === "trial"),
  "mixed with usage": (c) => bills(c, ({ kind }) => kind === "usage"),
  "mixed and discounted": (c) => bills(c, ({ discounts }) => discounts.length > 0),
  "mixed with an anchor": (c) =>
    isMixed(c) && did(c, "subscribe", ({ billingCycleAnchor, anchorFields }) => billingCycleAnchor !== undefined || anchorFields !== undefined),
  "mixed, items changed": (c) => isMixed(c) && did(c, "change", ({ items }) => items.length > 0),
  "mixed, anchor reset": (c) => isMixed(c) && did(c, "change", ({ resetsAnchor }) => resetsAnchor === true),
  "mixed, changed at the period's end": (c) => isMixed(c) && did(c, "change", ({ atPeriodEnd }) => atPeriodEnd === true),
  "mixed, cancelled at the period's end": (c) =>
    isMixed(c) && (did(c, "cancel", ({ atPeriodEnd }) => atPeriodEnd) || did(c, "change", ({ cancelAtPeriodEnd }) => cancelAtPeriodEnd === true)),
  "mixed, end planned": (c) =>
    isMixed(c) && (did(c, "change", ({ cancelAt }) => typeof cancelAt === "number") || did(c, "subscribe", ({ cancelAt }) => cancelAt !== undefined)),
  "mixed and backdated": (c) => isMixed(c) && did(c, "subscribe", ({ backdateStartDate, items }) => backdateStartDate !== undefined && items.length > 1),
  "mixed, cancelled with proration": (c) => isMixed(c) && did(c, "cancel", ({ prorate }) => prorate),
};
