import type { ReportFacts } from "./collector.ts";

/** Passes a kind of fact on to a few listeners, each of them called at a place of its own. */
type Chain<M extends FrequentMethod> = (listeners: readonly Pick<ReportFacts, M>[]) => ReportFacts[M];

/** What is told at every renewal. */
export type FrequentMethod = "subscription" | "payment" | "settle" | "finalized" | "paid" | "deferral";

/** How many listeners of a kind of fact are called each at a place of its own. */
const PLACES = 6;

/** For up to six, of the facts that come most often: at each place the compiler sees one kind of collector, and makes it part of the caller. */
export const chains: { readonly [M in FrequentMethod]: Chain<M> } = {
  subscription: (listeners) => {
    const [first, second, third, fourth, fifth, sixth] = inPlaces(listeners, { subscription: nobody });
    return (at, account, subscription, change, previous) => {
      first.subscription(at, account, subscription, change, previous);
      second.subscription(at, account, subscription, change, previous);
      third.subscription(at, account, subscription, change, previous);
      fourth.subscription(at, account, subscription, change, previous);
      fifth.subscription(at, account, subscription, change, previous);
      sixth.subscription(at, account, subscription, change, previous);
    };
  },
  payment: (listeners) => {
    const [first, second, third, fourth, fifth, sixth] = inPlaces(listeners, { payment: nobody });
    return (at, account, payment) => {
      first.payment(at, account, payment);
      second.payment(at, account, payment);
      third.payment(at, account, payment);
      fourth.payment(at, account, payment);
      fifth.payment(at, account, payment);
      sixth.payment(at, account, payment);
    };
  },
  settle: (listeners) => {
    const [first, second, third, fourth, fifth, sixth] = inPlaces(listeners, { settle: nobody });
    return (at, account) => {
      first.settle(at, account);
      second.settle(at, account);
      third.settle(at, account);
      fourth.settle(at, account);
      fifth.settle(at, account);
      sixth.settle(at, account);
    };
  },
  finalized: (listeners) => {
    const [first, second, third, fourth, fifth, sixth] = inPlaces(listeners, { finalized: nobody });
    return (at, account, invoice) => {
      first.finalized(at, account, invoice);
      second.finalized(at, account, invoice);
      third.finalized(at, account, invoice);
      fourth.finalized(at, account, invoice);
      fifth.finalized(at, account, invoice);
      sixth.finalized(at, account, invoice);
    };
  },
  paid: (listeners) => {
    const [first, second, third, fourth, fifth, sixth] = inPlaces(listeners, { paid: nobody });
    return (at, account, invoice) => {
      first.paid(at, account, invoice);
      second.paid(at, account, invoice);
      third.paid(at, account, invoice);
      fourth.paid(at, account, invoice);
      fifth.paid(at, account, invoice);
      sixth.paid(at, account, invoice);
    };
  },
  deferral: (listeners) => {
    const [first, second, third, fourth, fifth, sixth] = inPlaces(listeners, { deferral: nobody });
    return (at, account, invoice, line, earnings) => {
      first.deferral(at, account, invoice, line, earnings);
      second.deferral(at, account, invoice, line, earnings);
      third.deferral(at, account, invoice, line, earnings);
      fourth.deferral(at, account, invoice, line, earnings);
      fifth.deferral(at, account, invoice, line, earnings);
      sixth.deferral(at, account, invoice, line, earnings);
    };
  },
};

type Places<L> = readonly [first: L, second: L, third: L, fourth: L, fifth: L, sixth: L];

/** The listeners, and nobody at the places that are left. */
function inPlaces<L>(listeners: readonly L[], silent: L): Places<L> {
  return Array.from({ length: PLACES }, (_, i) => listeners[i] ?? silent) as unknown as Places<L>;
}

/** Whether so many listeners of a kind of fact have places of their own. */
export function isChained(method: string, count: number): boolean {
  return method in chains && count <= PLACES;
}

function nobody(): void {}
