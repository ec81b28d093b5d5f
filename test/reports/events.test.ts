import { describe, expect, it } from "vitest";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { DAY, HOUR, type Instant } from "../../engine/calendar/instant.ts";
import { noCard } from "../../engine/payments/card.ts";
import type { CustomerScript } from "../../engine/scenario/scenario.ts";
import { rowsOf, run } from "./run.ts";
import { at, cancelLater, cancelNow, card, change, coupon, customer, day, plan, scenario, subscribe, visa } from "./scenario-in-code.ts";

const pro = plan("pro", 2000);
const START = day(2026, 1, 5);
const RENEWAL = day(2026, 2, 5);

/** The types of a customer's events at one instant, in order. */
function eventsAt(life: CustomerScript, instant: Instant): (string | undefined)[] {
  return rowsOf(run(scenario([life])), "events.csv")
    .filter((row) => row.get("at") === formatInstant(instant))
    .map((row) => row.get("type"));
}

const PAID = ["payment_intent.succeeded", "charge.succeeded", "invoice.paid", "invoice.payment_succeeded"];
const FAILED = ["charge.failed", "payment_intent.payment_failed", "invoice.payment_failed", "invoice.updated"];
const FINALIZED = ["invoice.finalized", "payment_intent.created"];
const alice = customer("alice", [at(START, subscribe([[pro, 1]]))]);

