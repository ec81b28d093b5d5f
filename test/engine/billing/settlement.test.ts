import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type Settlement, settle } from "../../../engine/billing/settlement.ts";
import { currencies } from "../../../engine/money/currency.ts";
import { currencyOf } from "../builders.ts";

function settled(total: number, balance: number, code: string): Settlement {
  const result: Settlement = { amountDue: -1, applied: -1, rounding: -1, tooSmall: -1 };
  settle(total, balance, currencyOf(code), result);
  return result;
}

describe("what finalization asks of the customer", () => {
  // total, balance before (negative is credit), amount due, balance after
  it.each<[string, string, number, number, number, number]>([
    ["the total, without a balance", "usd", 1000, 0, 1000, 0],
    ["less the credit", "usd", 1000, -300, 700, 0],
    ["nothing, when the credit covers it; the rest of the credit stays", "usd", 1000, -1500, 0, -500],
    ["with the debt on top", "usd", 1000, 200, 1200, 0],
    ["nothing, for a negative total: it becomes credit", "usd", -700, 0, 0, -700],
    ["what a negative total leaves of a debt", "usd", -700, 1000, 300, 0],
    ["more credit, for a negative total beside credit", "usd", -700, -100, 0, -800],
    ["the debt, on an invoice of 0", "usd", 0, 800, 800, 0],
    ["nothing, for nothing", "usd", 0, 0, 0, 0],
    ["nothing below the minimum: the sum becomes a debt", "usd", 49, 0, 0, 49],
    ["the minimum itself", "usd", 50, 0, 50, 0],
    ["nothing, when credit brings it below the minimum", "usd", 1000, -960, 0, 40],
    ["what small debts have become together", "usd", 30, 40, 70, 0],
    ["the minimum of the invoice's own currency", "huf", 17_499, 0, 0, 17_499],
    ["anything, where no minimum is listed", "pyg", 1, 0, 1, 0],
    ["yen from 50", "jpy", 50, 0, 50, 0],
    ["no yen below", "jpy", 49, 0, 0, 49],
    ["hundreds of UGX, rounded down: the difference is owed", "ugx", 100_049, 0, 100_000, 49],
    ["hundreds of UGX, rounded up: the difference is credit", "ugx", 100_050, 0, 100_100, -50],
    ["hundreds of ISK", "isk", 123_451, 0, 123_500, -49],
    ["tens of KWD", "kwd", 5124, 0, 5120, 4],
    ["tens of KWD, a tie up", "kwd", 5125, 0, 5130, -5],
    ["rounded after the balance, which would else swallow it (D3)", "kwd", 5124, -4, 5120, 0],
    ["nothing, when rounding leaves nothing", "ugx", 49, 0, 0, 49],
  ])("%s", (_rule, code, total, balance, amountDue, after) => {
    const result = settled(total, balance, code);
    expect([result.amountDue, balance + result.applied + result.rounding + result.tooSmall]).toEqual([amountDue, after]);
  });

  it("tells the parts of the balance's movement apart (B36)", () => {
    expect(settled(1000, -300, "usd")).toEqual({ amountDue: 700, applied: 300, rounding: 0, tooSmall: 0 });
    expect(settled(100_049, -49_000, "ugx")).toEqual({ amountDue: 51_000, applied: 49_000, rounding: 49, tooSmall: 0 });
    expect(settled(30, 10, "usd")).toEqual({ amountDue: 0, applied: -10, rounding: 0, tooSmall: 40 });
    expect(settled(-700, 100, "usd")).toEqual({ amountDue: 0, applied: -700, rounding: 0, tooSmall: 0 });
  });

  const money = fc.integer({ min: -10_000_000, max: 10_000_000 });
  test.prop([money, money, fc.constantFrom(...currencies.values())], { numRuns: 1000 })(
    "loses nothing: what is asked and what the balance moves are the total",
    (total, balance, { code, step, minimum }) => {
      const { amountDue, applied, rounding, tooSmall } = settled(total, balance, code);
      const after = balance + applied + rounding + tooSmall;
      expect(total + balance).toBe(amountDue + after);
      expect(amountDue).toBeGreaterThanOrEqual(0);
      expect(amountDue % step).toBe(0);
      expect(amountDue === 0 || amountDue >= minimum).toBe(true);
      expect(Math.abs(rounding) * 2).toBeLessThanOrEqual(step);
    },
  );
});
