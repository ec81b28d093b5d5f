import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { Dispute, DisputeStep } from "../../engine/account/dispute.ts";
import type { BalanceCause, InvoiceStep, Payment, RecordedUsage, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { OneOffCharge } from "../../engine/account/one-off-charge.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { ReportContext, ReportFacts } from "../collector.ts";
import { route } from "../router.ts";
import { Deferrals } from "./deferrals.ts";
import { earnedBy } from "./earned.ts";
import { earnedBetween, type Held, type HeldLine, HeldRevenue, netOf, type Reduction, setHeld } from "./held.ts";
import { tellOpening } from "./opening-revenue.ts";
import { PendingRevenue } from "./pending-revenue.ts";
import { type PostingCause, revenueKind } from "./posting.ts";
import { PostingWriter } from "./posting-writer.ts";
import { RecognitionTerms, type Span } from "./recognition-terms.ts";
import { type Cut, Reductions } from "./reductions.ts";
import { UsedRevenue } from "./used-revenue.ts";

const VOIDED: Cut = { cause: "voided", loss: "contra", withTax: true };
const WRITTEN_OFF: Cut = { cause: "written_off", loss: "badDebt", withTax: true };
const REFUNDED: Cut = { cause: "refunded", loss: "contra", withTax: false };
const DISPUTED: Cut = { cause: "disputed", loss: "contra", withTax: false };

/**
 * Watches one customer at a time and tells every movement of its revenue as a posting (D42): what is booked, what time earns of it, and what
 * takes it back. An invoice that is finalized, paid and left alone costs one posting per line; more is kept only of the others.
 */
export class RevenueWatch {
  private readonly terms: RecognitionTerms;
  private readonly writer: PostingWriter;
  private readonly deferrals: Deferrals;
  private readonly pending: PendingRevenue;
  private readonly used: UsedRevenue;
  private readonly reductions: Reductions;
  private readonly held: HeldRevenue;
  /** What disputes took that are not decided, by what is disputed and when. */
  private readonly disputes = new Map<string, Reduction[]>();
  /** The dispute whose money moves next. */
  private disputed = "";
  /** Of a credit note that has been told: the refund that follows is its, and reduces nothing more. */
  private refundOfNote: Minor = 0;
  /** Whether something has happened in this instant by which usage may be lost. */
  private mayLoseUsage = false;
  private readonly span: Span = { start: 0, end: 0 };

  constructor(context: ReportContext, listeners: readonly Partial<ReportFacts>[]) {
    const { scenario, grid } = context;
    this.terms = new RecognitionTerms(scenario.reports);
    this.writer = new PostingWriter(route(listeners));
    this.deferrals = new Deferrals(context, this.terms, listeners);
    this.pending = new PendingRevenue(this.terms, this.writer);
    // Drawn usage is priced where the reports' intervals end.
    this.used = new UsedRevenue(this.writer, (at) => grid.starts[grid.indexOf(at) + 1] as number);
    this.reductions = new Reductions(this.terms, this.writer);
    this.held = new HeldRevenue(this.terms);
  }

  begin(_account: Account): void {
    this.pending.begin();
    this.used.begin();
    this.held.begin();
    if (this.disputes.size > 0) this.disputes.clear();
    this.mayLoseUsage = false;
  }

  opening(at: Instant, account: Account, line: Line): void {
    tellOpening(this.terms, this.writer, at, account, line);
  }

  line(at: Instant, account: Account, line: Line, booking: 1 | -1): void {
    if (booking === 1) this.pending.add(at, account, line);
    else this.pending.discard(at, account, line);
  }

  usage(at: Instant, account: Account, subscription: Subscription, usage: RecordedUsage): void {
    if (this.terms.usesAsUsed) this.used.use(at, account, subscription, usage);
  }

  finalized(at: Instant, account: Account, invoice: Invoice): void {
    this.book(at, account, invoice);
  }

  paid(at: Instant, account: Account, invoice: Invoice): void {
    if (!this.held.isEmpty) this.pay(at, account, invoice);
  }

  invoice(at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void {
    if (step === "voided") this.void(at, account, invoice);
    else if (step === "marked_uncollectible") {
      const held = this.held.of(invoice);
      held.writeOff = this.reductions.reduce(at, account, held, invoice.amountRemaining, WRITTEN_OFF);
    }
  }

  creditNote(at: Instant, account: Account, invoice: Invoice, note: CreditNote): void {
    this.refundOfNote = note.refunded;
    this.reductions.credit(at, account, this.held.of(invoice), note);
  }

  dispute(_at: Instant, _account: Account, dispute: Dispute, step: DisputeStep): void {
    if (step === "lost") return;
    const { invoice, charge, at, amount } = dispute;
    this.disputed = `${invoice?.number ?? 0}/${charge?.number ?? 0}/${at}/${amount}`;
  }

  payment(at: Instant, account: Account, payment: Payment): void {
    const { kind, decline } = payment;
    if (kind === "payment" || kind === "out_of_band") return;
    if (kind === "charge") {
      if (decline === undefined) this.bookCharge(at, account, payment.charge as OneOffCharge);
    } else if (kind === "dispute") this.moveDisputed(at, account, payment);
    else if (this.refundOfNote > 0) this.refundOfNote = 0;
    else this.reductions.reduce(at, account, this.held.paid(payment), payment.amount, REFUNDED);
  }

  balance(at: Instant, account: Account, amount: Minor, cause: BalanceCause, invoice: Invoice | undefined): void {
    if (cause !== "adjustment" || invoice !== undefined) return;
    this.writer.aboutNothing();
    this.writer.posting.contra = 0 - amount;
    this.writer.tell(at, account, "adjusted");
  }

  subscription(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange): void {
    if (change === "ended") this.stop(at, account, subscription);
    if (change !== "renewed") this.mayLoseUsage = true;
  }

  settle(at: Instant, account: Account): void {
    if (!this.mayLoseUsage) return;
    this.mayLoseUsage = false;
    if (!this.used.isEmpty) this.used.discardLost(at, account);
  }

  end(account: Account): void {
    this.used.end(account);
  }

  /** Each line by its period: deferred, and what has elapsed released; or recognised at once (D42). */
  private book(at: Instant, account: Account, invoice: Invoice): void {
    const { lines, subscription } = invoice;
    for (let i = 0; i < lines.length; i++) this.bookLine(at, account, invoice, lines[i] as Line, i + 1);
    // It bills what has ended: as long as it is not paid it stands still.
    if (subscription !== undefined && subscription.endedAt !== NEVER) this.stopInvoice(at, account, this.held.of(invoice));
  }

  private bookLine(at: Instant, account: Account, invoice: Invoice, line: Line, number: number): void {
    const { terms, writer, span } = this;
    const net = netOf(line);
    const earned = this.earnedUnbilled(at, account, line);
    if (net === 0 && earned === undefined) return;
    terms.setSpan(line, at, span);
    if (earned === undefined && span.end !== 0 && revenueKind(line) === "subscriptions") {
      this.deferrals.tell(at, account, invoice, line, number, net, span);
      return;
    }
    const { posting } = writer;
    writer.about(invoice, line, number);
    if (line.kind === "usage" && terms.usesAsUsed) {
      posting.unbilledAdded = net - (earned ?? 0);
      posting.unbilledBilled = net;
    } else if (span.end === 0) posting.recognizedOnBilling = net;
    else this.defer(terms.clock(at), net, earned);
    writer.tell(at, account, "booked");
  }

  /** What the line has earned before it was billed; undefined where it could not. */
  private earnedUnbilled(at: Instant, account: Account, line: Line): Minor | undefined {
    if (line.kind === "usage") return this.used.isEmpty ? undefined : this.used.bill(at, account, line);
    return this.pending.isEmpty ? undefined : this.pending.bill(at, account, line);
  }

  /** A line with a period: of one that waited, what it has earned is billed and the rest deferred; any other is deferred whole, and what has elapsed released. */
  private defer(now: Instant, net: Minor, earned: Minor | undefined): void {
    const { start, end } = this.span;
    const { posting } = this.writer;
    const elapsed = earnedBy(now, net, start, end);
    if (earned === undefined) {
      posting.deferredAdded = net;
      posting.deferredReleased = elapsed;
    } else {
      posting.unbilledAdded = elapsed - earned;
      posting.unbilledBilled = elapsed;
      posting.deferredAdded = net - elapsed;
    }
    this.writer.schedule(net, start, end, now);
  }

  private bookCharge(at: Instant, account: Account, charge: OneOffCharge): void {
    const { writer, span, terms } = this;
    const { posting } = writer;
    writer.aboutNothing();
    posting.charge = charge;
    posting.number = 1;
    posting.kind = "one-off";
    terms.setOneOff(at, span);
    if (span.end === 0) posting.recognizedOnBilling = charge.amount;
    else {
      posting.deferredAdded = charge.amount;
      writer.schedule(charge.amount, span.start, span.end, terms.clock(at));
    }
    writer.tell(at, account, "booked");
  }

  /** Paid after it was written off, or after its subscription ended: what was held back is earned after all. */
  private pay(at: Instant, account: Account, invoice: Invoice): void {
    const held = this.held.known(invoice);
    if (held === undefined) return;
    if (held.writeOff !== undefined) this.reductions.undo(at, account, held, held.writeOff, "recovered");
    held.writeOff = undefined;
    if (held.stoppedAt === NEVER) return;
    const now = this.terms.clock(at);
    for (const line of held.lines) {
      setHeld(this.writer, held, line);
      this.writer.posting.deferredReleased = earnedBetween(line, held.stoppedAt, now);
      this.scheduleAll(at, account, line, 1, now, "caught_up");
    }
    held.stoppedAt = NEVER;
  }

  private void(at: Instant, account: Account, invoice: Invoice): void {
    this.mayLoseUsage = true;
    if (invoice.finalizedAt === NEVER) {
      if (!this.pending.isEmpty) for (const line of invoice.lines) this.pending.discard(at, account, line);
      return;
    }
    const held = this.held.of(invoice);
    const givenBack = invoice.total - invoice.amountDue;
    const remaining = invoice.amountDue - (invoice.adjustments?.creditedOpen ?? 0);
    if (held.writeOff === undefined) {
      this.reductions.reduce(at, account, held, remaining + givenBack, VOIDED);
      return;
    }
    this.reductions.reclassify(at, account, held, held.writeOff);
    held.writeOff = undefined;
    this.reductions.reduce(at, account, held, givenBack, VOIDED);
  }

  /** A subscription ended: the lines of its invoices that are not paid stand still (D42). */
  private stop(at: Instant, account: Account, subscription: Subscription): void {
    for (const invoice of account.invoices) {
      if (invoice.subscription?.ordinal !== subscription.ordinal) continue;
      const { status } = invoice;
      if (status === "open" || status === "uncollectible") this.stopInvoice(at, account, this.held.of(invoice));
      else if (status === "draft" && !this.pending.isEmpty) for (const line of invoice.lines) this.pending.stop(at, account, line);
    }
  }

  private stopInvoice(at: Instant, account: Account, held: Held): void {
    if (held.stoppedAt !== NEVER) return;
    const now = this.terms.clock(at);
    held.stoppedAt = now;
    for (const line of held.lines) {
      if (now >= line.end) continue;
      setHeld(this.writer, held, line);
      this.scheduleAll(at, account, line, -1, now, "stopped");
    }
  }

  /** What a line's pieces earn from now on is earned, or is not. */
  private scheduleAll(at: Instant, account: Account, { pieces, start, end }: HeldLine, sign: 1 | -1, now: Instant, cause: PostingCause): void {
    for (const { amount } of pieces) {
      this.writer.schedule(sign * amount, start, end, now);
      this.writer.tell(at, account, cause);
    }
  }

  private moveDisputed(at: Instant, account: Account, payment: Payment): void {
    const held = this.held.paid(payment);
    const alike = this.disputes.get(this.disputed) ?? [];
    if (payment.amount > 0) {
      alike.push(this.reductions.reduce(at, account, held, payment.amount, DISPUTED));
      this.disputes.set(this.disputed, alike);
      return;
    }
    const reduction = alike.shift();
    if (reduction !== undefined) this.reductions.undo(at, account, held, reduction, "won");
  }
}
