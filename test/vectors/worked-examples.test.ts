import { describe, expect, it } from "vitest";
import { claims as reportClaims } from "../reports/claims.ts";
import { billingCycle } from "./examples/billing-cycle.ts";
import { discounts } from "./examples/discounts.ts";
import { invoices } from "./examples/invoices.ts";
import { prices } from "./examples/prices.ts";
import { proration } from "./examples/proration.ts";
import { usage } from "./examples/usage.ts";
import { exclusions } from "./exclusions.ts";
import { publishedExamples } from "./published.ts";

const modules = [proration, discounts, billingCycle, prices, invoices, usage];
const claimed = new Map(modules.flatMap((module) => Object.entries(module)));

describe("published examples", () => {
  for (const published of publishedExamples) {
    const test = claimed.get(published.id);
    if (test !== undefined) it(`${published.id}: ${published.title}`, () => test(published));
  }
});

describe("the list of examples", () => {
  const ids = publishedExamples.map(({ id }) => id);
  const taken = [...modules.flatMap((module) => Object.keys(module)), ...reportClaims, ...Object.keys(exclusions)];

  it("has each id once", () => {
    expect(new Set(ids).size).toBe(ids.length);
  });
  it("is claimed by exactly one test or excluded, each id", () => {
    expect(taken.toSorted()).toEqual(ids.toSorted());
  });
  it("gives each exclusion a reason", () => {
    expect(Object.values(exclusions).filter((reason) => reason.length < 20)).toEqual([]);
  });
});
