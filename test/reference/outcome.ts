/**
 * What one customer's life came to, in a shape that both engines can be brought to: plain data, `null` for what is not there.
 * Lines stand in print order, everything else in order of happening.
 */
export interface Outcome extends StoryOutcome {
  readonly subscriptions: readonly SubscriptionOutcome[];
  readonly invoices: readonly InvoiceOutcome[];
  readonly balance: number;
  readonly card: string;
  readonly coupon: string | null;
  readonly pending: readonly LineOutcome[];
  /** Events that look ahead, `at type subscription`, sorted. */
  readonly announcements: readonly string[];
}

/** What happened, as far as it went: all there is of a customer whose life a refused action stops. */
export interface StoryOutcome {
  readonly customer: string;
  readonly refusals: readonly RefusalOutcome[];
  readonly statuses: readonly StatusOutcome[];
  readonly payments: readonly PaymentOutcome[];
  readonly movements: readonly MovementOutcome[];
  /** Sent invoices that were not paid by their date. */
  readonly overdue: readonly OverdueOutcome[];
}

export interface OverdueOutcome {
  readonly at: number;
  readonly invoice: number;
}

/** `stops`: it was not expected, so the customer's life stands still there. */
export interface RefusalOutcome {
  readonly entry: number;
  readonly stops: boolean;
}

export interface SubscriptionOutcome {
  readonly name: string;
  readonly status: string;
  readonly startedAt: number;
  readonly anchor: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly trialStart: number | null;
  readonly trialEnd: number | null;
  readonly cancelAt: number | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: number | null;
  readonly endedAt: number | null;
  readonly endReason: string | null;
  readonly collectionMethod: string;
  /** Index of the phase of its schedule. */
  readonly phase: number | null;
  readonly items: readonly string[];
  readonly discounts: readonly string[];
}

export interface StatusOutcome {
  readonly at: number;
  readonly subscription: string;
  readonly status: string;
}

export interface LineOutcome {
  readonly kind: string;
  readonly subscription: string | null;
  readonly plan: string | null;
  readonly quantity: number;
  /** The exact aggregate of a usage line, as a fraction. */
  readonly usage: string | null;
  readonly amount: number;
  readonly discounts: readonly string[];
  readonly taxes: readonly string[];
  readonly start: number | null;
  readonly end: number | null;
}

export interface InvoiceOutcome {
  readonly number: number;
  readonly subscription: string | null;
  readonly reason: string;
  readonly collectionMethod: string;
  readonly status: string;
  readonly createdAt: number;
  readonly finalizedAt: number | null;
  readonly dueAt: number | null;
  readonly paidAt: number | null;
  readonly voidedAt: number | null;
  readonly uncollectibleAt: number | null;
  readonly lines: readonly LineOutcome[];
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly total: number;
  readonly startingBalance: number;
  readonly endingBalance: number;
  readonly amountDue: number;
  readonly amountPaid: number;
  readonly amountRemaining: number;
  readonly attempts: number;
  readonly nextAttemptAt: number | null;
  readonly refunded: number;
  readonly disputed: number;
  /** `at amount: line gross incl. tax ..., open/balance/refunded/out` of each credit note. */
  readonly creditNotes: readonly string[];
}

export interface PaymentOutcome {
  readonly at: number;
  readonly kind: string;
  /** An invoice's number, or a one-off charge's. */
  readonly invoice: number | null;
  readonly charge: number | null;
  readonly amount: number;
  readonly fee: number;
  /** 0 where no card was asked. */
  readonly attempt: number;
  readonly declined: string | null;
  readonly card: string | null;
}

export interface MovementOutcome {
  readonly at: number;
  readonly amount: number;
  readonly cause: string;
  readonly invoice: number | null;
}

/** The part of an outcome that can be told of a life that was stopped; of any other all of it. */
export function comparable(outcome: Outcome): Outcome | StoryOutcome {
  if (!outcome.refusals.some(({ stops }) => stops)) return outcome;
  const { customer, refusals, statuses, payments, movements, overdue } = outcome;
  return { customer, refusals, statuses, payments, movements, overdue };
}

/** The moves of status in order of happening; of several at one instant only the last counts, and none if it leads back. */
export function settledStatuses(told: readonly StatusOutcome[]): StatusOutcome[] {
  const last = new Map<string, StatusOutcome[]>();
  let settled: StatusOutcome[] = [];
  for (const move of told) {
    const before = last.get(move.subscription) ?? [];
    if (before.at(-1)?.status === move.status) continue;
    const superseded = before.at(-1)?.at === move.at ? before.pop() : undefined;
    settled = settled.filter((other) => other !== superseded);
    if (before.at(-1)?.status === move.status) continue;
    settled.push(move);
    last.set(move.subscription, [...before, move]);
  }
  return settled;
}

/** The first place where two outcomes differ, in words; undefined when they agree. */
export function firstDifference(expected: unknown, actual: unknown, path = ""): string | undefined {
  if (expected === actual) return undefined;
  const both = [expected, actual];
  if (both.every(Array.isArray)) {
    const [a, b] = both as [unknown[], unknown[]];
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const difference = firstDifference(a[i], b[i], `${path}[${i}]`);
      if (difference !== undefined) return difference;
    }
    if (a.length === b.length) return undefined;
    const extra = a.length > b.length ? a[b.length] : b[a.length];
    return `${path}: reference has ${a.length}, engine ${b.length}; first extra: ${JSON.stringify(extra)}`;
  }
  if (both.every((value) => typeof value === "object" && value !== null && !Array.isArray(value))) {
    const [a, b] = both as [Record<string, unknown>, Record<string, unknown>];
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const difference = firstDifference(a[key], b[key], path === "" ? key : `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return `${path}: reference ${JSON.stringify(expected)}, engine ${JSON.stringify(actual)}`;
}
