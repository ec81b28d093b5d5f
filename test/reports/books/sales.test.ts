import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRecords } from "../../../engine/language/csv-records.ts";
import { currencies } from "../../../engine/money/currency.ts";
import type { Scenario } from "../../../engine/scenario/scenario.ts";
import { simulate } from "../../../engine/simulation/simulate.ts";
import { books } from "../../../reports/books/registry.ts";
import { shortNumber } from "../../../reports/books/short-number.ts";
import { SplitCsv } from "../../../reports/books/split-csv.ts";
import { collect } from "../../../reports/collect.ts";
import { readGood, scenarioFile } from "../../product/billed.ts";
import { anyScenarioDraw, scenarioOf, withRefusalsExpected } from "../../properties/drawn.ts";
import { filesBelow } from "../../repository.ts";
import { refusedEntries } from "./journal-run.ts";

const CONTRACT = {
  quickbooks:
    "*InvoiceNo,*Customer,*InvoiceDate,*DueDate,Terms,Location,Memo,Item(Product/Service),ItemDescription,ItemQuantity,ItemRate,*ItemAmount,Item Tax Amount,Item Tax Code,Currency,Service Date",
  xero: "*ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,POPostalCode,POCountry,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,BrandingTheme,TaxAmount",
};

type Row = ReadonlyMap<string, string>;

/** Every file of a run with its books, as text. */
function filesOf(scenario: Scenario): ReadonlyMap<string, string> {
  const collection = collect(scenario, { books: true, ledger: true, golden: false });
  expect(refusedEntries(simulate(scenario, collection.sink))).toEqual([]);
  return new Map([...collection.files()].map(({ name, text }) => [name, [...text].join("")]));
}

function rows(text: string | undefined): readonly Row[] {
  const [header, ...records] = [...csvRecords([text ?? ""])].map(({ cells }) => cells ?? []);
  return records.map((cells) => new Map((header ?? []).map((column, i) => [column, cells[i] as string])));
}

/** All files of a book, one behind the other. */
function rowsOf(files: ReadonlyMap<string, string>, name: string): readonly Row[] {
  return [...files].filter(([file]) => new RegExp(`^${name}(-\\d+)?\\.csv$`).test(file)).flatMap(([, text]) => rows(text));
}

/** Minor units of an amount in a file. */
function minor(row: Row, column: string): number {
  const decimals = currencies.get((row.get("Currency") ?? row.get("currency") ?? "").toLowerCase())?.decimals ?? 0;
  const [whole = "", part = ""] = (row.get(column) ?? "").replace("-", "").split(".");
  expect(part).toHaveLength(decimals);
  const amount = Number(`${whole}${part}`);
  return row.get(column)?.startsWith("-") ? -amount : amount;
}

/** Sums of rows by a column, lines with their tax. */
function sums(all: readonly Row[], by: string, ...columns: readonly string[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const row of all) {
    const key = row.get(by) as string;
    for (const column of columns) total[key] = (total[key] ?? 0) + minor(row, column);
  }
  return total;
}

const LAYOUTS = [
  { system: "QuickBooks", invoices: "quickbooks_invoices", credits: "quickbooks_credit_memos", name: "Memo", amounts: ["*ItemAmount", "Item Tax Amount"] },
  { system: "Xero", invoices: "xero_invoices", credits: "xero_credit_notes", name: "*InvoiceNumber", amounts: ["net", "TaxAmount"] },
] as const;

/** Xero has no column for a line's amount: quantity x price. */
function withNet(row: Row): Row {
  if (!row.has("*UnitAmount")) return row;
  const [, part = ""] = (row.get("*UnitAmount") as string).split(".");
  const digits = String(Math.abs(minor(row, "*UnitAmount") * Number(row.get("*Quantity")))).padStart(part.length + 1, "0");
  const cut = digits.length - part.length;
  const sign = row.get("*UnitAmount")?.startsWith("-") ? "-" : "";
  return new Map([...row, ["net", `${sign}${digits.slice(0, cut)}${part === "" ? "" : "."}${digits.slice(cut)}`]]);
}

/** What our own files say: totals of the invoices that were finalized and not voided, with at least one line; their credit notes. */
function expected(files: ReadonlyMap<string, string>): { invoices: Record<string, number>; credits: Record<string, number> } {
  const lines = new Set(rows(files.get("invoice_lines.csv")).map((row) => row.get("invoice")));
  const booked = rows(files.get("invoices.csv")).filter(
    (row) => row.get("finalized_at") !== "" && row.get("status") !== "void" && lines.has(row.get("invoice")),
  );
  const kept = new Set(booked.map((row) => row.get("invoice")));
  const notes = rows(files.get("credit_notes.csv")).filter((row) => kept.has(row.get("invoice")));
  const isCredit = (row: Row): boolean => minor(row, "total") < 0;
  const negated = Object.fromEntries(booked.filter(isCredit).map((row) => [row.get("invoice"), -minor(row, "total")]));
  return {
    invoices: sums(
      booked.filter((row) => !isCredit(row)),
      "invoice",
      "total",
    ),
    credits: { ...sums(notes, "credit_note", "amount"), ...negated },
  };
}

