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

/** What an entry is about: an invoice, a charge, or neither. */
export interface Subject {
  readonly invoice: Invoice | undefined;
  readonly charge: OneOffCharge | undefined;
}

/** Where entries go. */
export interface EntryBook {
  /** An account moves: debits are positive. All that one fact moves adds up to 0. */
  move(at: Instant, account: Account, kind: EntryKind, subject: Subject, ledgerAccount: number, amount: Minor): void;
  /** Revenue was earned at this instant, and is earned by time from then on: the posting's `scheduled`. */
  recognize(at: Instant, account: Account, posting: Posting): void;
}

/** Which entry a posting belongs to; undefined where it only says what time earns. */
const KINDS: Readonly<Record<PostingCause, EntryKind | undefined>> = {
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

const NOTHING: Subject = { invoice: undefined, charge: undefined };

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
    const subject: Subject = { invoice, charge: undefined };
    const move = (kind: EntryKind, ledgerAccount: number, amount: Minor): void => this.to.move(at, account, kind, subject, ledgerAccount, amount);
    if (step === "finalized") {
      move("invoice finalized", ACCOUNT.receivable, invoice.amountDue);
      move("invoice finalized", ACCOUNT.customerBalance, invoice.total - invoice.amountDue);
      move("invoice finalized", ACCOUNT.tax, 0 - invoice.tax);
    } else if (step === "paid" && wasWrittenOff(invoice)) move("write-off recovered", ACCOUNT.receivable, invoice.amountPaid);
    else if (step === "marked_uncollectible") move("invoice written off", ACCOUNT.receivable, 0 - invoice.amountRemaining);
    else if (step === "voided" && invoice.finalizedAt !== NEVER) {
      // What was written off is no receivable any more.
      if (!wasWrittenOff(invoice)) move("invoice voided", ACCOUNT.receivable, (invoice.adjustments?.creditedOpen ?? 0) - invoice.amountDue);
      move("invoice voided", ACCOUNT.customerBalance, invoice.amountDue - invoice.total);
    }
  }

  payment(at: Instant, account: Account, payment: Payment): void {
    if (payment.decline !== undefined) return;
    const { kind, amount } = payment;
    if (kind === "payment" || kind === "out_of_band") {
      this.cash(at, account, "payment received", payment, amount);
      this.to.move(at, account, "payment received", payment, ACCOUNT.receivable, 0 - amount);
    } else if (kind === "charge") this.cash(at, account, "charge", payment, amount);
    else if (kind === "dispute") this.cash(at, account, amount > 0 ? "dispute" : "dispute won", payment, 0 - amount);
    else {
      this.cash(at, account, this.refundOfNote > 0 ? "credit note" : "refund", payment, 0 - amount);
      this.refundOfNote = 0;
    }
  }

  creditNote(at: Instant, account: Account, invoice: Invoice, { open, toBalance, refunded, outOfBand }: CreditNote): void {
    this.refundOfNote = refunded;
    const subject: Subject = { invoice, charge: undefined };
    this.to.move(at, account, "credit note", subject, ACCOUNT.receivable, 0 - open);
    this.to.move(at, account, "credit note", subject, ACCOUNT.customerBalance, 0 - toBalance);
    this.to.move(at, account, "credit note", subject, ACCOUNT.cash, 0 - outOfBand);
  }

  balance(at: Instant, account: Account, amount: Minor, cause: BalanceCause, invoice: Invoice | undefined): void {
    if (cause === "initial") {
      this.to.move(at, account, "opening balance", NOTHING, ACCOUNT.customerBalance, amount);
      this.to.move(at, account, "opening balance", NOTHING, ACCOUNT.opening, 0 - amount);
    } else if (cause === "adjustment" && invoice === undefined) {
      this.to.move(at, account, "customer credit", NOTHING, ACCOUNT.customerBalance, amount);
    }
  }

  posting(at: Instant, account: Account, posting: Posting): void {
    const { cause } = posting;
    this.to.recognize(at, account, posting);
    const kind = cause === "booked" && posting.charge !== undefined ? "charge" : KINDS[cause];
    if (kind === undefined) return;
    const move = (ledgerAccount: number, amount: Minor): void => {
      if (amount !== 0) this.to.move(at, account, kind, posting, ledgerAccount, amount);
    };
    move(ACCOUNT.deferred, posting.deferredReversed - posting.deferredAdded);
    move(ACCOUNT.unbilled, 0 - posting.unbilledBilled - posting.unbilledReversed);
    move(REVENUE_ACCOUNTS[posting.kind], 0 - posting.recognizedOnBilling);
    move(ACCOUNT.contra, posting.contra);
    move(ACCOUNT.badDebt, posting.badDebt);
    move(ACCOUNT.tax, posting.taxReversed);
  }

  private cash(at: Instant, account: Account, kind: EntryKind, payment: Payment, amount: Minor): void {
    this.to.move(at, account, kind, payment, ACCOUNT.cash, amount - payment.fee);
    this.to.move(at, account, kind, payment, ACCOUNT.fees, payment.fee);
  }
}

const wasWrittenOff = (invoice: Invoice): boolean => invoice.uncollectibleAt !== NEVER;