describe("events, by Stripe's names and in one fixed order (B41)", () => {
  it("a customer begins", () => {
    expect(eventsAt(alice, day(2026, 1, 1))).toEqual(["customer.created", "payment_method.attached"]);
    const bare = customer("bob", [], { coupon: coupon("half", { percent: "50" }) });
    expect(eventsAt(bare, day(2026, 1, 1))).toEqual(["customer.created", "payment_method.attached", "customer.discount.created"]);
  });

  it("a sign-up", () => {
    expect(eventsAt(alice, START)).toEqual(["customer.subscription.created", "invoice.created", ...FINALIZED, ...PAID, "customer.subscription.updated"]);
  });

  it("a renewal, and an hour later its payment", () => {
    expect(eventsAt(alice, RENEWAL)).toEqual(["customer.subscription.updated", "invoice.created"]);
    expect(eventsAt(alice, RENEWAL + HOUR)).toEqual([...FINALIZED, ...PAID]);
  });

  it("a payment that fails, a retry that fails, one that succeeds", () => {
    const life = customer("alice", alice.entries, { card: card("flaky", 1, "ok", "insufficient_funds", "insufficient_funds", "ok") });
    const first = RENEWAL + HOUR;
    expect(eventsAt(life, first)).toEqual([...FINALIZED, ...FAILED, "customer.subscription.updated"]);
    expect(eventsAt(life, first + 3 * DAY)).toEqual(FAILED);
    expect(eventsAt(life, first + 8 * DAY)).toEqual([...PAID, "customer.subscription.updated"]);
  });

  it("the last retry that fails deletes the subscription", () => {
    const life = customer("alice", alice.entries, { card: card("breaks", 1, "ok", "insufficient_funds") });
    expect(eventsAt(life, RENEWAL + HOUR + 15 * DAY)).toEqual([...FAILED, "customer.subscription.deleted"]);
  });

  it("a hard decline is not charged again: a retry has no payment events", () => {
    const life = customer("alice", alice.entries, { card: card("lost", 1, "ok", "lost_card") });
    expect(eventsAt(life, RENEWAL + HOUR + 3 * DAY)).toEqual(["invoice.payment_failed", "invoice.updated"]);
  });

  it("an upgrade: the change first, then its prorations, then the invoice where it is billed at once", () => {
    const upgrade = change({ plan: plan("gold", 5000) });
    const changed = ["customer.subscription.updated", "invoiceitem.created", "invoiceitem.created"];
    const later = customer("alice", [...alice.entries, at(day(2026, 1, 20), upgrade)]);
    expect(eventsAt(later, day(2026, 1, 20))).toEqual(changed);
    const now = customer("alice", [...alice.entries, at(day(2026, 1, 20), { ...upgrade, prorationBehavior: "always_invoice" })]);
    expect(eventsAt(now, day(2026, 1, 20))).toEqual([...changed, "invoice.created", ...FINALIZED, ...PAID]);
  });

  it("a trial: its invoice of 0 is paid without a payment; then it ends with a draft", () => {
    const life = customer("alice", [at(START, subscribe([[pro, 1]], { trial: { kind: "duration", duration: { months: 0, seconds: 14 * DAY } } }))]);
    expect(eventsAt(life, START)).toEqual([
      "customer.subscription.created",
      "invoice.created",
      "invoice.finalized",
      "invoice.paid",
      "invoice.payment_succeeded",
    ]);
    expect(eventsAt(life, START + 14 * DAY)).toEqual(["customer.subscription.updated", "invoice.created"]);
  });

  it("a cancel now deletes; a cancel for later updates, and deletes when it comes", () => {
    const now = customer("alice", [...alice.entries, at(day(2026, 1, 20), cancelNow)]);
    expect(eventsAt(now, day(2026, 1, 20))).toEqual(["customer.subscription.deleted"]);
    const later = customer("alice", [...alice.entries, at(day(2026, 1, 20), cancelLater)]);
    expect(eventsAt(later, day(2026, 1, 20))).toEqual(["customer.subscription.updated"]);
    expect(eventsAt(later, RENEWAL)).toEqual(["customer.subscription.deleted"]);
  });

  it("prorations that go with an end are deleted with it", () => {
    const life = customer("alice", [...alice.entries, at(day(2026, 1, 20), change({ plan: plan("gold", 5000) })), at(day(2026, 1, 25), cancelNow)]);
    expect(eventsAt(life, day(2026, 1, 25))).toEqual(["invoiceitem.deleted", "invoiceitem.deleted", "customer.subscription.deleted"]);
  });

  it("a sign-up that is never paid is voided and expires 23 hours later", () => {
    const life = customer("alice", alice.entries, { card: card("bad", 1, "card_declined") });
    expect(eventsAt(life, START)).toEqual(["customer.subscription.created", "invoice.created", ...FINALIZED, ...FAILED]);
    expect(eventsAt(life, START + 23 * HOUR)).toEqual(["payment_intent.canceled", "invoice.voided", "customer.subscription.updated"]);
  });

  it("a card that is removed is detached, once", () => {
    const life = customer("alice", [
      at(day(2026, 1, 11), { kind: "card", card: noCard, payOpen: false }),
      at(day(2026, 1, 12), { kind: "card", card: noCard, payOpen: false }),
    ]);
    expect(eventsAt(life, day(2026, 1, 11))).toEqual(["payment_method.detached", "customer.updated"]);
    expect(eventsAt(life, day(2026, 1, 12))).toEqual(["customer.updated"]);
  });

  it("a coupon in place of another is updated; to take away what is not there deletes nothing", () => {
    const given = customer("alice", [at(day(2026, 1, 11), { kind: "coupon", coupon: coupon("half", { percent: "50" }) })], {
      coupon: coupon("tenth", { percent: "10" }),
    });
    expect(eventsAt(given, day(2026, 1, 11))).toEqual(["customer.discount.updated", "customer.updated"]);
    const none = customer("alice", [at(day(2026, 1, 11), { kind: "coupon", coupon: undefined })]);
    expect(eventsAt(none, day(2026, 1, 11))).toEqual(["customer.updated"]);
  });

  it("a card that wants authentication asks the customer to act, and only where it was charged", () => {
    const life = customer("alice", alice.entries, { card: card("strong", 1, "ok", "authentication_required") });
    const [charged, declined, failed, updated] = FAILED;
    const first = eventsAt(life, RENEWAL + HOUR);
    expect(first.slice(2, 7)).toEqual([charged, declined, failed, "invoice.payment_action_required", updated]);
    expect(eventsAt(life, RENEWAL + HOUR + 3 * DAY)).toEqual([failed, updated]);
  });

  it("what is settled without a charge cancels its payment: void, out of band", () => {
    const open = customer("alice", [...alice.entries], { card: card("breaks", 1, "ok", "insufficient_funds") });
    const then = (action: CustomerScript["entries"][number]["action"]) =>
      customer("alice", [...open.entries, at(day(2026, 2, 6), action)], { card: open.card });
    expect(eventsAt(then({ kind: "void", invoice: undefined }), day(2026, 2, 6)).slice(0, 2)).toEqual(["payment_intent.canceled", "invoice.voided"]);
    const paid = then({ kind: "pay", invoice: undefined, outOfBand: true });
    expect(eventsAt(paid, day(2026, 2, 6)).slice(0, 2)).toEqual(["payment_intent.canceled", "invoice.paid"]);
  });

  it("the balance, a new card, a coupon given and taken", () => {
    const when = [day(2026, 1, 10), day(2026, 1, 11), day(2026, 1, 12), day(2026, 1, 13)] as const;
    const life = customer("alice", [
      at(when[0], { kind: "credit", amount: 500, description: "" }),
      at(when[1], { kind: "card", card: visa, payOpen: false }),
      at(when[2], { kind: "coupon", coupon: coupon("half", { percent: "50" }) }),
      at(when[3], { kind: "coupon", coupon: undefined }),
    ]);
    expect(when.map((instant) => eventsAt(life, instant))).toEqual([
      ["customer.updated"],
      ["payment_method.attached", "customer.updated"],
      ["customer.discount.created", "customer.updated"],
      ["customer.discount.deleted", "customer.updated"],
    ]);
  });

  it("are numbered per customer, so that one more customer moves no other's", () => {
    const alone = rowsOf(run(scenario([alice])), "events.csv").map((row) => [...row.values()]);
    const bob = customer("bob", [at(day(2026, 1, 2), subscribe([[pro, 1]]))]);
    const both = rowsOf(run(scenario([bob, alice])), "events.csv").filter((row) => row.get("customer") === "alice");
    expect(both.map((row) => [...row.values()])).toEqual(alone);
  });
});

describe("events that look ahead (C9)", () => {
  const ofType = (life: CustomerScript, type: string): (string | undefined)[] =>
    rowsOf(run(scenario([life])), "events.csv")
      .filter((row) => row.get("type") === type)
      .map((row) => row.get("at"));
  const trial = (end: Instant) => customer("alice", [at(START, subscribe([[pro, 1]], { trial: { kind: "until", end } }))]);

  it("a renewal is announced seven days before", () => {
    expect(ofType(alice, "invoice.upcoming")[0]).toBe(formatInstant(RENEWAL - 7 * DAY));
  });

  it("an end that is planned is not announced as a renewal", () => {
    const life = customer("alice", [...alice.entries, at(START + DAY, cancelLater)]);
    expect(ofType(life, "invoice.upcoming")).toEqual([]);
  });

  it("a trial's end is announced three days before, once", () => {
    expect(ofType(trial(START + 14 * DAY), "customer.subscription.trial_will_end")).toEqual([formatInstant(START + 11 * DAY)]);
  });

  it("a shorter trial's end is announced at once", () => {
    expect(ofType(trial(START + 2 * DAY), "customer.subscription.trial_will_end")).toEqual([formatInstant(START)]);
  });
});
