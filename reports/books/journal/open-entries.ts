import type { Account } from "../../../engine/account/account.ts";
import { creditNoteName } from "../../../engine/account/credit-note.ts";
import type { Invoice } from "../../../engine/account/invoice.ts";
import { invoiceName } from "../../../engine/account/invoice-name.ts";
import { chargeName, type OneOffCharge } from "../../../engine/account/one-off-charge.ts";
import { assert } from "../../../engine/assert.ts";
import { formatDate } from "../../../engine/calendar/civil.ts";
import type { Instant } from "../../../engine/calendar/instant.ts";
import { formatMoney } from "../../../engine/money/currency.ts";
import type { Minor } from "../../../engine/money/exact.ts";
import { ACCOUNTS, type EntryKind } from "./accounts.ts";
import { transactionText } from "./transaction.ts";

/** An entry to which facts of its instant may still add. */
interface OpenEntry {
  readonly kind: EntryKind;
  readonly code: string;
  readonly at: Instant;
  readonly amounts: Float64Array;
}

/**
 * The entries of one customer's instant: its facts come one by one, the two halves of an entry from different ones. When the instant is over
 * each of them must balance.
 */
export class OpenEntries {
  private readonly utcOffset: number;
  private open: OpenEntry[] = [];
  private current: OpenEntry | undefined;

  /** @param utcOffset seconds by which the days of the reports begin earlier (R60). */
  constructor(utcOffset: number) {
    this.utcOffset = utcOffset;
  }

  about(at: Instant, account: Account, kind: EntryKind, invoice: Invoice | undefined, charge: OneOffCharge | undefined): void {
    const code = codeOf(account, kind, invoice, charge);
    const known = this.open.find((entry) => entry.kind === kind && entry.code === code);
    this.current = known ?? { kind, code, at, amounts: new Float64Array(ACCOUNTS.length) };
    if (known === undefined) this.open.push(this.current);
  }

  move(ledgerAccount: number, amount: Minor): void {
    const { amounts } = this.current as OpenEntry;
    amounts[ledgerAccount] = (amounts[ledgerAccount] as number) + amount;
  }

  /** The instant is over: every entry in which something moved, in order, as text with its day. */
  close(account: Account, write: (date: string, text: string) => void): void {
    if (this.open.length === 0) return;
    const { id: customer, currency } = account;
    for (const { kind, code, at, amounts } of this.open) {
      const rest = amounts.reduce((sum, amount) => sum + amount, 0);
      assert(rest === 0, () => `the entry "${kind}" of ${code || customer} is out of balance by ${formatMoney(rest, currency)}`);
      const date = formatDate(at + this.utcOffset);
      if (amounts.some((amount) => amount !== 0)) write(date, transactionText({ date, code, description: kind, customer, currency, amounts }));
    }
    this.open = [];
  }
}

/** The name of what an entry is about (D11). A credit note that moves something is the latest of its invoice. */
function codeOf({ id }: Account, kind: EntryKind, invoice: Invoice | undefined, charge: OneOffCharge | undefined): string {
  if (charge !== undefined) return chargeName(id, charge.number);
  if (invoice === undefined) return "";
  const note = kind === "credit note" ? invoice.adjustments?.creditNotes.at(-1) : undefined;
  return note === undefined ? invoiceName(id, invoice.number) : creditNoteName(id, invoice.number, note.number);
}
