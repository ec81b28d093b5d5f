import type { TaxRate } from "../../catalog/tax-rate.ts";
import { readDecimal } from "../../language/read-number.ts";
import { type Reader, type Reading, readField, readFlag, readOr } from "../../language/reading.ts";
import { declare } from "../../language/references.ts";
import { block, flag, named, ref } from "../../language/schema-parts.ts";
import type { SourceNode } from "../../language/source-node.ts";
import type { Decimal } from "../../money/decimal.ts";
import type { Declarations } from "../declarations.ts";

export const taxRatesSchema = named(
  "Taxes, by name.",
  block(
    "A tax rate.",
    {
      percentage: ref("percentage", "Percent, 0 to 100, up to four decimals."),
      inclusive: flag("Whether prices contain it; else it comes on top.", { default: false }),
    },
    ["percentage"],
  ),
);

const readPercentage: Reader<Decimal> = (reading, node) => {
  const decimal = readDecimal(reading, node);
  if (decimal === undefined || node.kind !== "scalar") return undefined;
  const percent = Number(decimal.units) / decimal.scale;
  if (percent >= 0 && percent <= 100 && decimal.scale <= 10_000) return decimal;
  return reading.refuse(node, {
    code: "bad-percentage",
    message: `The tax rate is ${node.text} percent.`,
    rule: "A tax rate lies between 0 and 100 percent, with at most four decimals.",
    remedy: percent > 0 && percent < 100 ? "Round it to four decimals." : "Write 21 for 21 %.",
  });
};

export function readTaxRateBlock(reading: Reading, node: SourceNode | undefined, { taxRates }: Declarations): void {
  declare<TaxRate>(reading, node, taxRates, ({ key, value }, index) => {
    if (value.kind !== "map") return undefined;
    const inclusive = readOr(reading, value, "inclusive", readFlag, false);
    const percentage = readField(reading, value, "percentage", readPercentage);
    return percentage === undefined ? undefined : { index, id: key, percentage, inclusive };
  });
}
