import type { Account } from "../../engine/account/account.ts";
import { type CreditNote, creditNoteName } from "../../engine/account/credit-note.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Line } from "../../engine/account/line.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { planTitle } from "../../engine/catalog/plan.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { lineDescription } from "../rendering/line-description.ts";
import { isFraction } from "../tables/invoice-lines.ts";
import { invoicesOf } from "../tables/invoices.ts";

/** What accounting systems import: an invoice, or a credit note. Amounts of a credit are positive. */
export interface SalesDocument {
  readonly account: Account;
  readonly kind: "invoice" | "credit";
  /** Our name of it (D11). */
  readonly name: string;
  /** What it belongs to: the subscription of an invoice, the invoice that a credit note reduces. */
  readonly reference: string | undefined;
  /** Days of the reports' calendar, as instants that a formatter of UTC prints. */
  readonly issuedOn: Instant;
  readonly dueOn: Instant;
  /** 0: due on receipt. */
  readonly daysUntilDue: number;
  readonly lines: readonly SalesLine[];
}

/** A line of it. `amount` = `quantity` x `rate`, without any tax, after discounts. */
export interface SalesLine {
  /** The product or service sold. */
  readonly item: string;
  readonly description: string;
  readonly quantity: number;
  readonly rate: Minor;
  readonly amount: Minor;
  /** All taxes. */
  readonly tax: Minor;
  /** The rates applied, joined by ` + `; undefined for none. */
  readonly taxRates: string | undefined;
  /** The day on which its service begins; undefined where it has no period. */
  readonly servedFrom: Instant | undefined;
}

/**
 * A customer's documents at the end of the run, by number, each invoice's credit notes behind it (R41): every invoice that was finalized and not
 * voided; one with a total below 0 is a credit. One without lines says nothing to an accounting system.
 *
 * @param utcOffset seconds by which the days of the reports begin earlier (R60).
 */
export function* salesDocuments(account: Account, utcOffset: number): Generator<SalesDocument> {
  for (const invoice of invoicesOf(account)) {
    if (invoice.finalizedAt === NEVER || invoice.status === "void" || invoice.lines.length === 0) continue;
    yield documentOf(account, invoice, utcOffset);
    for (const note of invoice.adjustments?.creditNotes ?? []) yield documentOfNote(account, invoice, note, utcOffset);
  }
}

function documentOf(account: Account, invoice: Invoice, utcOffset: number): SalesDocument {
  const kind = invoice.total < 0 ? "credit" : "invoice";
  const isSent = invoice.dueAt !== NEVER;
  return {
    account,
    kind,
    name: invoiceName(account.id, invoice.number),
    reference: invoice.subscription?.name,
    issuedOn: invoice.finalizedAt + utcOffset,
    dueOn: (isSent ? invoice.dueAt : invoice.finalizedAt) + utcOffset,
    daysUntilDue: isSent ? invoice.daysUntilDue : 0,
    lines: invoice.lines.map((line) => lineOf(account, line, kind === "credit" ? -1 : 1, utcOffset)),
  };
}

function lineOf(account: Account, line: Line, sign: 1 | -1, utcOffset: number): SalesLine {
  const amount = sign * (line.amount - line.discount - line.taxInclusive);
  const quantity = isCountable(line) ? line.quantity : 1;
  return {
    ...described(account, line, utcOffset),
    quantity,
    rate: amount / quantity,
    amount,
    tax: sign * (line.taxInclusive + line.taxExclusive),
    taxRates: ratesOf(line),
  };
}

/** What a note takes off each line, one of it. */
function documentOfNote(account: Account, invoice: Invoice, note: CreditNote, utcOffset: number): SalesDocument {
  const lines = note.lines.map((credit): SalesLine => {
    const line = invoice.lines[credit.line - 1] as Line;
    const tax = credit.taxInclusive + credit.taxExclusive;
    const amount = credit.amount - tax;
    return { ...described(account, line, utcOffset), quantity: 1, rate: amount, amount, tax, taxRates: ratesOf(line) };
  });
  return {
    account,
    kind: "credit",
    name: creditNoteName(account.id, invoice.number, note.number),
    reference: invoiceName(account.id, invoice.number),
    issuedOn: note.at + utcOffset,
    dueOn: note.at + utcOffset,
    daysUntilDue: 0,
    lines,
  };
}

function described(account: Account, line: Line, utcOffset: number): Pick<SalesLine, "item" | "description" | "servedFrom"> {
  return {
    item: line.plan === undefined ? "Invoice item" : planTitle(line.plan),
    description: lineDescription(line, account.currency),
    servedFrom: line.start === line.end ? undefined : line.start + utcOffset,
  };
}

function ratesOf(line: Line): string | undefined {
  return line.taxes.length === 0 ? undefined : line.taxes.map(({ rate }) => rate.id).join(" + ");
}

/**
 * Whether quantity and price say what the line costs: a price of whole minor units for each, for a whole period, of which nothing was taken off.
 * Every other line is one of its amount (R42).
 */
function isCountable(line: Line): boolean {
  const { plan, usage, quantity } = line;
  if (plan === undefined || quantity < 1 || isFraction(line)) return false;
  if (line.discount !== 0 || line.insideDiscounts.length > 0 || line.taxInclusive !== 0) return false;
  if (usage !== undefined && (usage.quantity.scale !== 1 || usage.billed !== 0)) return false;
  const { terms } = plan;
  return terms.tiers.length === 0 && terms.divideBy === 1 && terms.scale === 1 && Number(terms.unit) * quantity === line.amount;
}
