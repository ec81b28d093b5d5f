import { describe, expect, it } from "vitest";
import { amounts, type BilledCustomer, billFile, creations, invoiceOf, totals } from "./billed.ts";

/**
 * The rows of the product's list with the numbers that must come out, each read from its file below `scenarios/` and asserted here once
 * more: an `expect` that is wrong or gone cannot hide a wrong bill.
 */

const periods = (customer: BilledCustomer): readonly string[] =>
  customer.invoices.map(({ lines }) => lines.map(({ start, end }) => `${start} ${end}`).join(", "));

describe("row 1: plans renew by themselves, every N intervals, month ends clamped", () => {
  const of = billFile("renewals/every-interval.yaml");

  it("a daily plan renews each day", () => {
    expect(periods(of("dora"))).toEqual(["2026-01-01 2026-01-02", "2026-01-02 2026-01-03", "2026-01-03 2026-01-04"]);
  });
  it("a weekly plan renews every seven days", () => {
    expect(periods(of("wim"))).toEqual(["2026-01-01 2026-01-08", "2026-01-08 2026-01-15", "2026-01-15 2026-01-22"]);
  });
  it("a monthly plan renews on its day of the month", () => {
    expect(periods(of("mona"))).toEqual(["2026-01-01 2026-02-01", "2026-02-01 2026-03-01", "2026-03-01 2026-04-01"]);
  });
  it("a plan of two months renews every other month", () => {
    expect(periods(of("bea"))).toEqual(["2026-01-01 2026-03-01", "2026-03-01 2026-05-01", "2026-05-01 2026-07-01"]);
  });
  it("a quarterly plan renews every third month", () => {
    expect(periods(of("quinn"))).toEqual(["2026-01-01 2026-04-01", "2026-04-01 2026-07-01", "2026-07-01 2026-10-01"]);
  });
  it("a yearly plan renews every year", () => {
    expect(periods(of("yara"))).toEqual(["2026-01-01 2027-01-01", "2027-01-01 2028-01-01", "2028-01-01 2029-01-01"]);
  });
  it("a month without the anchor's day is billed on its last day, and the day comes back", () => {
    expect(creations(billFile("renewals/month-end.yaml")("alice"))).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
  });
  it("February 29 becomes the 28th, and the 29th again in a leap year", () => {
    const leap = billFile("renewals/leap-day.yaml");
    expect(creations(leap("lea"))).toEqual([2024, 2025, 2026, 2027, 2028].map((year) => `${year}-02-${year % 4 === 0 ? 29 : 28} 12:00:00`));
    expect(creations(leap("max"))).toEqual(["2024-01-31", "2024-02-29", "2024-03-31"]);
  });
});

describe("row 2: gold, platinum in mid-month, then 26 golden seats", () => {
  const of = billFile("proration/mid-month-upgrade.yaml");

  it("the upgrade in the middle of April is prorated to half of each price", () => {
    expect(totals(of("alice"))).toEqual([2000, 6500, 13058, 23400]);
    expect(amounts(invoiceOf(of("alice"), 2))).toEqual([-1000, 2500, 5000]);
  });
  it("22 of May's 31 days at the old price come back, 26 seats are charged for them", () => {
    const { lines, created, reason } = invoiceOf(of("alice"), 3);
    expect([created, reason]).toEqual(["2026-05-10", "subscription_update"]);
    expect(lines.map(({ amount, quantity, ratio }) => [amount, quantity, ratio])).toEqual([
      [-3548, 1, `${22 * 86_400}/${31 * 86_400}`],
      [16_606, 26, `${22 * 86_400}/${31 * 86_400}`],
    ]);
  });
  it("a change of quantity credits the whole old one and charges the whole new one", () => {
    expect(invoiceOf(of("bob"), 2).lines.map(({ amount, quantity }) => [amount, quantity])).toEqual([
      [-1800, 3],
      [3000, 5],
      [4500, 5],
    ]);
  });
  it("a declined renewal is past due for three days and recovers", () => {
    const { statuses } = of("bob").subscriptions[0] as BilledCustomer["subscriptions"][number];
    expect(statuses).toEqual(["2026-04-01 active", "2026-05-01 01:00:00 past_due", "2026-05-04 01:00:00 active"]);
    expect(of("bob").payments.slice(1, 3)).toEqual(["2026-05-01 01:00:00 bob-0002 5700 insufficient_funds", "2026-05-04 01:00:00 bob-0002 5700 succeeded"]);
  });
  it("a downgrade billed at once becomes credit, which the next invoice uses", () => {
    const carol = of("carol");
    expect(totals(carol)).toEqual([5000, -1000, 2000, 2000]);
    expect(carol.invoices.map(({ due }) => due)).toEqual([5000, 0, 1000, 2000]);
    expect(carol.invoices.map(({ endingBalance }) => endingBalance)).toEqual([0, -1000, 0, 0]);
  });
  it("the documentation's upgrade gives -166 and +541", () => {
    const { lines, total } = invoiceOf(billFile("proration/docs-preview-silver-to-gold.yaml")("jenny"), 2);
    expect(lines.map(({ amount, ratio }) => [amount, ratio])).toEqual([
      [-166, "445540/2678400"],
      [541, "445540/2678400"],
      [3252, "1/1"],
    ]);
    expect(total).toBe(3627);
  });
});

