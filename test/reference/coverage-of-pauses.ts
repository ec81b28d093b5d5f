import type { CollectionPauseTerms } from "../../engine/lifecycle/requests.ts";
import { type Case, did, type Features } from "./coverage.ts";

const pausedBy = (c: Case, test: (pause: CollectionPauseTerms) => boolean): boolean =>
  did(c, "pause_collection", ({ pause }) => pause !== undefined && test(pause)) ||
  did(c, "subscribe", ({ pauseCollection: pause }) => pause !== undefined && test(pause));
const isOver = ({ pause }: { readonly pause: unknown }): boolean => pause === undefined;

/** Whether some subscription went from the one status to the other. */
const moved = (c: Case, from: string, to: string): boolean =>
  c.outcomes.some(({ statuses }) =>
    statuses.some(
      ({ subscription, status }, i) => status === to && statuses.slice(0, i).findLast((before) => before.subscription === subscription)?.status === from,
    ),
  );
const ended = (c: Case, reason: string): boolean => c.outcomes.some(({ subscriptions }) => subscriptions.some(({ endReason }) => endReason === reason));
const waitsFor = (c: Case): boolean =>
  c.invoices.some(
    ({ reason, status, attempts, createdAt, voidedAt }) =>
      reason === "subscription_update" && status === "void" && attempts === 0 && voidedAt === createdAt + 23 * 3600,
  );

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
  "service paused": (c) => did(c, "pause"),
  "service paused with a credit": (c) => did(c, "pause", ({ prorate }) => prorate) && c.lines.some(({ kind }) => kind === "proration_credit"),
  "resumed with a new anchor": (c) => did(c, "resume", ({ resetsAnchor }) => resetsAnchor),
  "resumed with the old anchor": (c) => did(c, "resume", ({ resetsAnchor }) => !resetsAnchor),
  "resumed and active": (c) => moved(c, "paused", "active"),
  "resumed and past due": (c) => moved(c, "paused", "past_due"),
  "resumption invoice void after 23 hours": waitsFor,
  "ended while paused": (c) => moved(c, "paused", "canceled"),
  "trial without a card ends in a pause": (c) => moved(c, "trialing", "paused"),
  "trial without a card ends the subscription": (c) => ended(c, "missing_payment_method"),
  "trial without a card, resumed": (c) => moved(c, "trialing", "paused") && did(c, "resume"),
  "metered while paused": (c) => did(c, "pause") && did(c, "usage"),
};
