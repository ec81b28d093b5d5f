import { describe, expect, it } from "vitest";
import { customerColumns, invoiceColumns, lineColumns, subscriptionColumns } from "../../engine/scenario/blocks/expect-columns.ts";
import { reportColumns } from "../../engine/scenario/blocks/expect-report-columns.ts";
import { intervalReports, reportFileNames } from "../../reports/registry.ts";
import { escapeFormula } from "../../reports/rendering/csv.ts";
import type { Column } from "../../reports/table.ts";
import { customersTable } from "../../reports/tables/customers.ts";
import { invoiceLinesTable } from "../../reports/tables/invoice-lines.ts";
import { invoicesTable } from "../../reports/tables/invoices.ts";
import { subscriptionsTable } from "../../reports/tables/subscriptions.ts";
import { filesOf, rowsOf, run } from "./run.ts";
import { at, card, coupon, customer, day, plan, scenario, subscribe, taxRate } from "./scenario-in-code.ts";

/** The contract: every file with its columns in order. Columns may be added on the right, before `partial`. */
const CONTRACT: Readonly<Record<string, string>> = {
  invoices:
    "invoice,customer,subscription,population,currency,billing_reason,status,created_at,finalized_at,due_at,paid_at,period_start,period_end,subtotal,discount,tax,total,balance_applied,amount_due,amount_paid,amount_remaining,attempts,next_attempt_at,collection_method,voided_at,uncollectible_at,starting_balance,ending_balance,credited,refunded",
  invoice_lines:
    "invoice,line,customer,subscription,plan,kind,description,quantity,period_start,period_end,proration,amount,discount,tax,currency,product,tax_rate,tax_inclusive,coupon,ratio_numerator,ratio_denominator,tax_amount",
  payments: "payment,invoice,customer,at,currency,amount,attempt,outcome,decline_code,card,kind,fee,charge",
  subscriptions:
    "subscription,customer,population,plans,quantity,status,started_at,trial_end,current_period_start,current_period_end,cancel_at,canceled_at,ended_at,end_reason,mrr,currency,unit_amount,coupon,coupon_ends_at,collection_method,pause_collection,trial_start",
  customers: "customer,population,currency,balance,card,status,first_paid_at,mrr",
  mrr_movements: "customer,at,movement,cause,plan_before,plan_after,amount,mrr_after,currency,population,involuntary",
  balance_transactions: "customer,at,type,amount,ending_balance,invoice,credit_note,currency",
  credit_notes: "credit_note,invoice,line,at,reason,amount,tax,open,to_balance,refunded,out_of_band,currency",
  recognition:
    "invoice,line,interval,amount,currency,customer,plan,deferred_added,deferred_released,deferred_reversed,unbilled_added,unbilled_billed,unbilled_reversed,contra,bad_debt,tax_reversed,deferred_opening,kind,tax_rate,tax_rate_reversed",
  events: "sequence,at,type,customer,object,detail",
  mrr: "interval,currency,opening,new,reactivation,expansion,contraction,churn,closing,arr,subscribers,churn_involuntary,fx,transfer_in,transfer_out,discounted,past_due_mrr,partial",
  churn:
    "interval,currency,customers_opening,customers_new,customers_reactivated,churned_voluntary,churned_involuntary,customers_closing,logo_churn_rate,gross_mrr_churn_rate,net_mrr_churn_rate,nrr,grr,quick_ratio,arpa,ltv,trials_started,trials_converted,trials_ended,nrr_12m,grr_12m,past_due_customers,customers_transferred_in,customers_transferred_out,partial",
  revenue:
    "interval,currency,billed,discounts,tax,credited,collected,refunded,uncollectible,recognized,deferred_opening,deferred_added,deferred_released,deferred_closing,receivable_opening,receivable_closing,voided,recovered,charges,credited_open,credited_to_balance,credited_refunded,credited_out_of_band,deferred_reversed,unbilled_opening,unbilled_added,unbilled_billed,unbilled_reversed,unbilled_closing,recognized_on_billing,contra,net_revenue,bad_debt,balance_opening,balance_on_invoices,balance_adjusted,balance_closing,tax_opening,tax_billed,tax_reversed,tax_closing,recognized_unpaid,fees,disputed,cost,gross_margin,partial",
  cohorts: "cohort,age,customers,retained,retention_rate,mrr_start,mrr,mrr_retention_rate,currency,revenue_cumulative,collected_cumulative,partial",
  dunning: "interval,decline_code,attempt,tried,recovered,recovery_rate,amount_tried,amount_recovered,currency,recovered_by_card,lost,open,partial",
  usage: "interval,plan,quantity,billed,currency,partial",
  deferred_waterfall: "billed,recognized_in,amount,currency",
  aging: "interval,currency,bucket,invoices,amount,partial",
  tax: "interval,tax_rate,taxable,tax_billed,tax_reversed,currency,partial",
  trial_balance: "interval,account,opening,debit,credit,closing,currency,partial",
};

