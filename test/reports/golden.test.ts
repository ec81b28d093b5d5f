import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { DAY } from "../../engine/calendar/instant.ts";
import { customerTimeline } from "../../reports/explain/timeline.ts";
import { padLeft, textWidth, truncate } from "../../reports/rendering/text-width.ts";
import { drawnScenario } from "./drawn-scenario.ts";
import { run } from "./run.ts";
import { at, cancelLater, cancelNow, card, change, coupon, customer, day, plan, scenario, subscribe, taxRate } from "./scenario-in-code.ts";

const pro = plan("pro", 2000);
const platinum = plan("platinum", 5000);

/** The lines that tell what happened, with columns two blanks apart: how they are aligned is the first test's business. */
function journal(...args: Parameters<typeof scenario>): string {
  return squeezed(
    run(scenario(...args))
      .golden()
      .split("\n\n")[1] as string,
  );
}

const squeezed = (text: string): string => text.replace(/ {2,}/g, "  ");

describe("the golden text", () => {
  it("tells what happened in time order over all customers, then the final state, then the reports", () => {
    const alice = customer("alice", [at(day(2026, 1, 31), subscribe([[pro, 2]])), at(day(2026, 2, 15), change({ plan: platinum }))]);
    const taro = customer("山田 太郎", [at(day(2026, 2, 1), subscribe([[pro, 1]]))]);
    expect(run(scenario([alice, taro], { end: day(2026, 3, 1) })).golden()).toBe(
      `a scenario in code
clock 2026-01-01 00:00:00 → 2026-03-01 00:00:00

2026-01-31 00:00:00  alice      subscription created                          alice: pro x2, active, next renewal 2026-02-28
2026-01-31 00:00:00  alice      invoice alice-0001 paid            USD 40.00  pro x2, 2026-01-31 → 2026-02-28
2026-02-01 00:00:00  山田 太郎  subscription created                          山田 太郎: pro x1, active, next renewal 2026-03-01
2026-02-01 00:00:00  山田 太郎  invoice 山田 太郎-0001 paid        USD 20.00  pro x1, 2026-02-01 → 2026-03-01
2026-02-15 00:00:00  alice      subscription updated                          alice: pro x2 → platinum x1
                                  pending                         USD -18.57  unused time on pro x2: 40.00 × 1123200/2419200 s
                                  pending                          USD 23.21  remaining time on platinum x1: 50.00 × 1123200/2419200 s
2026-02-28 00:00:00  alice      invoice alice-0002 draft           USD 54.64  2026-02-15 → 2026-03-31
                                  line                            USD -18.57  unused time on pro x2: 40.00 × 1123200/2419200 s, 2026-02-15 → 2026-02-28
                                  line                             USD 23.21  remaining time on platinum x1: 50.00 × 1123200/2419200 s, 2026-02-15 → 2026-02-28
                                  line                             USD 50.00  platinum x1, 2026-02-28 → 2026-03-31
2026-02-28 01:00:00  alice      invoice alice-0002 paid            USD 54.64  by visa

Final state at 2026-03-01 00:00:00

alice: balance USD 0.00, card visa, mrr USD 50.00
  subscription alice  active  mrr USD 50.00  platinum x1, 2026-02-28 → 2026-03-31
  2 invoices          paid        USD 94.64
山田 太郎: balance USD 0.00, card visa, mrr USD 20.00
  subscription 山田 太郎  active  mrr USD 20.00  pro x1, 2026-02-01 → 2026-03-01
  1 invoice               paid        USD 20.00

events of one instant and customer: how often, and when first
2  2026-01-01 00:00:00  customer.created, payment_method.attached
2  2026-01-31 00:00:00  customer.subscription.created, invoice.created, invoice.finalized, payment_intent.created, payment_intent.succeeded,
                        charge.succeeded, invoice.paid, invoice.payment_succeeded, customer.subscription.updated
1  2026-02-15 00:00:00  customer.subscription.updated, invoiceitem.created, invoiceitem.created
2  2026-02-21 00:00:00  invoice.upcoming
1  2026-02-28 00:00:00  customer.subscription.updated, invoice.created
1  2026-02-28 01:00:00  invoice.finalized, payment_intent.created, payment_intent.succeeded, charge.succeeded, invoice.paid,
                        invoice.payment_succeeded

mrr.csv, per month
interval  currency  opening    new  expansion  closing     arr  subscribers
2026-01   usd          0.00  40.00       0.00    40.00  480.00            1
2026-02   usd         40.00  20.00      10.00    70.00  840.00            2

churn.csv, per month
interval  currency  customers_opening  customers_new  customers_closing  net_mrr_churn_rate       nrr       grr   arpa
2026-01   usd                       0              1                  1                                          40.00
2026-02   usd                       1              1                  2           -0.250000  1.250000  1.000000  35.00

definitions: preset stripe, mrr_statuses [active, past_due], mrr_discounts forever, churn_recognized at_cancel, churn_denominator start_plus_new, reactivation_in_nrr false, trials_in_mrr false, paused_in_mrr false, metered_in_mrr false, gross_margin 100%

revenue.csv, per month
interval  currency  billed  collected  recognized  deferred_opening  deferred_added  deferred_released  deferred_closing  unbilled_added  unbilled_billed  net_revenue  gross_margin
2026-01   usd        40.00      40.00        1.42              0.00           40.00               1.42             38.58            0.00             0.00         1.42          1.42
2026-02   usd        74.64      74.64       64.83             38.58           70.00              60.19             48.39            4.64             4.64        64.83         64.83

cohorts.csv, per month
cohort   age  customers  retained  retention_rate  mrr_start    mrr  mrr_retention_rate  currency  revenue_cumulative  collected_cumulative
2026-01    0          1         1        1.000000      40.00  40.00            1.000000  usd                    40.00                 40.00
2026-01    1          1         1        1.000000      40.00  50.00            1.250000  usd                    94.64                 94.64
2026-02    0          1         1        1.000000      20.00  20.00            1.000000  usd                    20.00                 20.00

deferred_waterfall.csv, per month
billed   recognized_in  amount  currency
2026-01  2026-01          1.42  usd
2026-01  2026-02         38.58  usd
2026-02  2026-02         21.61  usd
2026-02                  48.39  usd

trial_balance.csv, per month
interval  account                       opening  debit  credit  closing  currency
2026-01   assets:receivable                0.00  40.00   40.00     0.00  usd
2026-01   assets:cash                      0.00  40.00    0.00    40.00  usd
2026-01   liabilities:deferred revenue     0.00   1.42   40.00   -38.58  usd
2026-01   revenue:subscriptions            0.00   0.00    1.42    -1.42  usd
2026-02   assets:receivable                0.00  74.64   74.64     0.00  usd
2026-02   assets:unbilled                  0.00   4.64    4.64     0.00  usd
2026-02   assets:cash                     40.00  74.64    0.00   114.64  usd
2026-02   liabilities:deferred revenue   -38.58  60.19   70.00   -48.39  usd
2026-02   revenue:subscriptions           -1.42   0.00   64.83   -66.25  usd
`,
    );
  });

  it("shows discounts, taxes and the customer balance below an invoice, and what is due then", () => {
    const launch = coupon("launch", { percent: "50" });
    const entry = at(day(2026, 1, 5), subscribe([[pro, 1]], { discounts: [launch], taxRates: [taxRate("vat", "21")] }));
    expect(journal([customer("alice", [entry], { balance: -500 })], { end: day(2026, 1, 6) })).toBe(
      `2026-01-01 00:00:00  alice  customer balance  USD -5.00  initial, balance now USD -5.00
2026-01-05 00:00:00  alice  subscription created  alice: pro x1, coupon launch, active, next renewal 2026-02-05
2026-01-05 00:00:00  alice  invoice alice-0001 paid  USD 12.10  2026-01-05 → 2026-02-05
  line  USD 20.00  pro x1
  discount  USD -10.00  launch
  tax  USD 2.10  vat 21%
  customer balance  USD -5.00  balance USD -5.00 → USD 0.00, due USD 7.10`,
    );
  });

  it("tells each failed payment with its reason and the next try, and how dunning ends", () => {
    const dunning = {
      retries: [{ months: 0, seconds: 3 * DAY }],
      then: "unpaid",
      invoiceThen: "uncollectible",
      overdueFor: { months: 0, seconds: 0 },
    } as const;
    const life = customer("bob", [at(day(2026, 1, 5), subscribe([[pro, 1]]))], { card: card("runs_dry", 1, "ok", "insufficient_funds"), dunning });
    expect(journal([life], { end: day(2026, 2, 10) })).toBe(
      `2026-01-05 00:00:00  bob  subscription created  bob: pro x1, active, next renewal 2026-02-05
2026-01-05 00:00:00  bob  invoice bob-0001 paid  USD 20.00  pro x1, 2026-01-05 → 2026-02-05
2026-02-05 00:00:00  bob  invoice bob-0002 draft  USD 20.00  pro x1, 2026-02-05 → 2026-03-05
2026-02-05 01:00:00  bob  invoice bob-0002 open  USD 20.00
2026-02-05 01:00:00  bob  payment failed  USD 20.00  bob-0002, runs_dry: insufficient_funds, attempt 1, next try 2026-02-08 01:00:00
2026-02-05 01:00:00  bob  subscription past_due  bob: active → past_due
2026-02-08 01:00:00  bob  payment failed  USD 20.00  bob-0002, runs_dry: insufficient_funds, attempt 2, no further try planned
2026-02-08 01:00:00  bob  invoice bob-0002 uncollectible  USD 20.00
2026-02-08 01:00:00  bob  subscription unpaid  bob: past_due → unpaid`,
    );
  });

  it("a payment that fails and is made good in the same instant is two lines, in that order", () => {
    const when = day(2026, 1, 5);
    const life = customer("alice", [at(when, subscribe([[pro, 1]])), at(when, { kind: "pay", invoice: undefined, outOfBand: false })], {
      card: card("second", 1, "card_declined", "ok"),
    });
    expect(journal([life], { end: day(2026, 1, 6) })).toBe(
      `2026-01-05 00:00:00  alice  subscription created  alice: pro x1, active, next renewal 2026-02-05
2026-01-05 00:00:00  alice  invoice alice-0001 open  USD 20.00  pro x1, 2026-01-05 → 2026-02-05
2026-01-05 00:00:00  alice  payment failed  USD 20.00  alice-0001, second: card_declined, attempt 1, no further try planned
2026-01-05 00:00:00  alice  invoice alice-0001 paid  USD 20.00  by second`,
    );
  });

  it("prorations that are billed at once stand on their invoice only; those that an end removes stand below it", () => {
    const upgrade = change({ plan: platinum, prorationBehavior: "always_invoice" });
    const billed = customer("alice", [at(day(2026, 1, 1), subscribe([[pro, 1]])), at(day(2026, 1, 16) + DAY / 2, upgrade)]);
    expect(
      journal([billed], { end: day(2026, 1, 20) })
        .split("\n")
        .slice(2),
    ).toEqual([
      "2026-01-16 12:00:00  alice  subscription updated  alice: pro x1 → platinum x1",
      "2026-01-16 12:00:00  alice  invoice alice-0002 paid  USD 15.00  2026-01-16 12:00:00 → 2026-02-01",
      "  line  USD -10.00  unused time on pro x1: 20.00 × 1339200/2678400 s",
      "  line  USD 25.00  remaining time on platinum x1: 50.00 × 1339200/2678400 s",
    ]);
    const removed = customer(
      "alice",
      [billed.entries[0], at(day(2026, 1, 16) + DAY / 2, change({ plan: platinum })), at(day(2026, 1, 18), cancelNow)].filter((entry) => entry !== undefined),
    );
    expect(
      journal([removed], { end: day(2026, 1, 20) })
        .split("\n")
        .slice(-3),
    ).toEqual([
      "2026-01-18 00:00:00  alice  subscription canceled  alice: cancelled at once",
      "  removed  USD -10.00  unused time on pro x1: 20.00 × 1339200/2678400 s",
      "  removed  USD 25.00  remaining time on platinum x1: 50.00 × 1339200/2678400 s",
    ]);
  });

  it("what is open, drafted or pending at the end stays and is shown", () => {
    const life = customer("alice", [at(day(2026, 1, 1), subscribe([[pro, 1]])), at(day(2026, 1, 31), change({ quantity: 2 }))], {
      card: card("breaks", 1, "ok", "card_declined"),
    });
    const state = (end: number): string =>
      run(scenario([life], { end }))
        .golden()
        .split("\n\n")[3] as string;
    expect(state(day(2026, 2, 1) - 1)).toBe(
      `alice: balance USD 0.00, card breaks, mrr USD 40.00
  subscription alice  active  mrr USD 40.00  pro x2, 2026-01-01 → 2026-02-01
  1 invoice           paid        USD 20.00
  pending                         USD -0.65  unused time on pro x1: 20.00 × 86400/2678400 s
  pending                          USD 1.29  remaining time on pro x2: 40.00 × 86400/2678400 s`,
    );
    expect(
      state(day(2026, 2, 1) + 60)
        .split("\n")
        .at(-1),
    ).toBe("  invoice alice-0002  draft       USD 40.64  drafted 2026-02-01");
    expect(
      state(day(2026, 2, 2))
        .split("\n")
        .at(-1),
    ).toBe("  invoice alice-0002  open          USD 40.64  remaining since 2026-02-01 01:00:00, 1 attempt, next try 2026-02-04 01:00:00");
  });

  it("an action that was refused as expected is told", () => {
    const entry = { ...at(day(2026, 1, 5), cancelLater), expectsRefusal: true };
    expect(
      journal([customer("alice", [at(day(2026, 1, 2), subscribe([[pro, 1]])), at(day(2026, 1, 3), cancelLater), entry])], { end: day(2026, 1, 6) }),
    ).toMatch(/2026-01-05 00:00:00 {2}alice {2}refused as expected +subscription "alice" is already set to end with its period$/);
  });

  test.prop([drawnScenario], { numRuns: 15 })("is in time order, ends with a newline, has no blanks at line ends", (one) => {
    const golden = run(one).golden();
    const times = golden.split("\n").flatMap((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?= {2}c)/.exec(line) ?? []);
    expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect(golden.endsWith("\n")).toBe(true);
    expect(golden).not.toMatch(/[ \t]$/m);
  });
});

