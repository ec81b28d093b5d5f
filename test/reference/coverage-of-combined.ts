import { type Case, did, type Features } from "./coverage.ts";
import { BY_HAND } from "./coverage-by-hand.ts";
import { BACKDATING } from "./coverage-of-backdating.ts";
import { METERED_CHANGES } from "./coverage-of-metered-changes.ts";
import { MIXED } from "./coverage-of-mixed.ts";
import { PAUSES } from "./coverage-of-pauses.ts";
import { SCHEDULES } from "./coverage-of-schedules.ts";
import { SENT } from "./coverage-of-sent.ts";
import { THRESHOLDS } from "./coverage-of-thresholds.ts";

const anyOf =
  (features: Features, ...names: readonly string[]) =>
  (c: Case): boolean =>
    names.some((name) => features[name]?.(c) === true);

/** What is drawn apart elsewhere. */
export const COMBINED: Features = {
  "sent invoices": anyOf(SENT, "a sent sign-up", "a sent renewal", "a sent change"),
  "a threshold reached": anyOf(THRESHOLDS, "a threshold reached"),
  backdated: anyOf(BACKDATING, "backdated"),
  "mixed intervals": anyOf(MIXED, "mixed intervals"),
  "collection paused": anyOf(PAUSES, "collection voids", "collection keeps drafts", "collection writes off"),
  "metered plans changed": anyOf(METERED_CHANGES, "price changed, flexible", "price changed, classic", "removed, flexible", "removed, classic"),
  "credited or refunded": anyOf(BY_HAND, "credit note by amount", "credit note by lines", "refund"),
  "void or written off": anyOf(BY_HAND, "void", "written off by hand"),
  "open invoices charged to a new card": anyOf(BY_HAND, "open invoices charged to a new card"),
  "sold in several currencies": ({ scenario }) => [...scenario.catalog.plans.values()].some(({ elsewhere }) => elsewhere.length > 0),
  schedule: anyOf(SCHEDULES, "schedule"),
  "classic mode": ({ scenario }) => scenario.billing.mode === "classic",
  "cancelled and billed": (c) => did(c, "cancel", ({ prorate, invoiceNow }) => prorate || invoiceNow),
};

/** Every two of these must meet in some case. Mixed intervals meet neither schedules nor classic mode (X6). */
export const COMBINED_PAIRS = Object.keys(COMBINED).filter((name) => name !== "schedule" && name !== "classic mode");