function expectToReAdd(scenario: Scenario): void {
  const files = filesOf(scenario);
  const said = expected(files);
  for (const { system, invoices, credits, name, amounts } of LAYOUTS) {
    expect(sums(rowsOf(files, invoices).map(withNet), name, ...amounts), system).toEqual(said.invoices);
    expect(sums(rowsOf(files, credits).map(withNet), name, ...amounts), system).toEqual(said.credits);
  }
}

describe("the totals of the import files are those of invoices.csv and credit_notes.csv, to the cent", () => {
  const scripts = filesBelow("scenarios", ".yaml").filter((path) => !path.includes("/populations/"));
  it.each(scripts)("%s", (path) => expectToReAdd(readGood(scenarioFile(path.slice("scenarios/".length)), path)));

  test.prop([anyScenarioDraw], { numRuns: 40 })("of any scenario", (draw) => expectToReAdd(scenarioOf(withRefusalsExpected(draw, true))));
});

const shop = `
name: shop
clock: { start: 2026-01-01, end: 2026-03-01 }
tax_rates:
  vat: { percentage: 20, inclusive: true }
  city: { percentage: 1.5 }
coupons:
  tenth: { percent_off: 10, duration: once }
plans:
  seat: { currency: usd, unit_amount: 1000, interval: month, nickname: "Seat, =one" }
  steps: { currency: usd, interval: month, billing_scheme: tiered, tiers_mode: graduated, tiers: [{ up_to: 5, unit_amount: 500 }, { up_to: inf, unit_amount: 400 }] }
  thousandth: { currency: usd, interval: month, unit_amount_decimal: "0.05" }
  taxed: { currency: usd, unit_amount: 1200, interval: month }
customers:
  "=cmd|' C calc'!A0":
    timeline:
      - { at: 2026-01-10, subscribe: { items: [{ plan: seat, quantity: 3 }, { plan: steps, quantity: 11 }, { plan: thousandth, quantity: 1000 }] } }
  taxed:
    timeline:
      - { at: 2026-01-10, subscribe: { plan: taxed, tax_rates: [vat, city] } }
  saver:
    timeline:
      - { at: 2026-01-10, subscribe: { plan: seat, quantity: 2, coupon: tenth } }
  a customer with a very long name, and one more:
    timeline:
      - { at: 2026-01-10, subscribe: { plan: seat, quantity: 2 } }
      - { at: 2026-01-20, change: { quantity: 1, proration_behavior: always_invoice } }
      - { at: 2026-01-21, invoice_item: { amount: 500, description: "Two\\nlines, \\"quoted\\"" } }
      - { at: 2026-01-22, invoice: { pay: true } }
`;

describe("lines", () => {
  const files = filesOf(readGood(shop, "shop.yaml"));
  const quickbooks = rowsOf(files, "quickbooks_invoices");
  const cells = (row: Row, ...columns: readonly string[]): string => columns.map((column) => row.get(column)).join(" | ");
  const priced = (customer: string): string[] =>
    quickbooks
      .filter((row) => row.get("*Customer") === customer && row.get("*InvoiceDate") === "01/10/2026")
      .map((row) => cells(row, "ItemQuantity", "ItemRate", "*ItemAmount", "Item Tax Amount", "Item Tax Code"));

  it("a plain multiple of a price shows quantity and price; tiers, and prices below a cent, are one of their amount", () => {
    expect(priced("'=cmd|' C calc'!A0")).toEqual(["3 | 10.00 | 30.00 | 0.00 | ", "1 | 49.00 | 49.00 | 0.00 | ", "1 | 0.50 | 0.50 | 0.00 | "]);
  });
  it("an amount is without tax, that which was inside it too; several rates are one code", () => {
    expect(priced("taxed")).toEqual(["1 | 10.00 | 10.00 | 2.15 | vat + city"]);
  });
  it("an amount is after discounts", () => {
    expect(priced("saver")).toEqual(["1 | 18.00 | 18.00 | 0.00 | "]);
  });
  it("an invoice with a total below 0 is a credit memo, its signs turned, its prorations one of their amount", () => {
    // On January 20, 21 of the 31 days to February 10 are left: 20.00 x 21/31 back, 10.00 x 21/31 charged.
    const memos = rowsOf(files, "quickbooks_credit_memos").map((row) => cells(row, "Memo", "ItemQuantity", "*ItemAmount", "*InvoiceDate", "Service Date"));
    expect(memos).toEqual(["13.55", "-6.77"].map((amount) => `a customer with a very long name, and one more-0002 | 1 | ${amount} | 01/20/2026 | 01/20/2026`));
  });
  it("text of the user is harmless in a spreadsheet, and stays on one line", () => {
    expect(quickbooks.map((row) => row.get("ItemDescription"))).toContain('Two lines, "quoted"');
    expect(quickbooks.map((row) => row.get("Item(Product/Service)"))).toContain("Seat, =one");
    for (const { name } of books) for (const row of rowsOf(files, name)) for (const cell of row.values()) expect(cell).not.toMatch(/^[=+@\t\r]/);
  });
  it("numbers have at most 21 characters, days are written as QuickBooks reads them, currencies in upper case", () => {
    for (const row of [...quickbooks, ...rowsOf(files, "quickbooks_credit_memos")]) {
      expect(row.get("*InvoiceNo")?.length).toBeLessThanOrEqual(21);
      expect(`${row.get("*InvoiceDate")} ${row.get("*DueDate")}`).toMatch(/^\d\d\/\d\d\/2026 \d\d\/\d\d\/2026$/);
      expect(row.get("Currency")).toBe("USD");
    }
  });
  it("Xero's days are ISO, its tax type is never empty", () => {
    const xero = rowsOf(files, "xero_invoices");
    expect(new Set(xero.map((row) => row.get("*TaxType")))).toEqual(new Set(["Tax Exempt", "vat + city"]));
    for (const row of xero) expect(row.get("*InvoiceDate")).toMatch(/^2026-\d\d-\d\d$/);
  });
  it("days are those of the reports' calendar", () => {
    const tokyo = filesOf(
      readGood(
        shop.replace("tax_rates:", "reports: { utc_offset: +09:00 }\ntax_rates:").replaceAll("at: 2026-01-10,", "at: 2026-01-10T18:00:00Z,"),
        "shop.yaml",
      ),
    );
    const days = rowsOf(tokyo, "quickbooks_invoices").filter((row) => row.get("*Customer") === "saver");
    expect(days[0] && cells(days[0], "*InvoiceDate", "*DueDate", "Service Date")).toBe("01/11/2026 | 01/11/2026 | 01/11/2026");
    expect(rowsOf(tokyo, "xero_invoices")[0]?.get("*InvoiceDate")).toBe("2026-01-11");
  });
  it("columns are those of the contract; both files are there also when nothing is in them", () => {
    const none = filesOf(readGood(shop.replace(/customers:[\s\S]*/, "customers:\n  nobody: { currency: usd }\n"), "shop.yaml"));
    for (const { invoices, credits, system } of LAYOUTS) {
      const header = `${system === "Xero" ? CONTRACT.xero : CONTRACT.quickbooks}\n`;
      expect([none.get(`${invoices}.csv`), none.get(`${credits}.csv`)]).toEqual([header, header]);
    }
  });
});

