import { formatDate, formatTime } from "../../engine/calendar/civil.ts";
import { padLeft, padRight, textWidth } from "../rendering/text-width.ts";
import type { Below, JournalEntry } from "./journal-entry.ts";

/** `2026-01-31 00:00:00` */
const INSTANT_WIDTH = 19;
/** Room for `USD 12,345,678.90` without the digit groups; a larger amount only pushes its own line. */
const AMOUNT_WIDTH = 14;
const LEAST_WHAT = 26;

/**
 * Where the columns of the journal stand. They depend on the customers' names alone, never on what happens, so that a change of one line is
 * a change of one line.
 */
export class JournalLayout {
  private readonly customerWidth: number;
  private readonly whatWidth: number;

  constructor(customers: readonly string[]) {
    this.customerWidth = customers.reduce((width, name) => Math.max(width, textWidth(name)), 0);
    this.whatWidth = Math.max(LEAST_WHAT, "invoice -0001 draft".length + this.customerWidth);
  }

  entry(entry: JournalEntry): string[] {
    const when = `${formatDate(entry.at)} ${formatTime(entry.at)}`;
    const lead = `${when}  ${padRight(entry.customer, this.customerWidth)}  `;
    return [this.line(lead, entry), ...entry.below.map((below) => this.below(below))];
  }

  /** Words of their own below an entry. */
  note(text: string): string {
    return `${this.lead()}  ${text}`;
  }

  private below(below: Below): string {
    return this.line(this.lead(), { ...below, what: `  ${below.what}` });
  }

  private lead(): string {
    return " ".repeat(INSTANT_WIDTH + 2 + this.customerWidth + 2);
  }

  private line(lead: string, { what, amount, detail }: Below): string {
    return `${lead}${padRight(what, this.whatWidth)}  ${padLeft(amount, AMOUNT_WIDTH)}  ${detail}`.trimEnd();
  }
}
