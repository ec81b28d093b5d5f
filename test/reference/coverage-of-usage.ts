import { did, type Features } from "./coverage.ts";

/** What metered plans can do; each must come up in its share of the cases drawn for it. */
export const USAGE: Features = {
  metered: ({ plans }) => plans.some(({ usage }) => usage !== undefined),
  "usage billed": (c) => c.lines.some(({ kind, amount }) => kind === "usage" && amount > 0),
  "usage of 0": (c) => c.lines.some(({ kind, amount }) => kind === "usage" && amount === 0),
  "usage with decimals": (c) => c.lines.some(({ usage }) => usage !== null && !usage.endsWith("/1")),
  "usage in a stream": (c) => did(c, "usage", ({ isStreamed }) => isStreamed),
  "usage overwritten": (c) => did(c, "usage", ({ action }) => action === "set"),
  "usage with a key": (c) => did(c, "usage", ({ idempotencyKey }) => idempotencyKey !== undefined),
  "usage stamped earlier": (c) => did(c, "usage", ({ timestamp }, { at }) => timestamp !== undefined && timestamp < at),
  "usage in tiers or packages": ({ plans }) => plans.some(({ usage, model }) => usage !== undefined && model.kind !== "per_unit"),
  "usage discounted": (c) => c.lines.some(({ kind, discounts }) => kind === "usage" && discounts.length > 0),
  "usage with licensed items": (c) =>
    c.invoices.some(({ lines }) => lines.some(({ kind }) => kind === "usage") && lines.some(({ kind }) => kind === "subscription")),
  "change of metered items": (c) =>
    did(c, "change", ({ plan, items }) => plan?.usage !== undefined || items.some((item) => (item.kind === "swap" ? item.to : item.plan).usage !== undefined)),
  "usage in classic mode": (c) => c.scenario.billing.mode === "classic" && c.lines.some(({ kind, amount }) => kind === "usage" && amount > 0),
  "metered at a new anchor": (c) => did(c, "change", ({ resetsAnchor }) => resetsAnchor === true) && c.lines.some(({ kind }) => kind === "usage"),
  "metered and a change at the period's end": (c) =>
    did(c, "change", ({ atPeriodEnd }) => atPeriodEnd === true) && c.lines.some(({ kind }) => kind === "usage"),
  "usage summed": ({ plans }) => plans.some(({ usage }) => usage === "sum"),
  "usage counted": ({ plans }) => plans.some(({ usage }) => usage === "count"),
  "usage at most": ({ plans }) => plans.some(({ usage }) => usage === "max"),
  "usage last in the period": ({ plans }) => plans.some(({ usage }) => usage === "last_during_period"),
  "usage last ever": ({ plans }) => plans.some(({ usage }) => usage === "last_ever"),
};
