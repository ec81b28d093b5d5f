import { describe, expect, it } from "vitest";
import { billFile, invoiceOf } from "./billed.ts";

describe("row 21: invoices sent to be paid", () => {
  const of = billFile("send-invoice/due-in-30-days.yaml");

  it("each is finalized an hour after it was made, the first one too, and nothing is charged", () => {
    expect(of("ada").invoices.map(({ created, finalized, paid, attempts }) => [created, finalized, paid, attempts])).toEqual([
      ["2026-01-01", "2026-01-01 01:00:00", "2026-01-06 01:00:00", 0],
      ["2026-02-01", "2026-02-01 01:00:00", "2026-02-06 01:00:00", 0],
      ["2026-03-01", "2026-03-01 01:00:00", "2026-03-06 01:00:00", 0],
    ]);
  });
  it("the subscription is active at once, past due after 30 days, and active when it is paid", () => {
    expect(of("ada").subscriptions.map(({ statuses }) => statuses)).toEqual([["2026-01-01 active"]]);
    expect(of("bob").subscriptions.map(({ statuses }) => statuses)).toEqual([["2026-01-01 active", "2026-01-31 01:00:00 past_due", "2026-02-10 active"]]);
  });
  it("a customer has its own days", () => {
    expect(of("cem").subscriptions.flatMap(({ statuses }) => statuses)).toContain("2026-02-08 01:00:00 past_due");
  });
  it("60 days overdue: canceled, unpaid, or kept past due and written off", () => {
    const ends = billFile("send-invoice/how-it-ends.yaml");
    const last = (id: string): string | undefined => ends(id).subscriptions[0]?.statuses[2];
    expect(["ann", "ben", "cleo"].map(last)).toEqual(["2026-03-16 01:00:00 canceled", "2026-03-16 01:00:00 unpaid", undefined]);
    expect(invoiceOf(ends("cleo"), 1).status).toBe("uncollectible");
  });
});
