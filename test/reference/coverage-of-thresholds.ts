import { type Case, did, type Features } from "./coverage.ts";
import type { InvoiceOutcome } from "./outcome.ts";

const isEarly = ({ reason }: InvoiceOutcome): boolean => reason === "subscription_threshold";

/** Cases in which a threshold was reached and this holds of one of its invoices. */
const reached = (c: Case, test: (invoice: InvoiceOutcome) => boolean = () => true): boolean => c.invoices.some((invoice) => isEarly(invoice) && test(invoice));
const signedUp = (c: Case, test: (thresholds: { amountGte: number | undefined; resetsAnchor: boolean }) => boolean): boolean =>
  did(c, "subscribe", ({ thresholds }) => thresholds !== undefined && test(thresholds));

/** What thresholds can do; each must come up in its share of the cases drawn for it. */
export const THRESHOLDS: Features = {
  "a threshold reached": (c) => reached(c),
  "reached twice by one customer": (c) => c.outcomes.some(({ invoices }) => invoices.filter(isEarly).length > 1),
  "by amount": (c) => reached(c) && signedUp(c, ({ amountGte }) => amountGte !== undefined),
  "by usage": (c) => reached(c) && did(c, "subscribe", ({ items }) => items.some(({ usageGte }) => usageGte !== undefined)),
  "with the anchor reset": (c) => reached(c) && signedUp(c, ({ resetsAnchor }) => resetsAnchor),
  "with the anchor reset and licensed fees": (c) => reached(c, ({ lines }) => lines.some(({ kind }) => kind === "subscription")),
  "with prorations or items on it": (c) => reached(c, ({ lines }) => lines.some(({ kind }) => kind.startsWith("proration") || kind === "invoice_item")),
  "with a discount": (c) => reached(c, ({ lines }) => lines.some(({ kind, discounts }) => kind === "usage" && discounts.length > 0)),
  "with tax": (c) => reached(c, ({ tax }) => tax !== 0),
  "with several usage lines": (c) => reached(c, ({ lines }) => lines.filter(({ kind }) => kind === "usage").length > 1),
  "in tiers or packages": (c) =>
    reached(c, ({ lines }) => lines.some(({ kind, plan }) => kind === "usage" && c.plans.some(({ id, model }) => id === plan && model.kind !== "per_unit"))),
  "and the rest later": (c) =>
    c.outcomes.some(({ invoices }) =>
      invoices.some((invoice) => isEarly(invoice) && invoices.some(({ reason, lines }) => reason === "subscription_cycle" && followsOn(invoice, lines))),
    ),
  "a credit for usage": (c) => c.lines.some(({ kind, amount }) => kind === "usage" && amount < 0),
  "not paid": (c) => reached(c, ({ status, attempts }) => status !== "paid" && attempts > 0),
  "on another subscription change": (c) => reached(c) && did(c, "change"),
  "on a subscription cancelled": (c) => reached(c) && did(c, "cancel"),
};

/** Whether usage goes on where this invoice billed it. */
function followsOn(early: InvoiceOutcome, lines: InvoiceOutcome["lines"]): boolean {
  return lines.some(({ kind, start, amount }) => kind === "usage" && start === early.createdAt && amount !== 0);
}
