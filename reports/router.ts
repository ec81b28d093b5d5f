import type { FactSink } from "../engine/account/facts.ts";
import type { ReportFacts } from "./collector.ts";

type Method = keyof ReportFacts;
type Listener<M extends Method> = Pick<ReportFacts, M>;

/** Those that implement a method, in order. */
function listeners<M extends Method>(collectors: readonly Partial<ReportFacts>[], method: M): readonly Listener<M>[] {
  return collectors.filter((collector) => collector[method] !== undefined) as unknown as Listener<M>[];
}

/**
 * A sink that passes each fact to the collectors that want it, in their order. A collector that ignores a kind of fact costs nothing there:
 * each kind has its own list.
 */
export function route(collectors: readonly Partial<ReportFacts>[]): ReportFacts {
  const list = <M extends Method>(method: M): readonly Listener<M>[] => listeners(collectors, method);
  const begin = list("begin");
  const subscription = list("subscription");
  const line = list("line");
  const invoice = list("invoice");
  const payment = list("payment");
  const balance = list("balance");
  const card = list("card");
  const coupon = list("coupon");
  const review = list("review");
  const settle = list("settle");
  const probe = list("probe");
  const refusal = list("refusal");
  const end = list("end");
  const movement = list("movement");
  return {
    begin(account) {
      for (const to of begin) to.begin(account);
    },
    subscription(at, account, changed, change, previous) {
      for (const to of subscription) to.subscription(at, account, changed, change, previous);
    },
    line(at, account, made, booking) {
      for (const to of line) to.line(at, account, made, booking);
    },
    invoice(at, account, moved, step) {
      for (const to of invoice) to.invoice(at, account, moved, step);
    },
    payment(at, account, attempt) {
      for (const to of payment) to.payment(at, account, attempt);
    },
    balance(at, account, amount, cause, source, description) {
      for (const to of balance) to.balance(at, account, amount, cause, source, description);
    },
    card(at, account, next) {
      for (const to of card) to.card(at, account, next);
    },
    coupon(at, account, next) {
      for (const to of coupon) to.coupon(at, account, next);
    },
    review(at, account, reviewed) {
      for (const to of review) to.review(at, account, reviewed);
    },
    settle(at, account) {
      for (const to of settle) to.settle(at, account);
    },
    probe(at, account, ref) {
      for (const to of probe) to.probe(at, account, ref);
    },
    refusal(at, account, entry, message) {
      for (const to of refusal) to.refusal(at, account, entry, message);
    },
    end(account) {
      for (const to of end) to.end(account);
    },
    movement(at, account, moved) {
      for (const to of movement) to.movement(at, account, moved);
    },
  } satisfies FactSink & ReportFacts;
}
