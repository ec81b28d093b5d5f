import { expect } from "vitest";
import type { Account } from "../../engine/account/account.ts";
import type { FactSink, RecordedUsage } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import { formatDecimal } from "../../engine/money/decimal.ts";
import { copyOf, Life, lineText, moment, snapshot } from "./life.ts";

/** The line's own equation, in bigints: amount = round(base x part / (whole x scale)), ties away from zero. */
function expectEquation(line: Line): void {
  const numerator = BigInt(line.base) * BigInt(line.part);
  const denominator = BigInt(line.whole) * BigInt(line.scale);
  const magnitude = (2n * (numerator < 0n ? -numerator : numerator) + denominator) / (2n * denominator);
  expect(BigInt(line.amount)).toBe(numerator < 0n ? -magnitude : magnitude);
  expect(line.discount).toBe(line.discounts.reduce((sum, { amount }) => sum + amount, 0));
}

function expectSums(account: Account, invoice: Invoice): void {
  const sum = (pick: (line: Line) => number): number => invoice.lines.reduce((total, line) => total + pick(line), 0);
  expect(invoice.subtotal).toBe(sum(({ amount }) => amount));
  expect(invoice.discount).toBe(sum(({ discount }) => discount));
  expect(invoice.total).toBe(sum(({ amount, discount, taxExclusive }) => amount - discount + taxExclusive));
  if (invoice.status === "paid")
    expect([invoice.amountPaid, invoice.amountRemaining]).toEqual([invoice.amountDue - (invoice.adjustments?.creditedOpen ?? 0), 0]);
  for (const line of [...invoice.lines, ...account.pending]) expectEquation(line);
}

const signed = (amount: number): string => (amount > 0 ? `+${amount}` : String(amount));

/** A life as it is being written down. */
interface Writing {
  readonly life: Life;
  settledAt: number;
  /** Movements of the customer balance add up to what it is. */
  moved: number;
}

/** Writes down customers' lives, also side by side; on the way it re-adds every invoice and watches that time goes forward. */
export class Trace implements FactSink {
  private readonly writings = new Map<string, Writing>();

  get lives(): readonly Life[] {
    return [...this.writings.values()].map(({ life }) => life);
  }

  private of(account: Account): Writing {
    return this.writings.get(account.id) ?? expect.fail(`${account.id} has not begun`);
  }

  private tell(at: number, account: Account, text: string): void {
    const { life, settledAt } = this.of(account);
    expect(at).toBeGreaterThan(settledAt);
    expect(account.now).toBe(at);
    life.log.push(`${moment(at)} ${text}`);
  }

  begin(account: Account): void {
    this.writings.set(account.id, { life: new Life(account.id), settledAt: 0, moved: 0 });
  }
  subscription(...[at, account, subscription, change, previous]: Parameters<FactSink["subscription"]>): void {
    const moved = previous === subscription.status ? previous : `${previous} -> ${subscription.status}`;
    this.tell(at, account, `${subscription.name} ${change} ${moved}`);
  }
  opening(...[at, account, line]: Parameters<FactSink["opening"]>): void {
    this.tell(at, account, `paid before ${lineText(line)}`);
  }
  line(...[at, account, line, booking]: Parameters<FactSink["line"]>): void {
    this.tell(at, account, `${booking === 1 ? "pending" : "dropped"} ${lineText(line)}`);
  }
  invoice(...[at, account, invoice, step]: Parameters<FactSink["invoice"]>): void {
    const more = {
      created: ` ${invoice.reason} ${invoice.total}`,
      finalized: ` due ${invoice.amountDue}`,
      payment_failed: ` ${invoice.attempts}, next ${moment(invoice.nextAttemptAt)}`,
    };
    this.tell(at, account, `#${invoice.number} ${step}${step in more ? more[step as keyof typeof more] : ""}`);
    expectSums(account, invoice);
  }
  payment(...[at, account, { kind, invoice, charge, amount, fee, attempt, card, decline }]: Parameters<FactSink["payment"]>): void {
    const what = invoice === undefined ? `charge ${charge?.number}` : `#${invoice.number}`;
    if (card === undefined) this.tell(at, account, `${what} ${kind} ${amount}${fee === 0 ? "" : `, fee ${fee}`}`);
    else this.tell(at, account, `${what} ${card.id} ${attempt}: ${decline === undefined ? `pays ${amount}` : decline.code}`);
  }
  creditNote(...[at, account, invoice, note]: Parameters<FactSink["creditNote"]>): void {
    const parts = [note.open, note.toBalance, note.refunded, note.outOfBand].join("/");
    const lines = note.lines.map(({ line, amount, taxInclusive, taxExclusive }) => `${line}: ${amount} with tax ${taxInclusive + taxExclusive}`);
    this.tell(at, account, `#${invoice.number} credit note ${note.number} ${parts}, ${lines.join(", ")}`);
  }
  dispute(...[at, account, { invoice, charge, amount }, step]: Parameters<FactSink["dispute"]>): void {
    this.tell(at, account, `dispute ${step} ${amount} of ${invoice === undefined ? `charge ${charge?.number}` : `#${invoice.number}`}`);
  }
  balance(at: number, account: Account, amount: number, cause: string): void {
    const writing = this.of(account);
    writing.moved += amount;
    expect(account.balance).toBe(writing.moved);
    if (cause !== "initial") this.tell(at, account, `balance ${signed(amount)} ${cause}`);
  }
  usage(at: number, account: Account, _subscription: unknown, { plan, quantity, aggregate }: RecordedUsage): void {
    this.tell(at, account, `usage ${plan.id} ${formatDecimal(quantity)}, in all ${formatDecimal(aggregate)}`);
  }
  card(at: number, account: Account, card: { readonly id: string }, change: string): void {
    this.tell(at, account, change === "updated" ? `card ${card.id} updated` : `card ${card.id}`);
  }
  coupon(at: number, account: Account, coupon: { readonly id: string } | undefined): void {
    this.tell(at, account, `coupon ${coupon?.id ?? "none"}`);
  }
  review(at: number, account: Account, card: { readonly id: string }): void {
    this.tell(at, account, `review ${card.id}`);
  }
  settle(at: number, account: Account): void {
    const writing = this.of(account);
    expect(at).toBeGreaterThan(writing.settledAt);
    writing.settledAt = at;
  }
  probe(at: number, account: Account, ref: number): void {
    this.tell(at, account, `probe ${ref}`);
  }
  refusal(at: number, account: Account, entry: number, message: string | undefined): void {
    this.tell(at, account, `entry ${entry} ${message === undefined ? "accepted" : `refused: ${message}`}`);
  }
  end(account: Account): void {
    const { life, moved } = this.of(account);
    life.invoices = account.invoices.map(copyOf);
    life.subscriptions = account.subscriptions.slice(0, account.subscriptionCount).map(snapshot);
    life.pending = account.pending.map(lineText);
    life.balance = account.balance;
    expect(account.balance).toBe(moved);
  }
}
