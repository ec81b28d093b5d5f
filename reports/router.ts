import type { Account } from "../engine/account/account.ts";
import type { ReportFacts } from "./collector.ts";

type Method = keyof ReportFacts;
type Listener<M extends Method> = Pick<ReportFacts, M>;
type Call<M extends Method> = (only: Listener<M>) => ReportFacts[M];
type Pair<M extends Method> = (first: Listener<M>, second: Listener<M>) => ReportFacts[M];
type Loop<M extends Method> = (listeners: readonly Listener<M>[]) => ReportFacts[M];

/** One loop per kind of fact, so that each call in it sees only the collectors of that kind. */
const loops: { readonly [M in Method]: Loop<M> } = {
  begin: (listeners) => (account) => {
    for (const to of listeners) to.begin(account);
  },
  subscription: (listeners) => (at, account, subscription, change, previous) => {
    for (const to of listeners) to.subscription(at, account, subscription, change, previous);
  },
  opening: (listeners) => (at, account, line) => {
    for (const to of listeners) to.opening(at, account, line);
  },
  line: (listeners) => (at, account, line, booking) => {
    for (const to of listeners) to.line(at, account, line, booking);
  },
  invoice: (listeners) => (at, account, invoice, step) => {
    for (const to of listeners) to.invoice(at, account, invoice, step);
  },
  payment: (listeners) => (at, account, payment) => {
    for (const to of listeners) to.payment(at, account, payment);
  },
  balance: (listeners) => (at, account, amount, cause, invoice, description) => {
    for (const to of listeners) to.balance(at, account, amount, cause, invoice, description);
  },
  creditNote: (listeners) => (at, account, invoice, note) => {
    for (const to of listeners) to.creditNote(at, account, invoice, note);
  },
  dispute: (listeners) => (at, account, dispute, step) => {
    for (const to of listeners) to.dispute(at, account, dispute, step);
  },
  usage: (listeners) => (at, account, subscription, usage) => {
    for (const to of listeners) to.usage(at, account, subscription, usage);
  },
  card: (listeners) => (at, account, card, change) => {
    for (const to of listeners) to.card(at, account, card, change);
  },
  coupon: (listeners) => (at, account, coupon) => {
    for (const to of listeners) to.coupon(at, account, coupon);
  },
  review: (listeners) => (at, account, card) => {
    for (const to of listeners) to.review(at, account, card);
  },
  settle: (listeners) => (at, account) => {
    for (const to of listeners) to.settle(at, account);
  },
  probe: (listeners) => (at, account, ref) => {
    for (const to of listeners) to.probe(at, account, ref);
  },
  refusal: (listeners) => (at, account, entry, message) => {
    for (const to of listeners) to.refusal(at, account, entry, message);
  },
  end: (listeners) => (account) => {
    for (const to of listeners) to.end(account);
  },
  movement: (listeners) => (at, account, movement) => {
    for (const to of listeners) to.movement(at, account, movement);
  },
  posting: (listeners) => (at, account, posting) => {
    for (const to of listeners) to.posting(at, account, posting);
  },
};

const METHODS = Object.keys(loops) as Method[];

/** The same for only one collector. A function of its own per kind, and no bound one: the compiler makes it part of the caller. */
const calls: { readonly [M in Method]: Call<M> } = {
  begin: (only) => (account) => only.begin(account),
  subscription: (only) => (at, account, subscription, change, previous) => only.subscription(at, account, subscription, change, previous),
  opening: (only) => (at, account, line) => only.opening(at, account, line),
  line: (only) => (at, account, line, booking) => only.line(at, account, line, booking),
  invoice: (only) => (at, account, invoice, step) => only.invoice(at, account, invoice, step),
  payment: (only) => (at, account, payment) => only.payment(at, account, payment),
  balance: (only) => (at, account, amount, cause, invoice, description) => only.balance(at, account, amount, cause, invoice, description),
  creditNote: (only) => (at, account, invoice, note) => only.creditNote(at, account, invoice, note),
  dispute: (only) => (at, account, dispute, step) => only.dispute(at, account, dispute, step),
  usage: (only) => (at, account, subscription, usage) => only.usage(at, account, subscription, usage),
  card: (only) => (at, account, card, change) => only.card(at, account, card, change),
  coupon: (only) => (at, account, coupon) => only.coupon(at, account, coupon),
  review: (only) => (at, account, card) => only.review(at, account, card),
  settle: (only) => (at, account) => only.settle(at, account),
  probe: (only) => (at, account, ref) => only.probe(at, account, ref),
  refusal: (only) => (at, account, entry, message) => only.refusal(at, account, entry, message),
  end: (only) => (account) => only.end(account),
  movement: (only) => (at, account, movement) => only.movement(at, account, movement),
  posting: (only) => (at, account, posting) => only.posting(at, account, posting),
};

