import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { Dispute, DisputeStep } from "../../engine/account/dispute.ts";
import type { InvoiceStep, Payment, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Subscription, SubscriptionStatus } from "../../engine/account/subscription.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { Card } from "../../engine/payments/card.ts";
import type { DeclineCode } from "../../engine/payments/decline-codes.ts";
import { lineInBrief } from "../explain/line-arithmetic.ts";
import { failedPayment, type InvoiceSteps, invoiceEntry } from "./invoice-entry.ts";
import type { Below, JournalEntry, Told } from "./journal-entry.ts";
import { subscriptionEntry } from "./subscription-entry.ts";
import { type SubscriptionState, stateOf } from "./subscription-text.ts";
import { creditNoteEntry, disputeEntry, transferEntry } from "./transfer-entry.ts";

/** A line that waits for an invoice; `sequence` is its own within the customer. */
interface WaitingLine extends Below {
  readonly sequence: number;
}

/**
 * Something of the running instant. What is `told` is known at once; the others wait for the end of the instant, since what follows in it
 * is told on their line: how a sign-up ended up, whether a renewal was billed, how far an invoice came.
 */
type PartKind =
  | { readonly kind: "told"; readonly told: Told; readonly ordinal: number; readonly waiting: WaitingLine[] }
  | { readonly kind: "item"; readonly line: WaitingLine }
  | { readonly kind: "created" | "renewed"; readonly ordinal: number }
  | { readonly kind: "invoice"; readonly number: number; readonly subscription: number; readonly steps: InvoiceSteps; isSealed: boolean };

/** With the entry of the script that made it, ` (line 14: change)`; empty when it came by itself. */
type Part = PartKind & { readonly script: string };

/**
 * Gathers the facts of one customer's instant and makes of them the lines a reader wants: a sign-up with its first invoice is two lines and
 * not nine, a change stands above its prorations, an invoice that is drafted, finalized and paid at once is one line.
 */
export class InstantLog {
  private parts: Part[] = [];
  /** Prorations that an end removes come before it. Those that a change makes come after it. */
  private removed: { readonly ordinal: number; readonly line: WaitingLine }[] = [];
  /** Sequences of lines that were billed within the instant: they stand on their invoice, not as pending too. */
  private billed = new Set<number>();
  private decline = "";
  /** Which entry of the script is running, as `Part.script` has it. */
  private script = "";
  private states = new Map<number, SubscriptionState>();

  begin(): void {
    this.clear();
    this.states.clear();
  }

  /** What follows is made by this entry of the script, or by none. */
  by(script: string): void {
    this.script = script;
  }

  tell(what: string, amount: string, detail: string, why: string): void {
    this.push({ what, amount, detail, why, below: [] });
  }

  subscription(subscription: Subscription, change: SubscriptionChange, previous: SubscriptionStatus): void {
    const { ordinal } = subscription;
    if (change === "created" || change === "renewed") this.add({ kind: change, ordinal });
    else if (change !== "status" || !this.isNew(ordinal)) {
      const told = subscriptionEntry(subscription, change, this.states.get(ordinal), previous, []);
      this.push(told, ordinal, this.takeRemoved(ordinal));
    }
    if (change !== "refused") this.states.set(ordinal, stateOf(subscription));
  }

  line(account: Account, line: Line, booking: 1 | -1): void {
    const text: WaitingLine = {
      what: booking === 1 ? "pending" : "removed",
      amount: formatMoney(line.amount, account.currency),
      detail: lineInBrief(line, account.currency),
      sequence: line.sequence,
    };
    const owner = line.kind === "invoice_item" ? undefined : line.subscription;
    if (owner === undefined) this.add({ kind: "item", line: { ...text, what: "invoice item" } });
    else if (booking === 1) this.belowLast(owner.ordinal, text);
    else this.removed.push({ ordinal: owner.ordinal, line: text });
  }

  invoice(account: Account, invoice: Invoice, step: InvoiceStep): void {
    if (step === "payment_failed") {
      this.seal(invoice);
      this.push(failedPayment(account, invoice, this.decline || undefined));
      this.decline = "";
      return;
    }
    if (step === "created") for (const line of invoice.lines) this.billed.add(line.sequence);
    this.stepsOf(invoice).taken.add(step);
  }

  payment(account: Account, payment: Payment): void {
    const { kind, invoice, card, decline } = payment;
    if (kind === "out_of_band" && invoice !== undefined) this.stepsOf(invoice).paidBy = "out of band";
    else if (kind === "charge" || (kind === "refund" && !this.isCredited(account, payment))) this.push(transferEntry(account, payment));
    else if (kind === "payment" && invoice !== undefined && card !== undefined) this.attempt(invoice, card, decline);
  }

