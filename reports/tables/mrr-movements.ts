import type { Account } from "../../engine/account/account.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Currency } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { ReportContext, ReportFacts } from "../collector.ts";
import { FxMovements, type Revaluation } from "../metrics/fx-movements.ts";
import type { Movement, MovementKind } from "../metrics/movement.ts";
import { causeOf, type MovementCause, plansOf, type RevenueSnapshot, snapshots } from "../metrics/movement-cause.ts";
import { rowReport } from "../row-report.ts";
import { flag, instant, money, type Table, text, word } from "../table.ts";

/** A row of the file. */
interface WrittenRow {
  readonly account: Account;
  readonly at: Instant;
  readonly kind: MovementKind | "fx";
  /** Undefined for what was there when the clock started. */
  readonly cause: MovementCause | undefined;
  /** Of a churn: whether a failed payment brought it about. */
  readonly involuntary: boolean;
  readonly plansBefore: string | undefined;
  readonly plansAfter: string | undefined;
  readonly amount: Minor;
  readonly after: Minor;
  /** The customer's; of what rates do to it the reporting currency. */
  readonly currency: Currency;
}

export interface MovementRow extends WrittenRow {
  readonly kind: MovementKind;
  /** As it was told: a view. */
  readonly movement: Movement;
}

export const mrrMovementsTable: Table<WrittenRow> = {
  name: "mrr_movements",
  about: "One row per movement of a customer's recurring revenue, netted per instant over all its subscriptions (D40).",
  currency: ({ currency }) => currency,
  columns: [
    text("customer", "The customer's id.", ({ account }) => account.id),
    instant("at", "When it moved.", ({ at }) => at),
    word(
      "movement",
      "`new`, `reactivation`, `expansion`, `contraction` or `churn`; `opening` for what was there when the clock started; `fx` for what a change of rates makes of it (R112).",
      ({ kind }) => kind,
    ),
    word("cause", "What made it move; empty for an `opening`.", ({ cause }) => cause),
    text("plan_before", "The plans that paid before, joined by `;`.", ({ plansBefore }) => plansBefore),
    text("plan_after", "The plans that pay afterwards.", ({ plansAfter }) => plansAfter),
    money("amount", "The change, negative for a contraction and a churn: amounts add up to mrr_after.", ({ amount }) => amount),
    money("mrr_after", "The customer's recurring revenue of a month afterwards.", ({ after }) => after),
    word("currency", "Three letters, lower case.", ({ currency }) => currency.code),
    text("population", "The population the customer was drawn from; empty for a script.", ({ account }) => account.population || undefined),
    flag("involuntary", "Of a churn: whether a failed payment brought it about.", ({ kind, involuntary }) => (kind === "churn" ? involuntary : undefined)),
  ],
};

/** Tells every movement with its cause and plans. `write` reads the row at once. */
export function listenToMovements(write: (row: MovementRow) => void, { scenario }: ReportContext): Partial<ReportFacts> {
  const settings = scenario.reports.metrics;
  let before: readonly RevenueSnapshot[] = [];
  let stale = false;
  return {
    begin() {
      before = [];
      stale = false;
    },
    subscription() {
      stale = true;
    },
    ...(settings.meteredInMrr ? { invoice: () => void (stale = true) } : {}),
    movement(at, account, movement) {
      const { kind, before: paidBefore, after, involuntary } = movement;
      if (kind === "none") return;
      const now = snapshots(account, settings);
      const cause = kind === "opening" ? undefined : causeOf(kind, before, now);
      write({
        account,
        at,
        kind,
        cause,
        involuntary,
        plansBefore: plansOf(before),
        plansAfter: plansOf(now),
        amount: after - paidBefore,
        after,
        currency: account.currency,
        movement,
      });
      before = now;
      stale = false;
    },
    settle(_at, account) {
      if (!stale) return;
      before = snapshots(account, settings);
      stale = false;
    },
  };
}

/** The movements of the customers' own currencies, and between them what rates do to them where there is a reporting currency. */
export const mrrMovements = rowReport(mrrMovementsTable, (write: (row: WrittenRow) => void, context) => {
  if (context.scenario.reports.reporting === undefined) return listenToMovements(write, context);
  const rates = new FxMovements(context);
  let plans: string | undefined;
  const writeFx = (account: Account, { at, currency, before, after }: Revaluation): void =>
    write({ account, at, kind: "fx", cause: "fx", involuntary: false, plansBefore: plans, plansAfter: plans, amount: after - before, after, currency });
  const listener = listenToMovements((row) => {
    const { at, account, after, plansAfter } = row;
    rates.move(at, account, after, (change) => writeFx(account, change));
    plans = plansAfter;
    write(row);
  }, context);
  return {
    ...listener,
    begin(account) {
      listener.begin?.(account);
      rates.begin();
      plans = undefined;
    },
    end: (account) => rates.tellUntil(context.scenario.end, account, (change) => writeFx(account, change)),
  };
});
