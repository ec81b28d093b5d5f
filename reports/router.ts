import type { FrequentSteps, ReportFacts, RoutedFacts } from "./collector.ts";
import { chains, type FrequentMethod, isChained } from "./router-places.ts";

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
  deferral: (listeners) => (at, account, invoice, line, earnings) => {
    for (const to of listeners) to.deferral(at, account, invoice, line, earnings);
  },
  created: (listeners) => (at, account, invoice) => {
    for (const to of listeners) to.created(at, account, invoice);
  },
  finalized: (listeners) => (at, account, invoice) => {
    for (const to of listeners) to.finalized(at, account, invoice);
  },
  paid: (listeners) => (at, account, invoice) => {
    for (const to of listeners) to.paid(at, account, invoice);
  },
};

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
  deferral: (only) => (at, account, invoice, line, earnings) => only.deferral(at, account, invoice, line, earnings),
  created: (only) => (at, account, invoice) => only.created(at, account, invoice),
  finalized: (only) => (at, account, invoice) => only.finalized(at, account, invoice),
  paid: (only) => (at, account, invoice) => only.paid(at, account, invoice),
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
  deferral: (first, second) => (at, account, invoice, line, earnings) => {
    first.deferral(at, account, invoice, line, earnings);
    second.deferral(at, account, invoice, line, earnings);
  },
  created: (first, second) => (at, account, invoice) => {
    first.created(at, account, invoice);
    second.created(at, account, invoice);
  },
  finalized: (first, second) => (at, account, invoice) => {
    first.finalized(at, account, invoice);
    second.finalized(at, account, invoice);
  },
  paid: (first, second) => (at, account, invoice) => {
    first.paid(at, account, invoice);
    second.paid(at, account, invoice);
  },
};

function loopOf<M extends Method>(method: M, count: number): Loop<M> {
  return (isChained(method, count) ? chains[method as FrequentMethod] : loops[method]) as Loop<M>;
}

/**
 * A sink that passes each fact to the collectors that want it, in their order. A collector that ignores a kind of fact costs nothing there:
 * each kind has its own list.
 */
export function route(collectors: readonly Partial<ReportFacts>[]): RoutedFacts {
  const to = <M extends Method>(method: M): ReportFacts[M] => pass(collectors, method);
  return {
    begin: to("begin"),
    subscription: to("subscription"),
    opening: to("opening"),
    line: to("line"),
    invoice: invoiceSteps(collectors),
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
    deferral: to("deferral"),
  };
}

/** The steps of an invoice: nearly all of them are of three kinds, and who takes those by methods of their own is called for no others. */
function invoiceSteps(collectors: readonly Partial<ReportFacts>[]): RoutedFacts["invoice"] {
  if (!collectors.some(takesSteps)) return pass(collectors, "invoice");
  const created = pass(
    collectors.map((one) => stepOf(one, "created")),
    "created",
  );
  const finalized = pass(
    collectors.map((one) => stepOf(one, "finalized")),
    "finalized",
  );
  const paid = pass(
    collectors.map((one) => stepOf(one, "paid")),
    "paid",
  );
  const others = pass(collectors, "invoice");
  return (at, account, invoice, step) => {
    if (step === "created") created(at, account, invoice);
    else if (step === "finalized") finalized(at, account, invoice);
    else if (step === "paid") paid(at, account, invoice);
    else others(at, account, invoice, step);
  };
}

/** The listener itself where it has such methods; else what hands the step to its `invoice`. */
function stepOf(one: Partial<ReportFacts>, step: keyof FrequentSteps): Partial<FrequentSteps> {
  return takesSteps(one) || one.invoice === undefined ? one : { [step]: (...[at, account, invoice]: StepFact) => one.invoice?.(at, account, invoice, step) };
}

type StepFact = Parameters<FrequentSteps["created"]>;

function takesSteps({ created, finalized, paid }: Partial<ReportFacts>): boolean {
  return created !== undefined || finalized !== undefined || paid !== undefined;
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
