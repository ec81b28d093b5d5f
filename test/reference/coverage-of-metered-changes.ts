import type { Change } from "../../engine/actions/action.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { type Case, did, type Features } from "./coverage.ts";

const isMetered = (plan: Plan | undefined): boolean => plan?.usage !== undefined;
const isClassic = ({ scenario }: Case): boolean => scenario.billing.mode === "classic";
const isNow = ({ atPeriodEnd, resetsAnchor }: Change): boolean => atPeriodEnd !== true && resetsAnchor !== true;
const swaps = ({ items }: Change): boolean => items.some((item) => item.kind === "swap" && isMetered(item.from) && isMetered(item.to));
const removes = ({ items }: Change): boolean =>
  items.some((item) => (item.kind === "remove" && isMetered(item.plan)) || (item.kind === "swap" && isMetered(item.from) && !isMetered(item.to)));
const adds = ({ items }: Change): boolean =>
  items.some((item) => (item.kind === "set" && isMetered(item.plan)) || (item.kind === "swap" && !isMetered(item.from) && isMetered(item.to)));

/** How metered plans come, go and change (U2, U3, U10-U12); each must come up in its share of the cases drawn for it. */
export const METERED_CHANGES: Features = {
  "usage billed, flexible": (c) => !isClassic(c) && c.lines.some(({ kind, amount }) => kind === "usage" && amount > 0),
  "usage billed, classic": (c) => isClassic(c) && c.lines.some(({ kind, amount }) => kind === "usage" && amount > 0),
  "price changed, flexible": (c) => !isClassic(c) && did(c, "change", (action) => isNow(action) && swaps(action)),
  "price changed, classic": (c) => isClassic(c) && did(c, "change", (action) => isNow(action) && swaps(action)),
  "added, flexible": (c) => !isClassic(c) && did(c, "change", (action) => isNow(action) && adds(action)),
  "added, classic": (c) => isClassic(c) && did(c, "change", (action) => isNow(action) && adds(action)),
  "removed, flexible": (c) => !isClassic(c) && did(c, "change", (action) => isNow(action) && removes(action)),
  "removed, classic": (c) => isClassic(c) && did(c, "change", (action) => isNow(action) && removes(action)),
  "price changed at a new anchor": (c) => did(c, "change", (action) => action.resetsAnchor === true && swaps(action)),
  "removed at a new anchor": (c) => did(c, "change", (action) => action.resetsAnchor === true && removes(action)),
  "price changed at the period's end": (c) => did(c, "change", (action) => action.atPeriodEnd === true && swaps(action)),
  "removed at the period's end": (c) => did(c, "change", (action) => action.atPeriodEnd === true && removes(action)),
  "added at the period's end": (c) => did(c, "change", (action) => action.atPeriodEnd === true && adds(action)),
  "in a trial": (c) => c.lines.some(({ kind }) => kind === "trial"),
};