describe("a customer's timeline", () => {
  it("says why, with the line of the script where one made it", () => {
    const entry = { ...at(day(2026, 1, 5), subscribe([[pro, 1]])), place: { line: 14, column: 9 } };
    const timeline = customerTimeline(scenario([customer("alice", [entry]), customer("bob", [])], { end: day(2026, 1, 6) }), "alice");
    expect(squeezed(timeline ?? "")).toBe(
      `2026-01-05 00:00:00  alice  subscription created  alice: pro x1, active, next renewal 2026-02-05
  why: the script subscribes (line 14: subscribe)
2026-01-05 00:00:00  alice  invoice alice-0001 paid  USD 20.00  pro x1, 2026-01-05 → 2026-02-05
  why: the first invoice of a sign-up, finalized at once (line 14: subscribe)

alice: balance USD 0.00, card visa, mrr USD 20.00
  subscription alice  active  mrr USD 20.00  pro x1, 2026-01-05 → 2026-02-05
  1 invoice  paid  USD 20.00
`,
    );
  });

  it("is undefined for a customer that is not there", () => {
    expect(customerTimeline(scenario([]), "nobody")).toBeUndefined();
  });
});

describe("the width of text", () => {
  it.each([
    ["alice", 5],
    ["山田 太郎", 9],
    ["e\u0301te\u0301", 3],
    ["한국", 4],
    ["", 0],
  ])("%s takes %i columns", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it("pads and cuts by columns, not by characters", () => {
    expect([padLeft("山", 4), truncate("山田太郎", 5), truncate("alice", 5)]).toEqual(["  山", "山田…", "alice"]);
  });
});
