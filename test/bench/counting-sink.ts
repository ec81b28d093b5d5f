import type { Account } from "../../engine/account/account.ts";
import type { FactSink, InvoiceStep, Payment, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import type { ModelTotals } from "./yardstick.ts";

/** The least a sink can do and still tell whether engine and yardstick billed the same. */
export class CountingSink implements FactSink {
  readonly totals: ModelTotals = { invoices: 0, attempts: 0, billed: 0, collected: 0, churned: 0 };

  /** The totals, and begins to count anew. */
  take(): ModelTotals {
    const { totals } = this;
    const taken = { ...totals };
    for (const key of ["invoices", "attempts", "billed", "collected", "churned"] as const) totals[key] = 0;
    return taken;
  }

  subscription(_at: number, _account: Account, _subscription: Subscription, change: SubscriptionChange): void {
    if (change === "ended") this.totals.churned++;
  }

  invoice(_at: number, _account: Account, invoice: Invoice, step: InvoiceStep): void {
    if (step !== "finalized") return;
    this.totals.invoices++;
    this.totals.billed += invoice.total;
  }

  payment(_at: number, _account: Account, payment: Payment): void {
    this.totals.attempts++;
    if (payment.decline === undefined) this.totals.collected += payment.amount;
  }

  begin(): void {}
  opening(): void {}
  line(): void {}
  balance(): void {}
  creditNote(): void {}
  dispute(): void {}
  usage(): void {}
  card(): void {}
  coupon(): void {}
  review(): void {}
  settle(): void {}
  probe(): void {}
  refusal(): void {}
  end(): void {}
}