  creditNote(account: Account, invoice: Invoice, note: CreditNote): void {
    this.push(creditNoteEntry(account, invoice, note));
  }

  dispute(account: Account, dispute: Dispute, step: DisputeStep): void {
    this.push(disputeEntry(account, dispute, step));
  }

  /** The refund of a credit note stands on its line. */
  private isCredited({ now }: Account, { invoice, amount }: Payment): boolean {
    return invoice?.adjustments?.creditNotes.some((note) => note.at === now && note.refunded === amount) ?? false;
  }

  private attempt(invoice: Invoice, card: Card, decline: DeclineCode | undefined): void {
    // A try by hand does not count as an attempt of the schedule.
    const isRetry = invoice.attempts > 1 && this.script === "";
    if (decline === undefined) this.stepsOf(invoice).paidBy = isRetry ? `by ${card.id}, attempt ${invoice.attempts}` : `by ${card.id}`;
    else this.decline = `${card.id}: ${decline.code}${decline.hard ? " (hard)" : ""}`;
  }

  /** Everything of the instant has happened: its lines, in the order in which they began. */
  close(at: Instant, account: Account): readonly JournalEntry[] {
    if (this.parts.length === 0) return [];
    const { ordinal, id: customer } = account;
    const entries = this.parts.flatMap((part) =>
      this.entriesOf(account, part).map(({ what, amount, detail, why, below }) => ({
        ...{ at, ordinal, customer, what, amount, detail, below },
        why: `${why}${part.script}`,
      })),
    );
    this.clear();
    return entries;
  }

  private entriesOf(account: Account, part: Part): readonly Told[] {
    switch (part.kind) {
      case "told":
        return [{ ...part.told, below: [...part.told.below, ...part.waiting.filter((line) => !this.billed.has(line.sequence))] }];
      case "item":
        return this.billed.has(part.line.sequence) ? [] : [{ ...part.line, why: "the script adds it", below: [] }];
      case "invoice":
        return [invoiceEntry(account, account.invoices[part.number - 1] as Invoice, part.steps, part.script !== "")];
      default: {
        if (part.kind === "renewed" && this.isBilled(part.ordinal)) return [];
        const subscription = account.subscriptions[part.ordinal] as Subscription;
        return [subscriptionEntry(subscription, part.kind, undefined, subscription.status, [])];
      }
    }
  }

  private isNew(ordinal: number): boolean {
    return this.parts.some((part) => part.kind === "created" && part.ordinal === ordinal);
  }

  /** A renewal that is billed shows as its invoice. */
  private isBilled(ordinal: number): boolean {
    return this.parts.some((part) => part.kind === "invoice" && part.subscription === ordinal && part.steps.taken.has("created"));
  }

  private add(part: PartKind): void {
    this.parts.push({ ...part, script: this.script });
  }

  private push(told: Told, ordinal = -1, waiting: WaitingLine[] = []): void {
    this.add({ kind: "told", told, ordinal, waiting });
  }

  private takeRemoved(ordinal: number): WaitingLine[] {
    const own = this.removed.filter((one) => one.ordinal === ordinal);
    this.removed = this.removed.filter((one) => one.ordinal !== ordinal);
    return own.map(({ line }) => line);
  }

  /** A proration stands below the change that made it. */
  private belowLast(ordinal: number, line: WaitingLine): void {
    const change = this.parts.findLast((part) => part.kind === "told" && part.ordinal === ordinal);
    if (change?.kind === "told") change.waiting.push(line);
    else this.add({ kind: "item", line });
  }

  private stepsOf(invoice: Invoice): InvoiceSteps {
    const open = this.parts.find((part) => part.kind === "invoice" && part.number === invoice.number && !part.isSealed);
    if (open?.kind === "invoice") return open.steps;
    const steps: InvoiceSteps = { taken: new Set(), paidBy: "" };
    this.add({ kind: "invoice", number: invoice.number, subscription: invoice.subscription?.ordinal ?? -1, steps, isSealed: false });
    return steps;
  }

  /** What happens to the invoice after a failed try is another line: it came later. */
  private seal(invoice: Invoice): void {
    for (const part of this.parts) if (part.kind === "invoice" && part.number === invoice.number) part.isSealed = true;
  }

  private clear(): void {
    this.parts = [];
    this.removed = [];
    this.billed.clear();
    this.decline = "";
  }
}
