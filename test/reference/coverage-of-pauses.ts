import type { CollectionPauseTerms } from "../../engine/lifecycle/requests.ts";
import { type Case, did, type Features } from "./coverage.ts";

const pausedBy = (c: Case, test: (pause: CollectionPauseTerms) => boolean): boolean =>
  did(c, "pause_collection", ({ pause }) => pause !== undefined && test(pause)) ||
  did(c, "subscribe", ({ pauseCollection: pause }) => pause !== undefined && test(pause));
const isOver = ({ pause }: { readonly pause: unknown }): boolean => pause === undefined;

/** What can be paused; each must come up in its share of the cases drawn for it. */
export const PAUSES: Features = {
  "collection voids": (c) =>
    pausedBy(c, ({ behavior }) => behavior === "void") && c.invoices.some(({ status, finalizedAt }) => status === "void" && finalizedAt === null),
  "collection keeps drafts": (c) => pausedBy(c, ({ behavior }) => behavior === "keep_as_draft") && c.invoices.some(({ status }) => status === "draft"),
  "collection writes off": (c) =>
    pausedBy(c, ({ behavior }) => behavior === "mark_uncollectible") && c.invoices.some(({ status, attempts }) => status === "uncollectible" && attempts === 0),
  "written off, but covered by the balance": (c) =>
    pausedBy(c, ({ behavior }) => behavior === "mark_uncollectible") &&
    c.invoices.some(({ status, total, amountDue }) => status === "paid" && total > 0 && amountDue === 0),
  "collection resumes by itself": (c) => pausedBy(c, ({ resumesAt }) => resumesAt !== undefined),
  "collection resumed by hand": (c) => did(c, "pause_collection", isOver),
  "collection paused from the start": (c) => did(c, "subscribe", ({ pauseCollection }) => pauseCollection !== undefined),
  "collection paused, then a change": (c) => did(c, "pause_collection") && did(c, "change"),
  "collection paused, then an end": (c) => did(c, "pause_collection") && did(c, "cancel"),
};
