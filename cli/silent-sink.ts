import type { FactSink } from "../engine/account/facts.ts";

const ignore = (): void => {};

/** A sink for runs of which only the refusals matter. */
export function silentSink(): FactSink {
  return {
    begin: ignore,
    subscription: ignore,
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