const pro = plan("pro", 2000);

describe("the files of a run", () => {
  const files = filesOf(run(scenario([customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]]))])])));

  it("are those of the registry, in its order", () => {
    expect([...files.keys()]).toEqual(reportFileNames.map((name) => `${name}.csv`));
    expect(Object.keys(CONTRACT)).toEqual([...reportFileNames]);
  });

  it.each(Object.entries(CONTRACT))("%s.csv has the columns of the contract", (name, columns) => {
    expect(files.get(`${name}.csv`)?.split("\n")[0]).toBe(columns);
  });

  it("every column says what it holds", () => {
    const tables = [invoicesTable, invoiceLinesTable, subscriptionsTable, customersTable, ...intervalReports.map(({ table }) => table(scenario([])))];
    for (const table of tables) for (const column of table.columns) expect(column.about, `${table.name}.${column.name}`).toMatch(/\.$/);
  });

  it("only the asked files are collected", async () => {
    const { collect } = await import("../../reports/collect.ts");
    const only = collect(scenario([]), { only: new Set(["payments", "mrr"]), golden: false });
    expect([...filesOf(only).keys()]).toEqual(["payments.csv", "mrr.csv"]);
    expect(() => only.golden()).toThrow("made without a golden text");
  });
});

describe("what `expect` knows is what the files have", () => {
  const kinds = (columns: readonly Column<never>[]): Map<string, string> =>
    new Map(columns.map(({ name, kind, list }) => [name, `${kind === "word" ? "text" : kind}${list === true ? " list" : ""}`]));
  const special = new Set(["count", "lines", "events"]);

  it.each([
    ["invoice", invoiceColumns, invoicesTable.columns],
    ["line", lineColumns, invoiceLinesTable.columns],
    ["subscription", subscriptionColumns, subscriptionsTable.columns],
    ["customer", customerColumns, customersTable.columns],
    ...intervalReports.map(({ name, table }) => [name, reportColumns[name] ?? {}, table(scenario([])).columns] as const),
  ] as const)("%s: the same names and kinds", (_subject, expectable, columns) => {
    const known = kinds(columns as readonly Column<never>[]);
    for (const [name, { kind, several }] of Object.entries(expectable)) {
      if (special.has(kind)) continue;
      // A list of one is written without its brackets, so that a single-valued column of the language may hold a list.
      const found = known.get(name)?.replace(several ? "" : / list$/, "");
      expect(found, name).toBe(several ? `${kind} list` : kind);
    }
  });
});

