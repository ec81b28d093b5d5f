import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ScenarioFolder } from "../../cli/files/input-files.ts";
import type { Account } from "../../engine/account/account.ts";
import type { FactSink } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Line } from "../../engine/account/line.ts";
import { chargeName } from "../../engine/account/one-off-charge.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { formatIssue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { lineDescription } from "../../reports/rendering/line-description.ts";
import { root } from "../repository.ts";

/** One line as billed. Amounts in minor units, instants as people write them: `2026-01-31`, with the time when it is not midnight. */
export interface BilledLine {
  readonly kind: string;
  readonly plan: string | undefined;
  readonly quantity: number;
  readonly description: string;
  readonly amount: number;
  readonly discount: number;
  readonly tax: number;
  readonly start: string;
  readonly end: string;
  /** Seconds billed and seconds of the full period; `1/1` for a full price. */
  readonly ratio: string;
}

export interface BilledInvoice {
  readonly name: string;
  readonly subscription: string | undefined;
  readonly reason: string;
  readonly status: string;
  readonly created: string;
  readonly finalized: string | undefined;
  readonly paid: string | undefined;
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly total: number;
  readonly due: number;
  readonly remaining: number;
  readonly startingBalance: number;
  readonly endingBalance: number;
  readonly attempts: number;
  readonly lines: readonly BilledLine[];
}

export interface BilledSubscription {
  readonly name: string;
  readonly status: string;
  readonly anchor: string;
  readonly period: readonly [string, string];
  readonly ended: string | undefined;
  readonly endReason: string | undefined;
  /** Every status it had, after the instant from which: `2026-01-31 active`. */
  readonly statuses: readonly string[];
}

/** What one customer's life came to. */
export interface BilledCustomer {
  readonly id: string;
  readonly invoices: readonly BilledInvoice[];
  readonly subscriptions: readonly BilledSubscription[];
  /** `2026-01-31 alice-0001 2000 succeeded`, or with the decline code. */
  readonly payments: readonly string[];
  readonly pending: readonly BilledLine[];
  readonly balance: number;
  /** `2026-01-31 prepaid`: cards put into review. */
  readonly reviews: readonly string[];
  /** Sign-ups that came to nothing, as instants. */
  readonly refusedSignUps: readonly string[];
}

export const scenarioFile = (path: string): string => readFileSync(join(root, "scenarios", path), "utf8");

/** Reads a scenario that must be right; its issues are the failure otherwise. */
export function readGood(text: string, file: string): Scenario {
  const { scenario, issues } = readScenario(text, file, new ScenarioFolder(join(root, file)));
  if (scenario === undefined) throw new Error(issues.map(formatIssue).join("\n\n"));
  return scenario;
}

/** Runs a scenario and copies what was billed, customer by customer in the file's order. A refused action is a failure. */
export function bill(text: string, file = "scenario.yaml"): readonly BilledCustomer[] {
  const billed = new BilledSink();
  const refused = simulate(readGood(text, file), billed);
  if (refused.length > 0) throw new Error(refused.map(({ message, rule, remedy }) => `${message} ${rule} ${remedy}`).join("\n"));
  return billed.customers;
}

/** The one customer of a scenario that has one. */
export function billOne(text: string): BilledCustomer {
  const customers = bill(text);
  if (customers.length !== 1) throw new Error(`The scenario has ${customers.length} customers.`);
  return customers[0] as BilledCustomer;
}

/** The customers of a file below `scenarios/`, by name. */
export function billFile(path: string): (customer: string) => BilledCustomer {
  const customers = bill(scenarioFile(path), `scenarios/${path}`);
  return (id) => {
    const found = customers.find((customer) => customer.id === id);
    if (found === undefined) throw new Error(`${path} has no customer ${id}.`);
    return found;
  };
}

export const totals = ({ invoices }: BilledCustomer): readonly number[] => invoices.map(({ total }) => total);
export const creations = ({ invoices }: BilledCustomer): readonly string[] => invoices.map(({ created }) => created);
export const amounts = ({ lines }: { readonly lines: readonly BilledLine[] }): readonly number[] => lines.map(({ amount }) => amount);

/** Invoice number `n` of a customer, from 1. */
export function invoiceOf(customer: BilledCustomer, n: number): BilledInvoice {
  const invoice = customer.invoices[n - 1];
  if (invoice === undefined) throw new Error(`${customer.id} has ${customer.invoices.length} invoices, not ${n}.`);
  return invoice;
}

