import { expect } from "vitest";
import type { Account } from "../../engine/account/account.ts";
import type { FactSink } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { formatIssue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import type { RefusedAction } from "../../engine/simulation/customer.ts";
import { type SimulationOptions, simulate } from "../../engine/simulation/simulate.ts";
import { dateText } from "./calendar/temporal.ts";

/** `2026-02-15`, or with the time when it is not midnight: `2026-02-15T01:00`. */
export const moment = (at: number): string => (at === NEVER ? "never" : dateText(at).replace(/:00$/, ""));

/** `charge 1000 pro x2 2026-04-16..2026-05-01`: a line in words. */
function lineText(line: Line): string {
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
}

function copyOf(invoice: Invoice): Billed {
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
  };
}

/** A copy of a subscription as it is at the end. */
export interface Subscribed {
  readonly name: string;
  readonly status: string;
  readonly items: readonly string[];
  readonly anchor: string;
  readonly period: string;
  readonly trialEnd: string;
  readonly cancelAt: string;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: string;
  readonly endedAt: string;
  readonly endReason: string | undefined;
}

function snapshot(subscription: Subscription): Subscribed {
  return {
    name: subscription.name,
    status: subscription.status,
    items: subscription.items.slice(0, subscription.itemCount).map(({ plan, quantity }) => `${plan.id} x${quantity}`),
    anchor: moment(subscription.anchor),
    period: `${moment(subscription.periodStart)}..${moment(subscription.periodEnd)}`,
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
  if (invoice.status === "paid") expect([invoice.amountPaid, invoice.amountRemaining]).toEqual([invoice.amountDue, 0]);
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
  payment(...[at, account, { invoice, amount, attempt, card, decline }]: Parameters<FactSink["payment"]>): void {
    this.tell(at, account, `#${invoice.number} ${card.id} ${attempt}: ${decline === undefined ? `pays ${amount}` : decline.code}`);
  }
  balance(at: number, account: Account, amount: number, cause: string): void {
    const writing = this.of(account);
    writing.moved += amount;
    expect(account.balance).toBe(writing.moved);
    if (cause !== "initial") this.tell(at, account, `balance ${signed(amount)} ${cause}`);
  }
  card(at: number, account: Account, card: { readonly id: string }): void {
    this.tell(at, account, `card ${card.id}`);
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

/** The scenario of a text; what is wrong with it fails the test. */
export function scenarioOf(yaml: string): Scenario {
  const { scenario, issues } = readScenario(yaml, "test.yaml");
  return scenario ?? expect.fail(issues.map(formatIssue).join("\n\n"));
}

/** Runs a scenario: its customers' lives, and what was refused. */
export function livesOf(yaml: string, options?: SimulationOptions): { lives: readonly Life[]; refused: readonly RefusedAction[] } {
  const trace = new Trace();
  const refused = simulate(scenarioOf(yaml), trace, options);
  return { lives: trace.lives, refused };
}

/** What is sold in these tests: round prices, so that a proration is easy to do by hand. */
const PLANS = `plans:
  free: { currency: usd, interval: month, unit_amount: 0 }
  option: { currency: usd, interval: month, unit_amount: 300 }
  basic: { currency: usd, interval: month, unit_amount: 1000 }
  pro: { currency: usd, interval: month, unit_amount: 2000 }
  max: { currency: usd, interval: month, unit_amount: 5000 }
  daily: { currency: usd, interval: day, unit_amount: 100 }
  weekly: { currency: usd, interval: week, unit_amount: 700 }
  quarterly: { currency: usd, interval: month, interval_count: 3, unit_amount: 3000 }
  quarterly_max: { currency: usd, interval: month, interval_count: 3, unit_amount: 9000 }
  yearly: { currency: usd, interval: year, unit_amount: 20000 }
  yearly_max: { currency: usd, interval: year, unit_amount: 50000 }
  seats: { currency: usd, interval: month, billing_scheme: tiered, tiers_mode: graduated, tiers: [{ up_to: 5, unit_amount: 500 }, { up_to: inf, unit_amount: 400 }] }
  trialed: { currency: usd, interval: month, unit_amount: 2000, trial_period_days: 14 }
  trialed_longer: { currency: usd, interval: month, unit_amount: 500, trial_period_days: 20 }
  in_euros: { currency: eur, interval: month, unit_amount: 1000 }
`;

/** Half-open, `[start, end]`. */
export type Clock = readonly [start: string, end: string];

/** A scenario of one customer, `c`; entries are flow YAML without their dash, `fields` what else a customer has. */
export function yamlOf(clock: Clock, entries: readonly string[], more: { readonly fields?: string; readonly blocks?: string } = {}): string {
  const { fields = "", blocks = "" } = more;
  const timeline = entries.map((entry) => `      - ${entry}\n`).join("");
  return `clock: { start: ${clock[0]}, end: ${clock[1]} }\n${PLANS}${blocks}\ncustomers:\n  c:\n${fields === "" ? "" : `    ${fields}\n`}    timeline:\n${timeline}`;
}

/** The life of a customer with this script; a refusal that is not expected fails the test. */
export function lifeOf(clock: Clock, entries: readonly string[], more: { readonly fields?: string; readonly blocks?: string } = {}): Life {
  const { lives, refused } = livesOf(yamlOf(clock, entries, more));
  expect(refused.map(({ entry, message }) => `entry ${entry}: ${message}`)).toEqual([]);
  return lives[0] as Life;
}

/** Why the last entry of a script is refused; the entries before it must not be. */
export function refusalOf(clock: Clock, entries: readonly string[], more: { readonly fields?: string; readonly blocks?: string } = {}): string {
  const { refused } = livesOf(yamlOf(clock, entries, more));
  expect(refused.map(({ entry }) => entry)).toEqual([entries.length - 1]);
  const { message, rule, remedy } = refused[0] as RefusedAction;
  // Every refusal says the rule and the remedy in whole sentences.
  for (const sentence of [rule, remedy]) expect(sentence).toMatch(/^[A-Z`"].*[.]$/);
  return message;
}