describe("text in CSV", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])("a user's text that begins like a formula is made harmless: %j", (text) => {
    expect(escapeFormula(text)).toBe(`'${text}`);
  });

  it("other text stays as it is", () => {
    expect(["a=1", "", "山田", "1-2"].map(escapeFormula)).toEqual(["a=1", "", "山田", "1-2"]);
  });

  it("is escaped only where users wrote it: numbers and our words never", () => {
    const item = { kind: "invoice_item", currency: undefined, discountable: true } as const;
    const oneOff = { amount: -500, plan: undefined, quantity: 1, description: "=HYPERLINK()", taxRates: undefined };
    const life = customer("-alice", [at(day(2026, 1, 5), subscribe([[pro, 1]])), at(day(2026, 1, 6), { ...item, item: oneOff })]);
    const lines = rowsOf(run(scenario([life], { end: day(2026, 3, 1) })), "invoice_lines.csv");
    const credit = lines.find((line) => line.get("kind") === "invoice_item");
    expect([credit?.get("customer"), credit?.get("description"), credit?.get("amount")]).toEqual(["'-alice", "'=HYPERLINK()", "-5.00"]);
  });

  it("follows RFC 4180: quotes doubled, commas and line breaks inside quotes, lines end with \\n, no byte order mark", () => {
    const life = customer('a "quoted", one', [at(day(2026, 1, 5), subscribe([[pro, 1]]))]);
    const text = filesOf(run(scenario([life], { end: day(2026, 1, 6) }))).get("customers.csv") ?? "";
    expect(text.startsWith("customer,")).toBe(true);
    expect(text.split("\n")[1]).toBe('"a ""quoted"", one",,usd,0.00,visa,active,2026-01-05T00:00:00Z,20.00');
    expect(text.includes("\r")).toBe(false);
    expect(text.endsWith("\n")).toBe(true);
  });

  it("comes in pieces of a thousand rows, and no row is lost between them", () => {
    const daily = plan("daily", 100, { unit: "day" });
    const collection = run(scenario([1, 2, 3].map((n) => customer(`c${n}`, [at(day(2026, 1, 1), subscribe([[daily, 1]]))]))));
    const file = [...collection.files()].find(({ name }) => name === "invoices.csv");
    const pieces = [...(file?.text ?? [])];
    expect(pieces.map((piece) => piece.split("\n").length - 1)).toEqual([1, 1000, 95]);
  });
});

describe("cells", () => {
  it("several values of a subscription are joined by semicolons, decimals of a price stay exact", () => {
    const thousandth = plan("units", 0, { decimal: "0.05" });
    const half = coupon("half", { percent: "50", duration: "repeating", durationInMonths: 2 });
    const life = customer("alice", [
      at(
        day(2026, 1, 5),
        subscribe(
          [
            [pro, 1],
            [thousandth, 1000],
          ],
          { discounts: [half] },
        ),
      ),
    ]);
    const [row] = rowsOf(run(scenario([life], { end: day(2026, 1, 6) })), "subscriptions.csv");
    const cells = ["plans", "quantity", "unit_amount", "coupon", "coupon_ends_at", "mrr"].map((name) => row?.get(name));
    expect(cells).toEqual(["pro;units", "1;1000", "20.00;0.0005", "half", "2026-03-05T00:00:00Z", "20.50"]);
  });

  it("taxes say beside their names which are inside the amount; coupons stand in the order they apply", () => {
    const rates = [taxRate("vat", "21", true), taxRate("local", "2")];
    const discounts = [coupon("fifth", { percent: "20" }), coupon("five", { amountOff: 500 })];
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]], { taxRates: rates, discounts }))]);
    const [line] = rowsOf(run(scenario([life], { end: day(2026, 1, 6) })), "invoice_lines.csv");
    const cells = ["tax_rate", "tax_inclusive", "coupon", "discount", "tax"].map((name) => line?.get(name));
    expect(cells).toEqual(["vat;local", "true;false", "fifth;five", "9.00", "2.09"]);
  });

  it("payments are numbered per customer and say why they failed", () => {
    const flaky = card("flaky", 1, "insufficient_funds", "ok");
    const life = customer(
      "alice",
      [at(day(2026, 1, 5), subscribe([[pro, 1]])), at(day(2026, 1, 5) + 60, { kind: "pay", invoice: undefined, outOfBand: false })],
      {
        card: flaky,
      },
    );
    const rows = rowsOf(run(scenario([life], { end: day(2026, 1, 6) })), "payments.csv");
    expect(rows.map((row) => ["payment", "outcome", "decline_code", "amount"].map((name) => row.get(name)))).toEqual([
      ["alice-p-1", "failed", "insufficient_funds", "20.00"],
      ["alice-p-2", "succeeded", "", "20.00"],
    ]);
  });

  it("a balance's movements add up to its ending balance", () => {
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]])), at(day(2026, 1, 7), { kind: "credit", amount: 300, description: "sorry" })], {
      balance: -500,
    });
    const rows = rowsOf(run(scenario([life], { end: day(2026, 3, 1) })), "balance_transactions.csv");
    expect(rows.map((row) => ["type", "amount", "ending_balance", "invoice"].map((name) => row.get(name)).join(" "))).toEqual([
      "initial -5.00 -5.00 ",
      "applied_to_invoice 5.00 0.00 alice-0001",
      "adjustment -3.00 -3.00 ",
      "applied_to_invoice 3.00 0.00 alice-0002",
    ]);
  });
});
