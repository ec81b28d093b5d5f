import { expect } from "vitest";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { dateText } from "./calendar/temporal.ts";

/** `2026-02-15`, or with the time when it is not midnight: `2026-02-15T01:00`. */
export const moment = (at: number): string => (at === NEVER ? "never" : dateText(at).replace(/:00$/, ""));

/** `charge 1000 pro x2 2026-04-16..2026-05-01`: a line in words. */
export function lineText(line: Line): string {
  const what = { subscription: "period", proration_credit: "credit", proration_charge: "charge", usage: "usage", invoice_item: "item", trial: "trial" }[
    line.kind
  ];
  const sold = line.plan === undefined ? line.description : `${line.plan.id}${line.quantity === 1 ? "" : ` x${line.quantity}`}`;
  const off = line.discount === 0 ? "" : ` less ${line.discount}`;
  const span = line.start === line.end ? "" : ` ${moment(line.start)}..${moment(line.end)}`;
  return `${what} ${line.amount}${off} ${sold}${span}`.replace(/ +/g, " ").trim();
}

/** A copy of an invoice as it is at the end. */
export interface Billed {
  readonly number: number;
  readonly reason: string;
  readonly status: string;
  readonly lines: readonly string[];
  readonly amounts: readonly number[];
  readonly discounts: readonly number[];
  readonly taxes: readonly number[];
  readonly subtotal: number;
  readonly total: number;
  readonly amountDue: number;
  readonly remaining: number;
  readonly attempts: number;
  readonly createdAt: string;
  readonly finalizedAt: string;
  readonly paidAt: string;
  readonly nextAttemptAt: string;
  readonly dueAt: string;
}

export function copyOf(invoice: Invoice): Billed {
  return {
    number: invoice.number,
    reason: invoice.reason,
    status: invoice.status,
    lines: invoice.lines.map(lineText),
    amounts: invoice.lines.map(({ amount }) => amount),
    discounts: invoice.lines.map(({ discount }) => discount),
    taxes: invoice.lines.map(({ taxInclusive, taxExclusive }) => taxInclusive + taxExclusive),
    subtotal: invoice.subtotal,
    total: invoice.total,
    amountDue: invoice.amountDue,
    remaining: invoice.amountRemaining,
    attempts: invoice.attempts,
    createdAt: moment(invoice.createdAt),
    finalizedAt: moment(invoice.finalizedAt),
    paidAt: moment(invoice.paidAt),
    nextAttemptAt: moment(invoice.nextAttemptAt),
    dueAt: moment(invoice.dueAt),
  };
}

/** A copy of a subscription as it is at the end. */
export interface Subscribed {
  readonly name: string;
  readonly status: string;
  readonly items: readonly string[];
  readonly anchor: string;
  readonly period: string;
  readonly trialStart: string;
  readonly trialEnd: string;
  readonly cancelAt: string;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: string;
  readonly endedAt: string;
  readonly endReason: string | undefined;
}

export function snapshot(subscription: Subscription): Subscribed {
  return {
    name: subscription.name,
    status: subscription.status,
    items: subscription.items.slice(0, subscription.itemCount).map(({ plan, quantity }) => `${plan.id} x${quantity}`),
    anchor: moment(subscription.anchor),
    period: `${moment(subscription.periodStart)}..${moment(subscription.periodEnd)}`,
    trialStart: moment(subscription.trialStart),
    trialEnd: moment(subscription.trialEnd),
    cancelAt: moment(subscription.cancelAt),
    cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
    canceledAt: moment(subscription.canceledAt),
    endedAt: moment(subscription.endedAt),
    endReason: subscription.endReason,
  };
}

/** All that happened to one customer, in words and in order, and how it ended. */
export class Life {
  readonly customer: string;
  readonly log: string[] = [];
  invoices: readonly Billed[] = [];
  subscriptions: readonly Subscribed[] = [];
  pending: readonly string[] = [];
  balance = 0;

  constructor(customer: string) {
    this.customer = customer;
  }

  /** What happened at this instant. */
  at(when: string): readonly string[] {
    return this.log.filter((line) => line.startsWith(`${when} `)).map((line) => line.slice(when.length + 1));
  }

  /** What happened from this instant on. */
  since(when: string): readonly string[] {
    return this.log.filter((line) => line >= when);
  }

  /** Only the entries that contain this. */
  about(text: string): readonly string[] {
    return this.log.filter((line) => line.includes(text));
  }

  invoice(number: number): Billed {
    return this.invoices.find((invoice) => invoice.number === number) ?? expect.fail(`there is no invoice ${number} among ${this.invoices.length}`);
  }

  /** The only subscription, or that of this name. */
  subscription(name: string = this.customer): Subscribed {
    return this.subscriptions.find((subscription) => subscription.name === name) ?? expect.fail(`there is no subscription ${name}`);
  }

  get totals(): readonly number[] {
    return this.invoices.map(({ total }) => total);
  }
}
