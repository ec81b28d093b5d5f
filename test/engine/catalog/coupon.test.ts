import { describe, expect, it } from "vitest";
import { appliesToPlan } from "../../../engine/catalog/coupon.ts";
import type { Product } from "../../../engine/catalog/plan.ts";
import { couponOf, planOf } from "../builders.ts";

const web: Product = { id: "web", name: "Web", statementDescriptor: undefined };
const pro = planOf("pro", 1000, { product: web });
const loose = planOf("loose");
const off = (...ids: string[]) => couponOf("off", { percent: "10" }, { appliesTo: ids.length === 0 ? undefined : new Set(ids) });

describe("a coupon applies", () => {
  it.each([
    ["without a list to every plan", off(), pro, true],
    ["without a list to a line without a plan", off(), undefined, true],
    ["by the plan's id", off("pro"), pro, true],
    ["by the product's id", off("web"), pro, true],
    ["not to another plan", off("web"), loose, false],
    ["not to a line without a plan, if it has a list", off("pro"), undefined, false],
    ["to any in its list", off("x", "loose"), loose, true],
  ])("%s", (_rule, coupon, plan, expected) => {
    expect(appliesToPlan(coupon, plan)).toBe(expected);
  });
});
