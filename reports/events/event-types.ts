/**
 * Every event type there is here, by Stripe's name, and when it comes. `docs/events.md` prints this table, and nothing else can be told:
 * the names are a type.
 */
export const eventTypes = {
  "customer.created": "A customer begins, at the clock's start.",
  "customer.updated": "The customer balance moves, the default card or the customer's coupon is another one.",
  "customer.discount.created": "A customer without a coupon is given one. A subscription's coupons are told by the subscription's events.",
  "customer.discount.updated": "A customer's coupon is replaced by another.",
  "customer.discount.deleted": "A customer's coupon is taken away.",
  "payment_method.attached": "A customer begins with a card, or is given another one.",
  "payment_method.automatically_updated": "The networks' updater replaces the customer's card in time (K3).",
  "payment_method.detached": "A customer's card is removed (`card: none`).",
  "review.opened": "The funding of the card of a sign-up is one that `review_funding` flags.",
  "customer.subscription.created": "A sign-up.",
  "customer.subscription.updated":
    "A renewal, a change, a planned end or its withdrawal, collection that is paused or resumes, a move of status, an incomplete sign-up that expires.",
  "customer.subscription.deleted": "A subscription is canceled: now, at its planned end, or by dunning.",
  "customer.subscription.trial_will_end": "Three days before a trial's end, at once where less is left, and when it is ended early (C9).",
  "subscription_schedule.created": "A sign-up with `phases` (H11).",
  "subscription_schedule.updated": "Its next phase begins, or its subscription is changed by hand.",
  "subscription_schedule.expiring": "Seven days before its last phase ends.",
  "subscription_schedule.released": "Its last phase is over, and the subscription goes on without it.",
  "subscription_schedule.completed": "Its last phase is over, and the subscription ends with it.",
  "subscription_schedule.canceled": "Its subscription is canceled before.",
  "subscription_schedule.aborted": "Dunning ends its subscription.",
  "invoiceitem.created": "An amount waits for the next invoice: an invoice item, a proration, the usage of an item that was removed.",
  "invoiceitem.deleted": "A waiting proration goes unbilled, with the subscription it belongs to.",
  "invoice.upcoming": "Seven days before the end of a period that renews (C9); not where invoices are sent.",
  "invoice.created": "An invoice is drafted.",
  "invoice.finalized": "It is final: its number is asked for.",
  "invoice.sent": "It is to be paid by a date, and the customer is told (S3).",
  "invoice.overdue": "It was sent and is not paid at its date (S4).",
  "invoice.updated": "Its next attempt is another one, or a credit note took off what remained.",
  "invoice.paid": "Nothing of it remains to be paid, however that came.",
  "invoice.payment_succeeded": "It was paid by a charge, or nothing was due.",
  "invoice.payment_failed": "An attempt failed: a charge was declined, or no card could be charged.",
  "invoice.payment_action_required": "A charge was declined with `authentication_required`: the customer must act.",
  "invoice.voided": "It was voided: by hand, with a sign-up that was never paid, or as a draft while collection is paused.",
  "invoice.marked_uncollectible": "It was written off, by hand, by dunning, or while collection is paused.",
  "payment_intent.created": "An invoice is finalized with something due.",
  "payment_intent.succeeded": "A charge of an invoice succeeds.",
  "payment_intent.payment_failed": "A charge of an invoice is declined.",
  "payment_intent.canceled": "What was due is settled or dropped without a charge: void, paid out of band, credited in full.",
  "charge.succeeded": "A charge succeeds, of an invoice or a one-off.",
  "charge.failed": "A charge is declined.",
  "charge.refunded": "A charge is given back, in part or whole.",
  "refund.created": "Money goes back to the card.",
  "credit_note.created": "An invoice is reduced by a credit note.",
  "charge.dispute.created": "The cardholder disputes a charge.",
  "charge.dispute.funds_withdrawn": "The disputed amount and the fee are taken.",
  "charge.dispute.closed": "A dispute is won or lost.",
  "charge.dispute.funds_reinstated": "A won dispute gives the amount back.",
} as const satisfies Readonly<Record<string, string>>;

export type EventType = keyof typeof eventTypes;