describe("rows 3 and 4: yen, and two plans on one subscription", () => {
  it("¥980 a month is 980 each month", () => {
    const customer = billFile("currencies/yen-980-a-month.yaml")("山田");
    expect(totals(customer)).toEqual([980, 980, 980]);
    expect(customer.payments.map((payment) => payment.split(" ").at(-2))).toEqual(["980", "980", "980"]);
  });
  it("a base of 980 and two options of 300 are one invoice of 1,580", () => {
    const hanako = billFile("subscriptions/base-and-option.yaml")("hanako");
    expect(totals(hanako)).toEqual([1580, 1580]);
    expect(amounts(invoiceOf(hanako, 1))).toEqual([980, 600]);
  });
});

describe("rows 5 and 6: eleven licences by tiers", () => {
  it("volume: all eleven at the third tier's price, 3,300", () => {
    expect(invoiceOf(billFile("tiers/volume.yaml")("太郎"), 1).total).toBe(11 * 300);
  });
  it("graduated: each at its own tier's price, 4,800", () => {
    expect(invoiceOf(billFile("tiers/graduated.yaml")("eleven"), 1).total).toBe(5 * 500 + 5 * 400 + 1 * 300);
  });
  it("volume adds one flat fee, graduated those of every tier entered; a quantity of 0 the first", () => {
    const of = billFile("tiers/flat-fees.yaml");
    expect(["v12", "v0", "g12", "g0"].map((id) => totals(of(id)))).toEqual([[6600], [1000], [5 * 500 + 5 * 400 + 2 * 300 + 6000], [1000]]);
  });
});

describe("rows 7, 8 and 9: usage", () => {
  it("row 7: ¥500 a unit, 3 units: no invoice at the start, 1,500 at the period's end, not prorated", () => {
    const alice = billFile("metered/usage-three-units.yaml")("alice");
    expect(creations(alice)).toEqual(["2026-02-01", "2026-03-01", "2026-04-01"]);
    expect(totals(alice)).toEqual([1500, 0, 2000]);
    expect(invoiceOf(alice, 1).lines.map(({ kind, quantity, ratio }) => [kind, quantity, ratio])).toEqual([["usage", 3, "1/1"]]);
  });
  it("row 8: a repeated key counts once, set overwrites, last_ever carries into a month without usage", () => {
    const alice = billFile("metered/aggregates-and-keys.yaml")("alice");
    expect(invoiceOf(alice, 1).lines.map(({ plan, quantity }) => [plan, quantity])).toEqual([
      ["summed", 10],
      ["counted", 3],
      ["most", 7],
      ["last", 3],
      ["gauge", 3],
    ]);
    expect(amounts(invoiceOf(alice, 2))).toEqual([0, 0, 0, 0, 300]);
  });
  it("row 9: usage 11 through volume tiers is 3,300, graduated 4,800, at the period's end", () => {
    const alice = billFile("metered/tiers-in-arrears.yaml")("alice");
    expect(creations(alice)).toEqual(["2026-02-01"]);
    expect(amounts(invoiceOf(alice, 1)).slice(0, 2)).toEqual([3300, 4800]);
  });
});