const LONE_HALF = /\p{Surrogate}/u;

describe("short numbers", () => {
  it.each([
    ["alice-0001", "alice-0001"],
    ["x".repeat(21), "x".repeat(21)],
    ["self-serve-2026-03-0017-0001", "self-se~3zb3pv27wvett"],
    ["工房".repeat(20), "工房工房工房工~"],
  ])("%s is %s", (name, short) => expect(shortNumber(name)).toContain(short));

  test.prop([fc.string({ unit: "binary", minLength: 1, maxLength: 40 })])("have 1 to 21 characters and no half of one", (name) => {
    const short = shortNumber(name);
    expect(short.length).toBeGreaterThan(0);
    expect(short.length).toBeLessThanOrEqual(21);
    if (!LONE_HALF.test(name)) expect(short).not.toMatch(LONE_HALF);
  });

  it("differ for 100,000 names that begin alike", () => {
    const numbers = new Set(Array.from({ length: 100_000 }, (_, i) => shortNumber(`a-population-2026-01-${i}-0001`)));
    expect(numbers.size).toBe(100_000);
  });
});

describe("files are split where an importer would refuse them", () => {
  const split = (...sizes: readonly number[]): SplitCsv => {
    const csv = new SplitCsv();
    for (const [i, size] of sizes.entries()) csv.add(Array.from({ length: size }, (_, row) => [`d${i}`, `r${row}`]));
    return csv;
  };
  const names = (csv: SplitCsv, documents: number, rowsPerFile: number): Record<string, number> =>
    Object.fromEntries(
      [...csv.files("f", "a,b\n", { documents, rows: rowsPerFile })].map(({ name, text }) => [name, [...text].join("").split("\n").length - 2]),
    );

  it.each([
    { sizes: [1, 1, 1], documents: 2, most: 9, files: { "f.csv": 2, "f-2.csv": 1 } },
    { sizes: [1, 1], documents: 2, most: 9, files: { "f.csv": 2 } },
    { sizes: [3, 3, 2], documents: 9, most: 5, files: { "f.csv": 3, "f-2.csv": 5 } },
    { sizes: [7, 1], documents: 9, most: 5, files: { "f.csv": 7, "f-2.csv": 1 } },
    { sizes: [], documents: 2, most: 9, files: { "f.csv": 0 } },
  ])("documents of $sizes rows, $documents documents or $most rows a file: $files", ({ sizes, documents, most, files }) => {
    expect(names(split(...sizes), documents, most)).toEqual(files);
  });

  it("parts that are put together give the files of one that took all", () => {
    const [whole, part, other] = [split(2, 1, 3, 1, 1), split(2, 1), split(3, 1, 1)];
    part.load(other.save());
    expect(names(part, 2, 9)).toEqual(names(whole, 2, 9));
  });
});