/**
 * What happens, and the events of it in their order. Stripe promises no order (webhooks documentation); ours is fixed (B41): the order in which
 * things happen inside an instant, and for one thing the order written here.
 */
export const eventSequences: readonly (readonly [what: string, events: string])[] = [
  ["a customer begins", "`customer.created`; `payment_method.attached` with a card; `customer.discount.created` with a coupon"],
  [
    "a sign-up",
    "`customer.subscription.created`, `invoice.created`, `invoice.finalized`, payment events, `invoice.paid`, `invoice.payment_succeeded`, `customer.subscription.updated`",
  ],
  ["a renewal", "`customer.subscription.updated`, `invoice.created`; later `invoice.finalized`, payment events, `invoice.paid`, `invoice.payment_succeeded`"],
  ["a change", "`customer.subscription.updated`, `invoiceitem.created` for each proration; then the invoice's events, when there is one at once"],
  ["a change for the period's end", "`customer.subscription.updated` at the request, and once more before the renewal's"],
  ["collection is paused, or resumes", "`customer.subscription.updated`"],
  ["a sign-up with a schedule", "`subscription_schedule.created`, `customer.subscription.created`, `invoice.created`; the rest when the draft is finalized"],
  [
    "a phase of a schedule begins, or its subscription is changed",
    "`customer.subscription.updated`, `subscription_schedule.updated`, then those of a change or a renewal",
  ],
  [
    "a schedule is over",
    "`subscription_schedule.released`; where the subscription ends `customer.subscription.deleted`, then `subscription_schedule.completed`, `subscription_schedule.canceled` or `subscription_schedule.aborted`",
  ],
  ["a schedule's end is near", "`subscription_schedule.expiring`: before all else of its instant"],
  ["finalization with something due", "`invoice.finalized`, `payment_intent.created`"],
  ["a sent invoice is finalized with something due", "`invoice.finalized`, `payment_intent.created`, `invoice.sent`"],
  ["a sent invoice is not paid by its date", "`invoice.overdue`, then `customer.subscription.updated` when it is the latest of its subscription"],
  ["a charge that succeeds", "`payment_intent.succeeded`, `charge.succeeded`, `invoice.paid`, `invoice.payment_succeeded`"],
  ["a charge that fails", "`charge.failed`, `payment_intent.payment_failed`, `invoice.payment_failed`, `invoice.updated`"],
  [
    "a charge that fails with `authentication_required`",
    "`charge.failed`, `payment_intent.payment_failed`, `invoice.payment_failed`, `invoice.payment_action_required`, `invoice.updated`",
  ],
  ["an attempt without a charge (hard decline, no card)", "`invoice.payment_failed`, `invoice.updated`"],
  ["an invoice is paid out of band", "`payment_intent.canceled`, `invoice.paid`"],
  ["an invoice is voided", "`payment_intent.canceled` if something was due, `invoice.voided`"],
  ["an invoice is written off", "`invoice.marked_uncollectible`"],
  ["a one-off charge", "`charge.succeeded` or `charge.failed`"],
  ["a refund", "`refund.created`, `charge.refunded`"],
  [
    "a credit note",
    "`credit_note.created`, `invoice.updated`; then those of its refund and of the balance; `payment_intent.canceled`, `invoice.paid` when nothing of an open invoice remains",
  ],
  ["a dispute begins", "`charge.dispute.created`, `charge.dispute.funds_withdrawn`"],
  ["a dispute is decided", "`charge.dispute.closed`, and `charge.dispute.funds_reinstated` when it is won"],
  ["the customer balance moves", "`customer.updated`"],
  ["a new card", "`payment_method.attached`, `customer.updated`"],
  ["the updater replaces a card", "`payment_method.automatically_updated`: before all else of its instant but what looks ahead"],
  ["no card any more", "`payment_method.detached`, `customer.updated`"],
  ["a customer's coupon", "`customer.discount.created`, `customer.discount.updated` or `customer.discount.deleted`, then `customer.updated`"],
  ["a renewal or a trial's end is near", "`invoice.upcoming`, `customer.subscription.trial_will_end`: before all else of their instant"],
  [
    "an end",
    "`invoiceitem.deleted` for each proration that goes with it, then `customer.subscription.deleted`, or `customer.subscription.updated` when it is `incomplete_expired`",
  ],
];
