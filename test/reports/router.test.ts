import { describe, expect, it } from "vitest";
import type { Account } from "../../engine/account/account.ts";
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
});
