import type { Invoice } from "../../engine/account/invoice.ts";
import { type Minor, mulDivRound } from "../../engine/money/exact.ts";

/** What belongs to a plan of an invoice. */
export interface PlanShare {
  readonly plan: string;
  readonly amount: Minor;
}

/**
 * What an invoice as a whole moves (its payment, a void, a refund), shared over the plans of its lines by what each of them came to (R22). What
 * moves in parts is shared by the sum so far, so that the shares of an invoice that is settled are what its plans were billed, to the cent.
 */
export class PlanShares {
  /** How much was moved so far, by invoice and kind of movement. */
  private readonly moved = new Map<number, Minor>();

  /** Another customer begins: its invoices are numbered anew. */
  begin(): void {
    if (this.moved.size > 0) this.moved.clear();
  }

  /** The shares of a further movement. Those of one kind, a number below `KINDS`, add up. */
  of(invoice: Invoice, kind: number, amount: Minor): readonly PlanShare[] {
    const plans = billedByPlan(invoice);
    if (plans.length === 0) return [{ plan: "", amount }];
    const key = invoice.number * KINDS + kind;
    const before = this.moved.get(key);
    const after = (before ?? 0) + amount;
    this.moved.set(key, after);
    const sharesBefore = before === undefined ? undefined : shares(before, invoice.total, plans);
    const sharesAfter = shares(after, invoice.total, plans);
    return plans.map(({ plan }, i) => ({ plan, amount: (sharesAfter[i] as Minor) - (sharesBefore?.[i] ?? 0) }));
  }
}

const KINDS = 64;

/** What the lines of each plan came to, with tax; lines without a plan together. */
function billedByPlan({ lines }: Invoice): readonly PlanShare[] {
  const sums = new Map<string, Minor>();
  for (const { plan, amount, discount, taxExclusive } of lines) {
    const name = plan?.id ?? "";
    sums.set(name, (sums.get(name) ?? 0) + amount - discount + taxExclusive);
  }
  return [...sums].map(([plan, amount]) => ({ plan, amount }));
}

/** All of the total is what each plan was billed, also where plans set each other off; a part of it is split in proportion, the last takes the rest. */
function shares(sum: Minor, total: Minor, plans: readonly PlanShare[]): readonly Minor[] {
  if (sum === total) return plans.map(({ amount }) => amount);
  let rest = sum;
  return plans.map(({ amount }, i) => {
    const share = i === plans.length - 1 || total === 0 ? rest : mulDivRound(Math.sign(total) * sum, amount, Math.abs(total));
    rest -= share;
    return share;
  });
}