describe("row 10: the anchor on the 1st of September, sign-up on August 9", () => {
  const hanako = billFile("anchors/first-of-the-month.yaml")("hanako");

  it("the first invoice comes at once and costs 980 x 23/31 = 727", () => {
    const first = invoiceOf(hanako, 1);
    expect([first.created, first.status, first.total]).toEqual(["2018-08-09", "paid", 727]);
    expect(first.lines.map(({ ratio, start, end }) => [ratio, start, end])).toEqual([[`${23 * 86_400}/${31 * 86_400}`, "2018-08-09", "2018-09-01"]]);
  });
  it("from then on 980 on the 1st of each month", () => {
    expect(creations(hanako).slice(1)).toEqual(["2018-09-01", "2018-10-01", "2018-11-01"]);
    expect(totals(hanako).slice(1)).toEqual([980, 980, 980]);
  });
  it("with `none` the days before the 1st are free and there is no invoice for them", () => {
    const free = billFile("anchors/free-days-before-the-first.yaml")("hanako");
    expect(creations(free)).toEqual(["2026-09-01", "2026-10-01"]);
    expect(totals(free)).toEqual([980, 980]);
  });
});

describe("row 11: trials", () => {
  const byDate = billFile("trials/trial-by-date.yaml");
  const paying = billFile("trials/trial-for-a-paying-customer.yaml");
  const story = (customer: BilledCustomer): readonly string[] => customer.invoices.map(({ created, total }) => `${created} ${total}`);

  it("a trial starts with an invoice of 0 and is billed in full at its end", () => {
    expect(story(byDate("kept"))).toEqual(["2026-01-01 0", "2026-01-15 3000", "2026-02-15 3000"]);
  });
  it("an extended trial makes another invoice of 0 and moves the anchor", () => {
    expect(story(byDate("extended"))).toEqual(["2026-01-01 0", "2026-01-10 0", "2026-02-01 3000", "2026-03-01 3000"]);
  });
  it("a trial ended now is billed now, and months count from there", () => {
    expect(story(byDate("ended"))).toEqual(["2026-01-01 0", "2026-01-10 3000", "2026-02-10 3000"]);
  });
  it("a trial given to a paying customer with proration credits the unused half", () => {
    expect(story(paying("credited"))).toEqual(["2026-04-01 3000", "2026-04-16 -1500", "2026-06-01 3000"]);
    expect(paying("credited").invoices.map(({ due }) => due)).toEqual([3000, 0, 1500]);
  });
  it("without proration it credits nothing", () => {
    expect(story(paying("not_credited"))).toEqual(["2026-04-01 3000", "2026-04-16 0", "2026-06-01 3000"]);
    expect(paying("not_credited").invoices.map(({ due }) => due)).toEqual([3000, 0, 3000]);
  });
});

describe("row 12: setup fees", () => {
  it("a one-off charge of 5,000 stands beside the subscription, on no invoice", () => {
    const alice = billFile("payments/setup-fee-as-a-charge.yaml")("alice");
    expect(alice.payments.slice(0, 2)).toEqual(["2026-01-01 alice-ch-1 5000 succeeded", "2026-01-01 alice-0001 2000 succeeded"]);
    expect(totals(alice)).toEqual([3000, 3000]);
  });
  it("an item of 2,500 is invoiced and paid at once", () => {
    const hanako = billFile("invoice-items/setup-fee-invoiced-at-once.yaml")("hanako");
    expect(hanako.invoices.map(({ total, status, reason, paid }) => [total, status, reason, paid])).toEqual([[2500, "paid", "manual", "2018-08-09"]]);
    expect(hanako.subscriptions).toEqual([]);
  });
  it("an item of 5,000 makes the next invoice of a ¥100 daily plan 5,100", () => {
    const of = billFile("invoice-items/setup-fee-on-the-next-invoice.yaml");
    expect(totals(of("during"))).toEqual([100, 5100, 100]);
    expect(totals(of("before"))).toEqual([5100, 100, 100]);
    expect(totals(of("with_the_sign_up"))).toEqual([5100, 100, 100]);
  });
});

describe("row 13: a failed payment paid late", () => {
  const alice = billFile("payments/paid-late.yaml")("alice");

  it("the next invoice still comes on its day", () => {
    expect(creations(alice)).toEqual(["2026-01-01", "2026-02-01", "2026-03-01"]);
    expect(invoiceOf(alice, 2).paid).toBe("2026-02-20");
    expect(totals(alice)).toEqual([5000, 5000, 5000]);
  });
  it("the subscription is past due in between", () => {
    expect(alice.subscriptions.map(({ statuses }) => statuses)).toEqual([["2026-01-01 active", "2026-02-01 01:00:00 past_due", "2026-02-20 active"]]);
  });
});

