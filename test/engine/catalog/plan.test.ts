import { expect, it } from "vitest";
import { planTitle } from "../../../engine/catalog/plan.ts";
import { planOf } from "../builders.ts";

const product = { id: "web", name: "YT ウェブサービス", statementDescriptor: undefined };

it.each([
  [planOf("basic", 980, { product, nickname: "Basic, monthly" }), "YT ウェブサービス"],
  [planOf("basic", 980, { nickname: "Basic, monthly" }), "Basic, monthly"],
  [planOf("basic"), "basic"],
])("a plan is called by its product, else its nickname, else its id", (plan, title) => {
  expect(planTitle(plan)).toBe(title);
});