/** And for two: in a loop the compiler sees two kinds of collector at one call. */
const pairs: { readonly [M in Method]: Pair<M> } = {
  begin: (first, second) => (account) => {
    first.begin(account);
    second.begin(account);
  },
  subscription: (first, second) => (at, account, subscription, change, previous) => {
    first.subscription(at, account, subscription, change, previous);
    second.subscription(at, account, subscription, change, previous);
  },
  opening: (first, second) => (at, account, line) => {
    first.opening(at, account, line);
    second.opening(at, account, line);
  },
  line: (first, second) => (at, account, line, booking) => {
    first.line(at, account, line, booking);
    second.line(at, account, line, booking);
  },
  invoice: (first, second) => (at, account, invoice, step) => {
    first.invoice(at, account, invoice, step);
    second.invoice(at, account, invoice, step);
  },
  payment: (first, second) => (at, account, payment) => {
    first.payment(at, account, payment);
    second.payment(at, account, payment);
  },
  balance: (first, second) => (at, account, amount, cause, invoice, description) => {
    first.balance(at, account, amount, cause, invoice, description);
    second.balance(at, account, amount, cause, invoice, description);
  },
  creditNote: (first, second) => (at, account, invoice, note) => {
    first.creditNote(at, account, invoice, note);
    second.creditNote(at, account, invoice, note);
  },
  dispute: (first, second) => (at, account, dispute, step) => {
    first.dispute(at, account, dispute, step);
    second.dispute(at, account, dispute, step);
  },
  usage: (first, second) => (at, account, subscription, usage) => {
    first.usage(at, account, subscription, usage);
    second.usage(at, account, subscription, usage);
  },
  card: (first, second) => (at, account, card, change) => {
    first.card(at, account, card, change);
    second.card(at, account, card, change);
  },
  coupon: (first, second) => (at, account, coupon) => {
    first.coupon(at, account, coupon);
    second.coupon(at, account, coupon);
  },
  review: (first, second) => (at, account, card) => {
    first.review(at, account, card);
    second.review(at, account, card);
  },
  settle: (first, second) => (at, account) => {
    first.settle(at, account);
    second.settle(at, account);
  },
  probe: (first, second) => (at, account, ref) => {
    first.probe(at, account, ref);
    second.probe(at, account, ref);
  },
  refusal: (first, second) => (at, account, entry, message) => {
    first.refusal(at, account, entry, message);
    second.refusal(at, account, entry, message);
  },
  end: (first, second) => (account) => {
    first.end(account);
    second.end(account);
  },
  movement: (first, second) => (at, account, movement) => {
    first.movement(at, account, movement);
    second.movement(at, account, movement);
  },
  posting: (first, second) => (at, account, posting) => {
    first.posting(at, account, posting);
    second.posting(at, account, posting);
  },
};

/** What is told at every renewal. */
type FrequentMethod = "subscription" | "invoice" | "payment" | "settle";

/** How many listeners of a kind of fact are called each at a place of its own. */
const PLACES = 6;

/** For up to six, of the facts that come most often: at each place the compiler sees one kind of collector, and makes it part of the caller. */
const chains: { readonly [M in FrequentMethod]: Loop<M> } = {
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
  invoice: (listeners) => {
    const [first, second, third, fourth, fifth, sixth] = inPlaces(listeners, { invoice: nobody });
    return (at, account, invoice, step) => {
      first.invoice(at, account, invoice, step);
      second.invoice(at, account, invoice, step);
      third.invoice(at, account, invoice, step);
      fourth.invoice(at, account, invoice, step);
      fifth.invoice(at, account, invoice, step);
      sixth.invoice(at, account, invoice, step);
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
};

type Places<L> = readonly [first: L, second: L, third: L, fourth: L, fifth: L, sixth: L];

/** The listeners, and nobody at the places that are left. */
function inPlaces<L>(listeners: readonly L[], silent: L): Places<L> {
  return Array.from({ length: PLACES }, (_, i) => listeners[i] ?? silent) as unknown as Places<L>;
}

function loopOf<M extends Method>(method: M, count: number): Loop<M> {
  const isChained = method in chains && count <= PLACES;
  return (isChained ? chains[method as FrequentMethod] : loops[method]) as Loop<M>;
}

/**
 * A sink that passes each fact to the collectors that want it, in their order. A collector that ignores a kind of fact costs nothing there:
 * each kind has its own list.
 */
export function route(collectors: readonly Partial<ReportFacts>[]): ReportFacts {
  const to = <M extends Method>(method: M): ReportFacts[M] => pass(collectors, method);
  return {
    begin: to("begin"),
    subscription: to("subscription"),
    opening: to("opening"),
    line: to("line"),
    invoice: to("invoice"),
    payment: to("payment"),
    balance: to("balance"),
    creditNote: to("creditNote"),
    dispute: to("dispute"),
    usage: to("usage"),
    card: to("card"),
    coupon: to("coupon"),
    review: to("review"),
    settle: to("settle"),
    probe: to("probe"),
    refusal: to("refusal"),
    end: to("end"),
    movement: to("movement"),
    posting: to("posting"),
  };
}

/** The facts of those customers alone that `isWanted` says, asked when a life begins. */
export function onlyOf(isWanted: (account: Account) => boolean, to: Partial<ReportFacts>): Partial<ReportFacts> {
  let wanted = false;
  const all = route([to]);
  const gated = METHODS.map((method) => {
    const tell = all[method] as (...fact: unknown[]) => void;
    return [method, (...fact: unknown[]) => (wanted ? tell(...fact) : undefined)];
  });
  return {
    ...(Object.fromEntries(gated) as ReportFacts),
    begin(account) {
      wanted = isWanted(account);
      if (wanted) all.begin(account);
    },
  };
}

/** Mostly nobody listens, or one or two; only more need a chain or a loop. */
function pass<M extends Method>(collectors: readonly Partial<ReportFacts>[], method: M): ReportFacts[M] {
  const listeners = collectors.filter((collector) => collector[method] !== undefined) as unknown as readonly Listener<M>[];
  const [first, second] = listeners;
  if (first === undefined) return nobody as ReportFacts[M];
  if (second === undefined) return (calls[method] as Call<M>)(first);
  return listeners.length === 2 ? (pairs[method] as Pair<M>)(first, second) : loopOf(method, listeners.length)(listeners);
}

function nobody(): void {}
