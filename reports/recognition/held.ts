import type { Payment } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { OneOffCharge } from "../../engine/account/one-off-charge.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { earnedBy } from "./earned.ts";
import { type RevenueKind, revenueKind } from "./posting.ts";
import type { PostingWriter } from "./posting-writer.ts";
import type { RecognitionTerms, Span } from "./recognition-terms.ts";

/** The line itself, or a negative line that reduces it: it earns over the line's span (D42). */
export interface Piece {
  readonly amount: Minor;
  /** What it earned before was posted when it was booked. */
  readonly since: Instant;
}

/** What a line holds after what has reduced it. */
export interface HeldLine {
  readonly number: number;
  readonly kind: RevenueKind;
  readonly start: Instant;
  readonly end: Instant;
  readonly pieces: Piece[];
  /** Without tax: the sum of the pieces. */
  net: Minor;
  tax: Minor;
}

/** What a reduction took from one line, so that it can be given back. */
export interface Taken {
  readonly from: HeldLine;
  readonly piece: Piece;
  /** Its elapsed part: contra or bad debt. The rest reduced deferred revenue. */
  readonly elapsed: Minor;
  readonly rest: Minor;
  readonly tax: Minor;
}

/** A void, refund, credit note, dispute or write-off. */
export interface Reduction {
  readonly loss: "contra" | "badDebt";
  readonly taken: Taken[];
  /** What exceeded the lines: contra or bad debt at once. */
  excess: Minor;
}

/** A finalized invoice or a one-off charge of which more has to be known than its booking. */
export interface Held {
  /** What the running call is about: views, set anew by each. */
  invoice: Invoice | undefined;
  charge: OneOffCharge | undefined;
  readonly lines: readonly HeldLine[];
  /** Its subscription has ended and it is unpaid: its lines stand still from here on; NEVER if they do not. */
  stoppedAt: Instant;
  /** Undefined unless it is written off. */
  writeOff: Reduction | undefined;
}

const span: Span = { start: 0, end: 0 };

/** An invoice as it was booked at its finalization. */
function heldInvoice(terms: RecognitionTerms, invoice: Invoice): Held {
  const lines = invoice.lines.map((line, i): HeldLine => {
    terms.setSpan(line, invoice.finalizedAt, span);
    const net = netOf(line);
    const pieces = [{ amount: net, since: terms.clock(invoice.finalizedAt) }];
    const tax = line.taxInclusive + line.taxExclusive;
    return { number: i + 1, kind: revenueKind(line), start: span.start, end: span.end, pieces, net, tax };
  });
  return { invoice, charge: undefined, lines, stoppedAt: NEVER, writeOff: undefined };
}

/** A one-off charge: a single line without tax. */
function heldCharge(terms: RecognitionTerms, charge: OneOffCharge): Held {
  terms.setOneOff(charge.at, span);
  const { amount: net } = charge;
  const line: HeldLine = {
    number: 1,
    kind: "one-off",
    start: span.start,
    end: span.end,
    pieces: [{ amount: net, since: terms.clock(charge.at) }],
    net,
    tax: 0,
  };
  return { invoice: undefined, charge, lines: [line], stoppedAt: NEVER, writeOff: undefined };
}

/** What a line adds to revenue: after discounts, without any tax. */
export function netOf(line: Line): Minor {
  return line.amount - line.discount - line.taxInclusive;
}

/** The posting is about this line, or about the whole of what is held. */
export function setHeld({ posting }: PostingWriter, held: Held, of: HeldLine | undefined): void {
  posting.invoice = held.invoice;
  posting.charge = held.charge;
  posting.number = of?.number ?? 0;
  const line = of === undefined ? undefined : held.invoice?.lines[of.number - 1];
  posting.line = line;
  posting.plan = line?.plan;
  posting.subscription = line?.subscription;
  posting.kind = of?.kind ?? "subscriptions";
}

/** The instant up to which what is held has earned: now, or when it was stopped. */
export function earningUntil({ stoppedAt }: Held, now: Instant): Instant {
  return now < stoppedAt ? now : stoppedAt;
}

/** What a line's pieces earn between two instants. */
export function earnedBetween({ pieces, start, end }: HeldLine, from: Instant, to: Instant): Minor {
  let sum = 0;
  for (const { amount } of pieces) sum += earnedBy(to, amount, start, end) - earnedBy(from, amount, start, end);
  return sum;
}

/** One customer's invoices and charges of which more has to be known than their booking: mostly none. */
export class HeldRevenue {
  /** Whether nothing is held; a field of its own, since every invoice that is paid asks. */
  isEmpty = true;
  private readonly terms: RecognitionTerms;
  private readonly invoices = new Map<number, Held>();
  private readonly charges = new Map<number, Held>();

  constructor(terms: RecognitionTerms) {
    this.terms = terms;
  }

  begin(): void {
    if (this.isEmpty) return;
    this.invoices.clear();
    this.charges.clear();
    this.isEmpty = true;
  }

  /** Undefined where nothing but its booking has happened to the invoice. */
  known(invoice: Invoice): Held | undefined {
    const held = this.invoices.get(invoice.number);
    if (held !== undefined) held.invoice = invoice;
    return held;
  }

  of(invoice: Invoice): Held {
    const known = this.known(invoice);
    if (known !== undefined) return known;
    const held = heldInvoice(this.terms, invoice);
    this.isEmpty = false;
    this.invoices.set(invoice.number, held);
    return held;
  }

  /** What a payment is about. */
  paid({ invoice, charge }: Payment): Held {
    return invoice === undefined ? this.ofCharge(charge as OneOffCharge) : this.of(invoice);
  }

  private ofCharge(charge: OneOffCharge): Held {
    const held = this.charges.get(charge.number) ?? heldCharge(this.terms, charge);
    held.charge = charge;
    this.isEmpty = false;
    this.charges.set(charge.number, held);
    return held;
  }
}