const come = (at: Instant): string | undefined => (at === NEVER ? undefined : formatBrief(at));

class BilledSink implements FactSink {
  readonly customers: BilledCustomer[] = [];
  private payments: string[] = [];
  private reviews: string[] = [];
  private refusedSignUps: string[] = [];
  private statuses = new Map<string, { at: Instant; status: string }[]>();

  begin(): void {
    this.payments = [];
    this.reviews = [];
    this.refusedSignUps = [];
    this.statuses = new Map();
  }

  subscription(...[at, , { name, status }, change]: Parameters<FactSink["subscription"]>): void {
    if (change === "refused") {
      this.refusedSignUps.push(formatBrief(at));
      return;
    }
    const seen = this.statuses.get(name) ?? [];
    this.statuses.set(name, seen);
    // What a subscription is for no time, an incomplete sign-up that is paid at once, does not count.
    if (seen.at(-1)?.at === at) seen.pop();
    if (seen.at(-1)?.status !== status) seen.push({ at, status });
  }

  payment(...[at, account, { kind, invoice, charge, amount, decline }]: Parameters<FactSink["payment"]>): void {
    const what = invoice === undefined ? chargeName(account.id, charge?.number ?? 0) : invoiceName(account.id, invoice.number);
    const outcome = kind === "payment" || kind === "charge" ? (decline?.code ?? "succeeded") : kind;
    this.payments.push(`${formatBrief(at)} ${what} ${amount} ${outcome}`);
  }

  review(...[at, , card]: Parameters<FactSink["review"]>): void {
    this.reviews.push(`${formatBrief(at)} ${card.funding}`);
  }

  opening(): void {}
  line(): void {}
  invoice(): void {}
  balance(): void {}
  creditNote(): void {}
  dispute(): void {}
  usage(): void {}
  card(): void {}
  coupon(): void {}
  settle(): void {}
  probe(): void {}
  refusal(): void {}

  end(account: Account): void {
    this.customers.push({
      id: account.id,
      invoices: account.invoices.map((invoice) => copyInvoice(account, invoice)),
      subscriptions: account.subscriptions.slice(0, account.subscriptionCount).map((subscription) => {
        const statuses = this.statuses.get(subscription.name) ?? [];
        return copySubscription(
          subscription,
          statuses.map(({ at, status }) => `${formatBrief(at)} ${status}`),
        );
      }),
      payments: this.payments,
      pending: account.pending.map((line) => copyLine(account, line)),
      balance: account.balance,
      reviews: this.reviews,
      refusedSignUps: this.refusedSignUps,
    });
  }
}

function copyInvoice(account: Account, invoice: Invoice): BilledInvoice {
  const { subscription, reason, status, subtotal, discount, tax, total, startingBalance, endingBalance, attempts } = invoice;
  return {
    name: invoiceName(account.id, invoice.number),
    subscription: subscription?.name,
    reason,
    status,
    created: formatBrief(invoice.createdAt),
    finalized: come(invoice.finalizedAt),
    paid: come(invoice.paidAt),
    subtotal,
    discount,
    tax,
    total,
    due: invoice.amountDue,
    remaining: invoice.amountRemaining,
    startingBalance,
    endingBalance,
    attempts,
    lines: invoice.lines.map((line) => copyLine(account, line)),
  };
}

function copyLine(account: Account, line: Line): BilledLine {
  const { kind, plan, quantity, amount, discount, taxInclusive, taxExclusive, start, end, part, whole } = line;
  return {
    kind,
    plan: plan?.id,
    quantity,
    description: lineDescription(line, account.currency),
    amount,
    discount,
    tax: taxInclusive + taxExclusive,
    start: formatBrief(start),
    end: formatBrief(end),
    ratio: `${part}/${whole}`,
  };
}

function copySubscription(subscription: Subscription, statuses: readonly string[]): BilledSubscription {
  const { name, status, anchor, periodStart, periodEnd, endedAt, endReason } = subscription;
  return {
    name,
    status,
    anchor: formatBrief(anchor),
    period: [formatBrief(periodStart), formatBrief(periodEnd)],
    ended: come(endedAt),
    endReason,
    statuses,
  };
}
