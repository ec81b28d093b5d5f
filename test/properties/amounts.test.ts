import { test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { route } from "../../reports/router.ts";
import { ratio, round } from "../reference/rational.ts";
import { anyScenarioDraw, scenarioOf } from "./drawn.ts";

const OPTIONS = { numRuns: 150, seed: 20_260_201 };
const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

/** What a line is computed from, rounded once, ties away from zero, in this test's own arithmetic. */
function recomputed({ base, part, scale, whole }: Line): number {
  return round(ratio(BigInt(base) * BigInt(part), BigInt(whole) * BigInt(scale)));
}

/** Every invoice at each of its steps, and the account at its life's end. */
function watch(scenario: Scenario, invoice: (invoice: Invoice) => void, end: (account: Account) => void): void {
  simulate(scenario, route([{ invoice: (_at, _account, moved) => invoice(moved), end }]));
}

describe("the numbers of an invoice explain themselves", () => {
  test.prop([anyScenarioDraw], OPTIONS)("a line's amount is round(base x part / (whole x scale)), pending or billed", (draw) => {
    const check = (line: Line): void => expect(line.amount).toBe(recomputed(line));
    watch(
      scenarioOf(draw),
      ({ lines }) => lines.forEach(check),
      ({ pending }) => pending.forEach(check),
    );
  });

  test.prop([anyScenarioDraw], OPTIONS)("discounts and taxes of the lines add up to the totals, and inclusive taxes lie inside", (draw) => {
    watch(
      scenarioOf(draw),
      ({ lines, subtotal, discount, tax, total }) => {
        for (const line of lines) {
          expect(line.discount).toBe(sum(line.discounts.map(({ amount }) => amount)));
          expect(line.discount).toBeLessThanOrEqual(Math.max(0, line.amount));
          const inclusive = sum(line.taxes.filter((one) => one.inclusive).map(({ amount }) => amount));
          expect([line.taxInclusive, line.taxInclusive + line.taxExclusive]).toEqual([inclusive, sum(line.taxes.map(({ amount }) => amount))]);
          expect(Math.abs(inclusive)).toBeLessThanOrEqual(Math.abs(line.amount - line.discount));
        }
        expect(subtotal).toBe(sum(lines.map(({ amount }) => amount)));
        expect(discount).toBe(sum(lines.map((line) => line.discount)));
        expect(tax).toBe(sum(lines.map((line) => line.taxInclusive + line.taxExclusive)));
        expect(total).toBe(subtotal - discount + sum(lines.map(({ taxExclusive }) => taxExclusive)));
      },
      () => {},
    );
  });

  test.prop([anyScenarioDraw], OPTIONS)("what is due is the total less what the balance gave, and is paid or remains", (draw) => {
    const scenario = scenarioOf(draw);
    watch(
      scenario,
      ({ adjustments, amountDue, amountPaid, amountRemaining, endingBalance, finalizedAt, startingBalance, status, total }) => {
        if (finalizedAt === NEVER) return;
        expect(endingBalance - startingBalance).toBe(total - amountDue);
        expect(amountDue).toBeGreaterThanOrEqual(0);
        if (status === "void") expect([amountPaid, amountRemaining]).toEqual([0, 0]);
        else expect(amountPaid + amountRemaining + (adjustments?.creditedOpen ?? 0)).toBe(amountDue);
        if (status === "paid") expect(amountRemaining).toBe(0);
      },
      ({ currency, invoices }) => {
        for (const { amountDue } of invoices) {
          expect(amountDue % currency.step).toBe(0);
          if (amountDue > 0) expect(amountDue).toBeGreaterThanOrEqual(currency.minimum);
        }
      },
    );
  });

  test.prop([anyScenarioDraw], OPTIONS)("the balance is the sum of its movements at every instant", (draw) => {
    let known = 0;
    let movements = 0;
    simulate(
      scenarioOf(draw),
      route([
        {
          begin: () => {
            known = 0;
          },
          balance: (_at, account, amount) => {
            known += amount;
            movements++;
            expect(amount).not.toBe(0);
            expect(account.balance).toBe(known);
          },
          end: ({ balance }) => expect(balance).toBe(known),
        },
      ]),
    );
    expect(movements).toBeGreaterThanOrEqual(0);
  });

  test.prop([anyScenarioDraw], OPTIONS)("money taken is what the paid invoices were due, each taken once", (draw) => {
    let taken = new Map<number, number>();
    simulate(
      scenarioOf(draw),
      route([
        {
          begin: () => {
            taken = new Map();
          },
          payment: (_at, _account, { kind, amount, decline, invoice }) => {
            if (invoice === undefined || (kind !== "payment" && kind !== "out_of_band")) return;
            expect(amount).toBe(invoice.amountDue - (invoice.adjustments?.creditedOpen ?? 0));
            if (decline === undefined) taken.set(invoice.number, (taken.get(invoice.number) ?? 0) + amount);
          },
          end: ({ invoices }) => {
            for (const { amountPaid, number } of invoices) expect(taken.get(number) ?? 0).toBe(amountPaid);
          },
        },
      ]),
    );
  });
});
