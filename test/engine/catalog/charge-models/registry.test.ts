import { expect, it } from "vitest";
import { chargeModels } from "../../../../engine/catalog/charge-models/registry.ts";

it("a charge model is registered under its own kind", () => {
  expect(Object.entries(chargeModels).map(([name, { kind }]) => [name, kind])).toEqual([
    ["per_unit", "per_unit"],
    ["package", "package"],
    ["graduated", "graduated"],
    ["volume", "volume"],
  ]);
});
