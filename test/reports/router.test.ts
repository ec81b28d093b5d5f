import { describe, expect, it } from "vitest";
import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { ReportFacts } from "../../reports/collector.ts";
import { route } from "../../reports/router.ts";

const KINDS = Object.keys(route([])) as (keyof ReportFacts)[];

/** Collectors that write down who was told what with which arguments. */
function listeners(count: number, kind: keyof ReportFacts, told: unknown[]): Partial<ReportFacts>[] {
  return Array.from({ length: count }, (_, who) => ({ [kind]: (...fact: unknown[]) => void told.push([who, ...fact]) }));
}

describe("the router", () => {
  const counts = [0, 1, 2, 3, 4, 5, 6, 7, 9];

  it.each(KINDS)("tells `%s` to each of any number of collectors, in their order and with all it says", (kind) => {
    for (const count of counts) {
      const told: unknown[] = [];
      const deaf = { begin: undefined } as unknown as Partial<ReportFacts>;
      const sink = route([deaf, ...listeners(count, kind, told)]) as unknown as Record<string, (...fact: unknown[]) => void>;
      const { length } = sink[kind] as (...fact: unknown[]) => void;
      const fact = Array.from({ length }, (_, i) => `${kind} ${i}`);
      sink[kind]?.(...fact);
      expect(told).toEqual(Array.from({ length: count }, (_, who) => [who, ...fact]));
    }
  });

  it("tells a kind of fact to nobody who listens to another", () => {
    const told: unknown[] = [];
    const sink = route(listeners(4, "invoice", told));
    sink.settle(0, {} as Account);
    expect(told).toEqual([]);
  });

  it("tells the frequent steps of an invoice to who has methods for them by those alone, to all others by `invoice`, in the listeners' order", () => {
    const told: string[] = [];
    const byStep = {
      finalized: () => void told.push("own finalized"),
      paid: () => void told.push("own paid"),
      invoice: (_at: unknown, _account: unknown, _invoice: unknown, step: string) => void told.push(`own invoice ${step}`),
    };
    const whole = { invoice: (_at: unknown, _account: unknown, _invoice: unknown, step: string) => void told.push(`whole ${step}`) };
    const sink = route([whole, byStep as Partial<ReportFacts>, { paid: () => void told.push("only paid") }]);
    for (const step of ["created", "finalized", "payment_failed", "paid", "voided"] as const) sink.invoice(0, {} as Account, {} as Invoice, step);
    const finalized = ["whole finalized", "own finalized"];
    const failed = ["whole payment_failed", "own invoice payment_failed"];
    const paid = ["whole paid", "own paid", "only paid"];
    expect(told).toEqual(["whole created", ...finalized, ...failed, ...paid, "whole voided", "own invoice voided"]);
  });
});
