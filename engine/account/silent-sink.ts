import type { FactSink } from "./facts.ts";

const ignore = (): void => {};

/** A sink for runs of which no fact matters. */
export function silentSink(): FactSink {
  return {
    begin: ignore,
    subscription: ignore,
    opening: ignore,
    line: ignore,
    invoice: ignore,
    payment: ignore,
    balance: ignore,
    creditNote: ignore,
    dispute: ignore,
    usage: ignore,
    card: ignore,
    coupon: ignore,
    review: ignore,
    settle: ignore,
    probe: ignore,
    refusal: ignore,
    end: ignore,
  };
}
