import type { Account } from "../../engine/account/account.ts";
import { deriveEvents, type StripeEvent } from "../events/stripe-events.ts";
import { rowReport } from "../row-report.ts";
import { instant, integer, type Table, text, word } from "../table.ts";

export interface EventRow {
  readonly account: Account;
  readonly event: StripeEvent;
  /** Counted per customer, from 1. */
  readonly sequence: number;
}

export const eventsTable: Table<EventRow> = {
  name: "events",
  about: "One row per event, by Stripe's type names, in the order they are made.",
  currency: ({ account }) => account.currency,
  columns: [
    integer("sequence", "Counted per customer, from 1: a customer added moves no other's.", ({ sequence }) => sequence),
    instant("at", "When it happened.", ({ event }) => event.at),
    word("type", "Stripe's type.", ({ event }) => event.type),
    text("customer", "The customer's id.", ({ account }) => account.id),
    text("object", "What it is about, by its name in the other files.", ({ event }) => event.object),
    text("detail", "In a few words, what is new.", ({ event }) => event.detail),
  ],
};

export const events = rowReport(eventsTable, (write, { scenario }) => {
  let sequence = 0;
  const derived = deriveEvents((event, account) => {
    sequence++;
    write({ account, event, sequence });
  }, scenario.end);
  return {
    ...derived,
    begin(account) {
      sequence = 0;
      derived.begin?.(account);
    },
  };
});