describe("row 14: funding", () => {
  const of = billFile("payments/prepaid-cards.yaml");

  it("a prepaid card is refused at sign-up and leaves nothing", () => {
    const { invoices, subscriptions, payments, refusedSignUps } = of("refused");
    expect([invoices, subscriptions, payments, refusedSignUps]).toEqual([[], [], [], ["2026-01-01"]]);
  });
  it("a card of unknown funding is accepted and put into review", () => {
    expect(of("reviewed").reviews).toEqual(["2026-01-01 unknown"]);
    expect(totals(of("reviewed"))).toEqual([980]);
  });
  it("a debit card is accepted without review", () => {
    expect(of("welcome").reviews).toEqual([]);
    expect(totals(of("welcome"))).toEqual([980]);
  });
});

describe("row 15: tax on a subscription", () => {
  const of = billFile("tax/on-top-and-inside.yaml");
  const parts = (customer: BilledCustomer): readonly number[] => {
    const { subtotal, discount, tax, total } = invoiceOf(customer, 1);
    return [subtotal, discount, tax, total];
  };

  it("an exclusive percentage comes on top", () => {
    expect(parts(of("outside"))).toEqual([980, 0, 98, 1078]);
  });
  it("an inclusive one is inside", () => {
    expect(parts(of("included"))).toEqual([980, 0, 89, 980]);
  });
  it("it is taken after discounts", () => {
    expect(parts(of("discounted"))).toEqual([980, 196, 78, 862]);
  });
  it("it is rounded per line", () => {
    expect(invoiceOf(of("two_lines"), 1).lines.map(({ tax }) => tax)).toEqual([99, 31]);
    expect(parts(of("two_lines"))).toEqual([1290, 0, 130, 1420]);
  });
  it("prorations are taxed, credits give tax back", () => {
    const { lines, total } = invoiceOf(billFile("tax/on-prorations.yaml")("taxed"), 2);
    expect(lines.map(({ amount, tax }) => [amount, tax])).toEqual([
      [-500, -105],
      [1000, 210],
      [2000, 420],
    ]);
    expect(total).toBe(3025);
  });
});

describe("row 15: tax on a credit", () => {
  it("is that of the plan which was debited, also after a change with `none`", () => {
    const { lines, total } = invoiceOf(billFile("tax/a-credit-keeps-its-tax.yaml")("alice"), 2);
    expect(lines.map(({ plan, quantity, amount, tax }) => [plan, quantity, amount, tax])).toEqual([
      ["net", 3, -1500, -300],
      ["gross", 2, 2400, 400],
    ]);
    expect(total).toBe(600);
  });
});

describe("row 16: several subscriptions, add-ons, seats", () => {
  it("two subscriptions of one customer have their own days and invoices", () => {
    const { invoices, subscriptions } = billFile("subscriptions/several-for-one-customer.yaml")("alice");
    expect(invoices.map(({ subscription, created, total }) => `${subscription} ${created} ${total}`)).toEqual([
      "alice/web 2026-01-01 2000",
      "alice/app 2026-01-10 500",
      "alice/web 2026-02-01 2000",
      "alice/web 2026-03-01 2000",
    ]);
    expect(subscriptions.map(({ name, status, ended }) => [name, status, ended])).toEqual([
      ["alice/web", "active", undefined],
      ["alice/app", "canceled", "2026-02-10"],
    ]);
  });
  it("an add-on is charged for what is left and given back when it leaves", () => {
    const alice = billFile("subscriptions/add-ons.yaml")("alice");
    expect(alice.invoices.map(amounts)).toEqual([[3000], [600, 3000, 1200], [-813, 3000]]);
  });
  it("seats grow and shrink", () => {
    const team = billFile("subscriptions/seats.yaml")("team");
    expect(team.invoices.map(amounts)).toEqual([[4500], [-1500, 2000, 6000], [-3290, 1645, 3000]]);
  });
});

