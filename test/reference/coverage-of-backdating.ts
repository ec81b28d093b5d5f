import type { Subscribe } from "../../engine/actions/action.ts";
import { did, type Features } from "./coverage.ts";

const isBack = ({ backdateStartDate }: Subscribe, at: number): boolean => backdateStartDate !== undefined && backdateStartDate < at;
const isBilled = (action: Subscribe, at: number): boolean => isBack(action, at) && action.prorationBehavior !== "none";

/** What backdated sign-ups and ends in the first period can do; each must come up in its share of the cases drawn for it. */
export const BACKDATING: Features = {
  backdated: (c) => did(c, "subscribe", (action, { at }) => isBilled(action, at)),
  "backdated in classic mode": (c) => c.scenario.billing.mode === "classic" && did(c, "subscribe", (action, { at }) => isBilled(action, at)),
  "backdated over several periods": (c) =>
    c.invoices.some(
      ({ lines, reason }) =>
        reason === "subscription_create" &&
        lines.some((line, i) => line.kind === "subscription" && lines.some((other, j) => j > i && other.kind === "subscription" && other.plan === line.plan)),
    ),
  "backdated for free": (c) => did(c, "subscribe", (action, { at }) => isBack(action, at) && !isBilled(action, at)),
  "backdated with an anchor": (c) => did(c, "subscribe", (action, { at }) => isBilled(action, at) && action.billingCycleAnchor !== undefined),
  "backdated with a trial": (c) =>
    did(c, "subscribe", (action, { at }) => isBilled(action, at)) &&
    c.invoices.some(({ lines, reason }) => reason === "subscription_create" && lines.some(({ kind }) => kind === "trial") && lines.length > 1),
  "backdated with coupons": (c) =>
    did(c, "subscribe", (action, { at }) => isBilled(action, at)) &&
    c.invoices.some(({ number, lines }) => number === 1 && lines.some(({ discounts }) => discounts.length > 0)),
  "backdated and prorated back": (c) =>
    did(c, "subscribe", (action, { at }) => isBilled(action, at)) &&
    did(c, "change", ({ prorationDate }, { at }) => prorationDate !== undefined && prorationDate < at),
  "prorated over several periods": (c) =>
    c.outcomes.some(({ invoices, pending }) =>
      [...invoices.map(({ lines }) => lines), pending].some((lines) =>
        lines.some(
          (line) => line.kind === "proration_charge" && lines.some((next) => next.kind === line.kind && next.plan === line.plan && next.start === line.end),
        ),
      ),
    ),
  "backdated, declined": (c) =>
    did(c, "subscribe", (action, { at }) => isBilled(action, at)) && c.outcomes.some(({ payments }) => payments.some(({ declined }) => declined !== null)),
  "backdated and changed": (c) => did(c, "subscribe", (action, { at }) => isBilled(action, at)) && did(c, "change"),
  "backdated over usage": (c) =>
    did(c, "usage", ({ waits }) => waits === true) &&
    c.invoices.some(({ lines, reason }) => reason === "subscription_create" && lines.some(({ kind, amount }) => kind === "usage" && amount > 0)),
  "first period cut, billed whole": (c) => did(c, "subscribe", ({ prorationBehavior, cancelAt }) => prorationBehavior === "none" && cancelAt !== undefined),
  "first period cut and prorated": (c) => did(c, "subscribe", ({ prorationBehavior, cancelAt }) => prorationBehavior !== "none" && cancelAt !== undefined),
};
