import { expect, it } from "vitest";
import { invoiceName } from "../../../engine/account/invoice-name.ts";

it.each([
  [1, "alice-0001"],
  [42, "alice-0042"],
  [9999, "alice-9999"],
  [10_000, "alice-10000"],
])("the customer's invoice number %i is called %s (D11)", (number, name) => {
  expect(invoiceName("alice", number)).toBe(name);
});
