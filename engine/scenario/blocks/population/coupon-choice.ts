import type { Coupon } from "../../../catalog/coupon.ts";
import { readField } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import type { Schema } from "../../../language/schema-parts.ts";
import type { SourceMap } from "../../../language/source-node.ts";
import { fixed, mapped, type Varying } from "../../../population/varying.ts";
import type { PopulationContext } from "./population-context.ts";
import { readVarying } from "./varying-value.ts";

export const couponChoiceSchema: Schema = {
  description: "A coupon of `coupons`, or a split of coupons by `by`, where `null` is none.",
  type: ["string", "number", "object", "null"],
  examples: ["launch", { by: "segment", solo: "launch", otherwise: null }],
  "x-expects": "a coupon, or a split of coupons",
};

/** Which coupon a customer gets, if any. */
export function readCouponChoice(context: PopulationContext, map: SourceMap): Varying<Coupon | undefined> {
  const reference = readReference(context.declarations.coupons);
  const choice = readField(
    context.reading,
    map,
    "coupon",
    readVarying<{ readonly coupon: Coupon | undefined }>(context, (reading, node) => {
      if (node.kind === "scalar" && node.value === null) return { coupon: undefined };
      const coupon = reference(reading, node);
      return coupon && { coupon };
    }),
  );
  if (choice === undefined) return fixed(undefined);
  return choice.always === undefined ? mapped(choice, ({ coupon }) => coupon) : fixed(choice.always.coupon);
}
