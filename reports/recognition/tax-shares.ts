import type { Line } from "../../engine/account/line.ts";
import { allocate } from "../../engine/money/allocate.ts";
import type { Minor } from "../../engine/money/exact.ts";

/** What of the tax that is taken back of a line belongs to each of its rates, in their order: by what each took, floor, remainder last (R24). */
export function reversedByRate(taxReversed: Minor, { taxes }: Line): readonly Minor[] {
  // A line's taxes have one sign, the line's own.
  const sign = taxReversed < 0 ? -1 : 1;
  const shares: Minor[] = [];
  allocate(
    sign * taxReversed,
    taxes.map(({ amount }) => Math.abs(amount)),
    taxes.length,
    shares,
  );
  return shares.map((share) => sign * share);
}
