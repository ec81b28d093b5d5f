import { did, type Features } from "./coverage.ts";

/** What can be done to invoices and payments by hand; each must come up in its share of the cases drawn for it. */
export const BY_HAND: Features = {
  void: (c) => did(c, "void"),
  "written off by hand": (c) => did(c, "mark_uncollectible"),
  "paid out of band": (c) => did(c, "pay", ({ outOfBand }) => outOfBand),
  "one-off charge": (c) => did(c, "charge"),
  refund: (c) => did(c, "refund"),
  "dispute won": (c) => did(c, "dispute", ({ outcome }) => outcome === "won"),
  "dispute lost": (c) => did(c, "dispute", ({ outcome }) => outcome === "lost"),
  "credit note by amount": (c) => did(c, "credit_note", ({ amount }) => amount !== undefined),
  "credit note by lines": (c) => did(c, "credit_note", ({ amount }) => amount === undefined),
  "credit note refunded": (c) => did(c, "credit_note", ({ to }) => to === "refund"),
  "open invoices charged to a new card": (c) => did(c, "card", ({ payOpen }) => payOpen),
  "card updated": (c) => c.outcomes.some(({ announcements }) => announcements.some((text) => text.includes("automatically_updated"))),
  "card expired": (c) => c.outcomes.some(({ payments }) => payments.some(({ card, declined }) => card === "lapsing" && declined !== null)),
  "invoice refunded and credited": (c) => c.invoices.some(({ creditNotes, refunded }) => creditNotes.length > 0 && refunded > 0),
  "credited open invoice": (c) => c.invoices.some(({ creditNotes, amountPaid, amountDue }) => creditNotes.length > 0 && amountPaid < amountDue),
  "taxed credit note": (c) => c.invoices.some(({ creditNotes, tax }) => creditNotes.length > 0 && tax > 0),
};
