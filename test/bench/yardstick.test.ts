import { describe, expect, it } from "vitest";
import { yardstick } from "./yardstick.ts";

describe("the yardstick", () => {
  it("bills the published totals and checksum of the plain monthly model when ties go to even", () => {
    const totals = yardstick(20_000, 36, 1, "even");
    expect({ ...totals, checksum: totals.checksum.toString(16) }).toEqual({
      invoices: 574_048,
      attempts: 659_365,
      billed: 11_695_698_193,
      collected: 11_536_008_969,
      churned: 7625,
      checksum: "3ce49395",
    });
  });

  it("bills the same invoices and more cents when ties go away from zero", () => {
    const even = yardstick(2000, 36, 1, "even");
    const away = yardstick(2000, 36, 1, "away");
    expect({ ...away, billed: 0, collected: 0, checksum: 0 }).toEqual({ ...even, billed: 0, collected: 0, checksum: 0 });
    expect(away.billed).toBeGreaterThan(even.billed);
    expect(away.billed - even.billed).toBeLessThanOrEqual(even.invoices);
  });

  it("gives another seed other customers", () => {
    expect(yardstick(2000, 12, 2, "away").checksum).not.toBe(yardstick(2000, 12, 1, "away").checksum);
  });
});
