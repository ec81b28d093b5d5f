import type { Account } from "../../../engine/account/account.ts";
import type { CreditNote } from "../../../engine/account/credit-note.ts";
import type { BalanceCause, InvoiceStep, Payment } from "../../../engine/account/facts.ts";
import type { Invoice } from "../../../engine/account/invoice.ts";
import type { OneOffCharge } from "../../../engine/account/one-off-charge.ts";
import { type Instant, NEVER } from "../../../engine/calendar/instant.ts";
import type { Minor } from "../../../engine/money/exact.ts";
import type { ReportFacts } from "../../collector.ts";
import type { Posting, PostingCause, RevenueKind } from "../../recognition/posting.ts";
import { ACCOUNT, type EntryKind } from "./accounts.ts";

/** Where entries go. */
export interface EntryBook {
  /** The moves that follow belong to this entry: of an invoice, a charge, or neither. All that one fact moves adds up to 0. */
  about(at: Instant, account: Account, kind: EntryKind, invoice: Invoice | undefined, charge: OneOffCharge | undefined): void;
  /** An account moves: debits are positive. */
  move(ledgerAccount: number, amount: Minor): void;
  /** Revenue was earned at this instant, and is earned by time from then on: the posting's `scheduled`. */
  recognize(at: Instant, account: Account, posting: Posting): void;
}

/** Which entry a posting belongs to; undefined where it only says what time earns. */
const KINDS: Readonly<Record<PostingCause, EntryKind | undefined>> = {
  opening: "opening balance",
  booked: "invoice finalized",
  pending: undefined,
  used: undefined,
  billed: undefined,
  stopped: undefined,
  caught_up: undefined,
  discarded: "unbilled revenue discarded",
  voided: "invoice voided",
  reclassified: "invoice voided",
  written_off: "invoice written off",
  credited: "credit note",
  refunded: "refund",
  disputed: "dispute",
  recovered: "write-off recovered",
  won: "dispute won",
  adjusted: "customer credit",
};

/** The account that revenue of a kind goes to. */
export const REVENUE_ACCOUNTS: Readonly<Record<RevenueKind, number>> = {
  subscriptions: ACCOUNT.subscriptions,
  usage: ACCOUNT.usage,
  "one-off": ACCOUNT.oneOff,
};

/**
 * Double entry from facts (R46): what was asked, paid and given back from invoices, payments, credit notes and balances; what was earned and
 * lost from the postings of lines. The two halves of an entry come from different facts, and a journal that does not balance shows a mistake in either.
 */
export class FactEntries implements Partial<ReportFacts> {
  private readonly to: EntryBook;
  /** Of a credit note that has been told: the refund that follows is its. */
  private refundOfNote: Minor = 0;

  constructor(to: EntryBook) {
    this.to = to;
  }

  invoice(at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void {
    const { to } = this;
    if (step === "finalized") {
      to.about(at, account, "invoice finalized", invoice, undefined);
      to.move(ACCOUNT.receivable, invoice.amountDue);
      to.move(ACCOUNT.customerBalance, invoice.total - invoice.amountDue);
      to.move(ACCOUNT.tax, 0 - invoice.tax);
    } else if (step === "paid" && wasWrittenOff(invoice)) {
      to.about(at, account, "write-off recovered", invoice, undefined);
      to.move(ACCOUNT.receivable, invoice.amountPaid);
    } else if (step === "marked_uncollectible") {
      to.about(at, account, "invoice written off", invoice, undefined);
      to.move(ACCOUNT.receivable, 0 - invoice.amountRemaining);
    } else if (step === "voided" && invoice.finalizedAt !== NEVER) {
      to.about(at, account, "invoice voided", invoice, undefined);
      // What was written off is no receivable any more.
      if (!wasWrittenOff(invoice)) to.move(ACCOUNT.receivable, (invoice.adjustments?.creditedOpen ?? 0) - invoice.amountDue);
      to.move(ACCOUNT.customerBalance, invoice.amountDue - invoice.total);
    }
  }

  payment(at: Instant, account: Account, payment: Payment): void {
    if (payment.decline !== undefined) return;
    const { kind, amount, fee } = payment;
    const isIn = kind === "payment" || kind === "out_of_band" || kind === "charge";
    this.to.about(at, account, this.kindOf(payment), payment.invoice, payment.charge);
    this.to.move(ACCOUNT.cash, (isIn ? amount : 0 - amount) - fee);
    this.to.move(ACCOUNT.fees, fee);
    if (isIn && kind !== "charge") this.to.move(ACCOUNT.receivable, 0 - amount);
    if (kind === "refund") this.refundOfNote = 0;
  }

  creditNote(at: Instant, account: Account, invoice: Invoice, { open, toBalance, refunded, outOfBand }: CreditNote): void {
    this.refundOfNote = refunded;
    this.to.about(at, account, "credit note", invoice, undefined);
    this.to.move(ACCOUNT.receivable, 0 - open);
    this.to.move(ACCOUNT.customerBalance, 0 - toBalance);
    this.to.move(ACCOUNT.cash, 0 - outOfBand);
  }

  balance(at: Instant, account: Account, amount: Minor, cause: BalanceCause, invoice: Invoice | undefined): void {
    const isOpening = cause === "initial";
    if (!isOpening && (cause !== "adjustment" || invoice !== undefined)) return;
    this.to.about(at, account, isOpening ? "opening balance" : "customer credit", undefined, undefined);
    this.to.move(ACCOUNT.customerBalance, amount);
    if (isOpening) this.to.move(ACCOUNT.opening, 0 - amount);
  }

  posting(at: Instant, account: Account, posting: Posting): void {
    const { cause, invoice, charge } = posting;
    this.to.recognize(at, account, posting);
    const kind = cause === "booked" && charge !== undefined ? "charge" : KINDS[cause];
    if (kind === undefined) return;
    this.to.about(at, account, kind, invoice, charge);
    this.to.move(ACCOUNT.deferred, posting.deferredReversed - posting.deferredAdded);
    this.to.move(ACCOUNT.unbilled, 0 - posting.unbilledBilled - posting.unbilledReversed);
    this.to.move(REVENUE_ACCOUNTS[posting.kind], 0 - posting.recognizedOnBilling);
    if (cause === "booked") return;
    this.to.move(ACCOUNT.contra, posting.contra);
    this.to.move(ACCOUNT.badDebt, posting.badDebt);
    this.to.move(ACCOUNT.tax, posting.taxReversed);
    if (cause !== "opening") return;
    this.to.move(ACCOUNT.deferred, 0 - posting.deferredOpening);
    this.to.move(ACCOUNT.opening, posting.deferredOpening);
  }

  private kindOf({ kind, amount }: Payment): EntryKind {
    if (kind === "charge") return "charge";
    if (kind === "dispute") return amount > 0 ? "dispute" : "dispute won";
    if (kind === "refund") return this.refundOfNote > 0 ? "credit note" : "refund";
    return "payment received";
  }
}

const wasWrittenOff = (invoice: Invoice): boolean => invoice.uncollectibleAt !== NEVER;
