import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { comparePending } from "../../../engine/billing/line-order.ts";
import { lineOf } from "../builders.ts";

const line = (name: string, kind: "proration_credit" | "proration_charge" | "invoice_item", at: number, sequence: number) =>
  lineOf(1, { description: name, kind, at, sequence });

describe("pending lines stand on an invoice", () => {
  it("newest instant first; in one instant unused time, remaining time, plain items; then as they were made (B8)", () => {
    const made = [
      line("first credit", "proration_credit", 10, 0),
      line("first charge", "proration_charge", 10, 1),
      line("first item", "invoice_item", 10, 2),
      line("second item", "invoice_item", 10, 3),
      line("later item", "invoice_item", 20, 4),
      line("later credit of item 1", "proration_credit", 20, 5),
      line("later charge of item 1", "proration_charge", 20, 6),
      line("later credit of item 2", "proration_credit", 20, 7),
      line("later charge of item 2", "proration_charge", 20, 8),
    ];
    expect(made.toSorted(comparePending).map(({ description }) => description)).toEqual([
      "later credit of item 1",
      "later credit of item 2",
      "later charge of item 1",
      "later charge of item 2",
      "later item",
      "first credit",
      "first charge",
      "first item",
      "second item",
    ]);
  });

  const drawn = fc.array(fc.record({ at: fc.nat(3), kind: fc.constantFrom("proration_credit", "proration_charge", "invoice_item") }), { maxLength: 12 });
  test.prop([drawn, fc.infiniteStream(fc.nat(1000))])("in one order, however they are shuffled", (given, dice) => {
    const lines = given.map(({ at, kind }, sequence) => line("", kind, at, sequence));
    const weights = new Map(lines.map((own) => [own, dice.next().value]));
    const shuffled = lines.toSorted((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
    expect(shuffled.toSorted(comparePending).map(({ sequence }) => sequence)).toEqual(lines.toSorted(comparePending).map(({ sequence }) => sequence));
  });
});