describe("row 17: coupons and trials", () => {
  it("a coupon lasts once, for some months, or forever", () => {
    const of = billFile("coupons/once-repeating-forever.yaml");
    expect(totals(of("once"))).toEqual([1000, 2000, 2000]);
    expect(totals(of("repeating"))).toEqual([1000, 1000, 2000]);
    expect(totals(of("forever"))).toEqual([1500, 1500, 1500]);
    expect(totals(of("by_week"))).toEqual([250, 250, 250, 250, 250, 500]);
  });
  it("several coupons apply in the order of the list", () => {
    const of = billFile("coupons/stacked.yaml");
    expect(["percent_first", "amount_first", "one_plan"].map((id) => totals(of(id)))).toEqual([[1900], [2000], [3500]]);
  });
  it("a trial's invoice of 0 does not use a coupon up", () => {
    expect(totals(billFile("coupons/with-a-trial.yaml")("alice"))).toEqual([0, 1000, 2000]);
  });
  it("an offer ends after its last redemption and after its last day", () => {
    const of = billFile("coupons/limited-offers.yaml");
    expect(["first", "second", "third", "bird", "late_bird"].map((id) => totals(of(id)))).toEqual([[1000, 1000], [1000, 1000], [2000, 2000], [1500, 1500], []]);
  });
});

describe("row 18: currencies", () => {
  it("what cannot be charged to the last digit goes to the balance", () => {
    const of = billFile("currencies/special-rounding.yaml");
    const charged = (id: string): readonly (readonly number[])[] => of(id).invoices.map(({ due, endingBalance }) => [due, endingBalance]);
    expect(charged("kampala")).toEqual([
      [500_100, -50],
      [500_000, 0],
      [500_100, -50],
    ]);
    expect(charged("reykjavik")).toEqual([
      [99_900, 40],
      [100_000, -20],
      [99_900, 20],
    ]);
    expect(charged("kuwait")).toEqual([
      [5120, 4],
      [5130, -2],
      [5120, 2],
    ]);
  });
  it("what is below the minimum waits on the balance", () => {
    const { invoices, payments } = billFile("currencies/below-the-minimum.yaml")("alice");
    expect(invoices.map(({ due, endingBalance }) => [due, endingBalance])).toEqual([
      [0, 30],
      [60, 0],
      [0, 30],
    ]);
    expect(payments).toEqual(["2026-02-01 01:00:00 alice-0002 60 succeeded"]);
  });
});

describe("row 19: retries, and customers who fix their card", () => {
  const of = billFile("dunning/how-it-ends.yaml");
  const statuses = (id: string): readonly string[] => of(id).subscriptions.flatMap((subscription) => subscription.statuses.slice(1));

  it("after the last of four attempts the subscription is canceled, unpaid or kept past due", () => {
    expect(statuses("canceled")).toEqual(["2026-02-01 01:00:00 past_due", "2026-02-16 01:00:00 canceled"]);
    expect(statuses("unpaid")).toEqual(["2026-02-01 01:00:00 past_due", "2026-02-16 01:00:00 unpaid"]);
    expect(statuses("past_due")).toEqual(["2026-02-01 01:00:00 past_due"]);
    expect(
      of("canceled")
        .payments.map((payment) => payment.slice(0, 19))
        .slice(1),
    ).toEqual(["01", "04", "09", "16"].map((day) => `2026-02-${day} 01:00:00`));
  });
  it("paying the latest invoice brings an unpaid subscription back", () => {
    expect(statuses("back_again").at(-1)).toBe("2026-03-05 active");
  });
  it("a hard decline charges nothing until there is another card", () => {
    expect(billFile("dunning/a-lost-card.yaml")("alice").payments).toEqual([
      "2026-01-01 alice-0001 2000 succeeded",
      "2026-02-01 01:00:00 alice-0002 2000 lost_card",
      "2026-02-09 01:00:00 alice-0002 2000 succeeded",
      "2026-03-01 01:00:00 alice-0003 2000 succeeded",
    ]);
  });
  it("an unpaid sign-up expires after 23 hours", () => {
    const declined = billFile("payments/first-charge-declined.yaml");
    expect(declined("gone").subscriptions.map(({ statuses: seen }) => seen)).toEqual([["2026-01-01 incomplete", "2026-01-01 23:00:00 incomplete_expired"]]);
    expect(declined("gone").invoices.map(({ status }) => status)).toEqual(["void"]);
    expect(declined("saved").subscriptions.map(({ statuses: seen }) => seen)).toEqual([["2026-01-01 incomplete", "2026-01-01 22:00:00 active"]]);
  });
});
