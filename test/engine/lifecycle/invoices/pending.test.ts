import { describe, expect, it } from "vitest";
import { lifeOf } from "../../script.ts";

/** Two subscriptions, the second a week later; each with an item of its own, and one of the customer. */
const ENTRIES = [
  "{ at: 2026-04-01, subscribe: { plan: basic } }",
  "{ at: 2026-04-08, subscribe: { plan: option, as: more } }",
  "{ at: 2026-04-10, invoice_item: { amount: 1, description: of c, subscription: c } }",
  "{ at: 2026-04-11, invoice_item: { amount: 2, description: of more, subscription: c/more } }",
  "{ at: 2026-04-12, invoice_item: { amount: 3, description: of nobody } }",
];
const items = (lines: readonly string[]) => lines.filter((line) => line.startsWith("item"));

describe("an invoice of a subscription takes pending items (B7)", () => {
  it("of its own and of no subscription, the newest first, and leaves another living one's", () => {
    const life = lifeOf(["2026-04-01", "2026-05-09"], ENTRIES);
    expect(life.invoices.slice(2).map(({ createdAt, lines }) => [createdAt, items(lines)])).toEqual([
      ["2026-05-01", ["item 3 of nobody", "item 1 of c"]],
      ["2026-05-08", ["item 2 of more"]],
    ]);
  });

  it("of those that have ended, too", () => {
    const life = lifeOf(["2026-04-01", "2026-05-02"], [...ENTRIES, "{ at: 2026-04-20, subscription: c/more, cancel: {} }"]);
    expect(items(life.invoice(3).lines)).toEqual(["item 3 of nobody", "item 2 of more", "item 1 of c"]);
  });

  it("when it ends as planned only if something of its own is pending (B10)", () => {
    const ends = "{ at: 2026-04-20, subscription: c/more, cancel: { at_period_end: true } }";
    const withItem = lifeOf(["2026-04-01", "2026-05-09"], [...ENTRIES, ends]);
    expect(withItem.invoices.slice(3).map(({ createdAt, lines }) => [createdAt, lines])).toEqual([["2026-05-08", ["item 2 of more"]]]);
    const without = lifeOf(["2026-04-01", "2026-05-09"], [...ENTRIES.filter((entry) => !entry.includes("of more")), ends]);
    expect(without.invoices.slice(3)).toEqual([]);
  });

  it("a subscription that is new takes what no subscription owns", () => {
    const life = lifeOf(["2026-04-01", "2026-04-20"], [...ENTRIES, "{ at: 2026-04-13, subscribe: { plan: pro, as: new } }"]);
    expect(items(life.invoice(3).lines)).toEqual(["item 3 of nobody"]);
    expect(life.pending).toEqual(["item 1 of c", "item 2 of more"]);
  });

  it("without a next invoice they wait for ever", () => {
    const life = lifeOf(
      ["2026-04-01", "2026-12-01"],
      [
        "{ at: 2026-04-01, subscribe: { plan: basic } }",
        "{ at: 2026-04-10, cancel: {} }",
        "{ at: 2026-04-12, invoice_item: { amount: 3, description: of nobody } }",
      ],
    );
    expect([life.totals, life.pending]).toEqual([[1000], ["item 3 of nobody"]]);
  });
});
