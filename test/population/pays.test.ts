import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "./crowd.ts";

const DAY = 86_400;
const z = (count: number, of: number, share: number): number => Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));

/** Days from finalization to payment of the first invoice of everybody; undefined where it was not paid. */
function delays(more: string): ReadonlyMap<string, number | undefined> {
  const days = new Map<string, number | undefined>();
  const scenario = crowd(
    `
  people:
    signups: { each_month: [3000] }
    attributes: { segment: { solo: 50%, team: 50% } }
    subscribe: { all: { plan: annual } }
    collection_method: send_invoice
    days_until_due: 30
    ${more}`,
    { clock: "{ start: 2026-01-01, for: 11 months }" },
  );
  simulate(scenario, {
    ...silentSink(),
    end(account) {
      const [invoice] = account.invoices;
      const wait = invoice?.status === "paid" ? (invoice.paidAt - invoice.finalizedAt) / DAY : undefined;
      days.set(account.id, wait);
    },
  });
  return days;
}

describe("how populations pay what is sent", () => {
  it("pay nothing by themselves unless it is said how", () => {
    expect(new Set(delays("dunning: { overdue_for: 30 days }").values())).toEqual(new Set([undefined]));
  });

  it("pay after a drawn time, but for a share that never does", () => {
    const all = [...delays("pays: { after: { distribution: gamma, mean: 12 days, sd: 10 days }, never: 5% }").values()];
    const paid = all.filter((days) => days !== undefined);
    expect(z(all.length - paid.length, 3000, 0.05)).toBeLessThan(4);
    const mean = paid.reduce((sum, days) => sum + days, 0) / paid.length;
    expect(Math.abs(mean - 12) / (10 / Math.sqrt(paid.length))).toBeLessThan(4);
  });

  it("pay after a fixed time, which may be split", () => {
    const all = [...delays("pays: { after: { by: segment, solo: 3 days, team: 1 month } }").values()];
    expect(new Set(all)).toEqual(new Set([3, 365 / 12]));
  });

  it("a share that never pays moves none of the others", () => {
    const all = delays("pays: { after: { distribution: exponential, mean: 9 days } }");
    for (const [id, days] of delays("pays: { after: { distribution: exponential, mean: 9 days }, never: 20% }")) {
      if (days !== undefined) expect(days).toBe(all.get(id));
    }
  });
});
