import { type Promotion, takesPurpose } from "../../../business/promotion.ts";
import { readRate } from "../../../language/read-number.ts";
import { type Reader, readChoice, readField, readOr } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, choice, ref } from "../../../language/schema-parts.ts";
import { quoteText, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import { readProbability } from "../population/rate.ts";
import type { BusinessContext } from "./business-context.ts";

export const promotionSchema = block(
  "Drawn customers get a coupon (N87).",
  {
    coupon: ref("id", "The coupon."),
    to: choice("Who gets it: those who sign up meanwhile, those who have a subscription when it begins, or those who have left by then and come back for it.", [
      "new",
      "existing",
      "churned",
    ]),
    take_up: ref("share", "The share of them that takes it, drawn per customer.", { default: 1 }),
    signups: ref("share", "How many more sign-ups it brings meanwhile, as a share of the population's: `+20%`. They all take the coupon.", { default: 0 }),
  },
  ["coupon", "to"],
);

/** Ten times as many is a slip. */
const MOST = 10;

const readExtra: Reader<number> = (reading, node) => {
  const rate = readRate(reading, node);
  const share = rate && Number(rate.units) / rate.scale;
  if (share === undefined || node.kind !== "scalar" || (share >= 0 && share <= MOST)) return share;
  return reading.refuse(node, {
    code: "bad-share",
    message: `The promotion brings ${quoteText(node.text)} more sign-ups.`,
    rule: `It brings between none and ${MOST * 100}% more.`,
    remedy: "Write +20%, for example.",
  });
};

/** Reads a promotion; undefined when it is broken. */
export function readPromotion(context: BusinessContext, name: string, node: SourceNode): Omit<Promotion, "name" | "label" | "reach"> | undefined {
  if (node.kind !== "map") return undefined;
  const { reading, declarations } = context;
  const coupon = readField(reading, node, "coupon", readReference(declarations.coupons));
  const to = readField<Promotion["to"]>(reading, node, "to", readChoice());
  const takeUp = readOr(reading, node, "take_up", readProbability, 1);
  const signUps = readOr(reading, node, "signups", readExtra, 0);
  if (coupon === undefined || to === undefined) return undefined;
  if (to !== "new") refuseSignUps(context, node, to);
  if (context.populationNames.length === 0) refuseNobody(context, node);
  return { kind: "promotion", coupon, to, takeUp, signUps, purpose: takesPurpose(name) };
}

function refuseSignUps({ reading }: BusinessContext, map: SourceMap, to: Promotion["to"]): void {
  const entry = map.entries.get("signups");
  if (entry === undefined) return;
  reading.refuseKey(entry, {
    code: "misplaced-key",
    message: `\`signups\` stands in a promotion to ${to} customers.`,
    rule: "More sign-ups come of a promotion to new customers.",
    remedy: "Write `to: new`, or take it out.",
  });
}

function refuseNobody({ reading }: BusinessContext, map: SourceMap): void {
  reading.refuse(map, {
    code: "impossible",
    message: "Nobody can take the promotion: the scenario has no populations.",
    rule: "Drawn customers take promotions; a script says itself which coupons its customer redeems (N87).",
    remedy: "Write `coupon:` into the scripts.",
  });
}
