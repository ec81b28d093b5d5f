import { NEVER } from "../../calendar/instant.ts";
import type { Coupon } from "../../catalog/coupon.ts";
import { didYouMean, listed } from "../../language/did-you-mean.ts";
import { refuseTogether } from "../../language/exclusive-keys.ts";
import { readCurrency } from "../../language/read-currency.ts";
import { readInstant } from "../../language/read-instant.ts";
import { readDecimal, readPositiveAmount } from "../../language/read-number.ts";
import { type Reader, type Reading, readChoice, readField, readList, readOr, readWhole } from "../../language/reading.ts";
import { declare } from "../../language/references.ts";
import { block, choice, list, named, ref, whole } from "../../language/schema-parts.ts";
import { has, quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../language/source-node.ts";
import type { Decimal } from "../../money/decimal.ts";
import type { Declarations } from "../declarations.ts";

export const couponsSchema = named(
  "Price reductions, by name.",
  block("A coupon: one of `percent_off` and `amount_off` is required.", {
    percent_off: ref("percentage", "Percent off, above 0 and up to 100."),
    amount_off: ref("amount", "Money off, split over the lines of an invoice (D1)."),
    currency: ref("currency", "The currency of `amount_off`."),
    duration: choice("The first invoice, all within some months, or all.", ["once", "repeating", "forever"], { default: "once" }),
    duration_in_months: whole("How many months a `repeating` coupon lasts, from the first invoice it discounts (D7).", 1, { maximum: 1200 }),
    applies_to: list("Only these products or plans; default: everything (D25).", ref("id", "A product or a plan."), { minItems: 1 }),
    redeem_by: ref("instant", "It can be redeemed before this instant; what is redeemed goes on."),
    max_redemptions: whole("How often it can be redeemed, all customers together (D24).", 1),
  }),
);

export function readCoupons(reading: Reading, node: SourceNode | undefined, declarations: Declarations): void {
  declare(reading, node, declarations.coupons, (entry, index) => readCoupon(reading, entry, index, declarations));
}

function readCoupon(reading: Reading, { key, value }: SourceEntry, index: number, declarations: Declarations): Coupon | undefined {
  if (value.kind !== "map") return undefined;
  const percentOff = readField(reading, value, "percent_off", readPercentOff);
  const amountOff = readField(reading, value, "amount_off", readAmountOff);
  const currency = readField(reading, value, "currency", readCurrency);
  const duration = readOr<Coupon["duration"]>(reading, value, "duration", readChoice(), "once");
  const durationInMonths = readOr(reading, value, "duration_in_months", readWhole, 0);
  const appliesTo = readField(reading, value, "applies_to", readList(readProductOrPlan(declarations)));
  const redeemBy = readOr(reading, value, "redeem_by", readInstant, NEVER);
  const maxRedemptions = readOr(reading, value, "max_redemptions", readWhole, Number.POSITIVE_INFINITY);
  checkReduction(reading, value);
  checkDuration(reading, value, duration);
  if (value.broken) return undefined;
  const limits = { redeemBy, maxRedemptions, appliesTo: appliesTo === undefined ? undefined : new Set(appliesTo) };
  return { index, id: key, percentOff, amountOff, currency, duration, durationInMonths, ...limits };
}

const readPercentOff: Reader<Decimal> = (reading, node) => {
  const decimal = readDecimal(reading, node);
  if (decimal === undefined || node.kind !== "scalar") return undefined;
  const percent = Number(decimal.units) / decimal.scale;
  if (percent > 0 && percent <= 100) return decimal;
  return reading.refuse(node, {
    code: "bad-percentage",
    message: `The coupon takes ${node.text} percent off.`,
    rule: "`percent_off` is above 0 and at most 100.",
    remedy: "Write 50 for half price.",
  });
};

const readAmountOff: Reader<number> = (reading, node) => {
  const amount = readPositiveAmount(reading, node);
  if (amount !== 0) return amount;
  return reading.refuse(node, {
    code: "bad-amount",
    message: "The coupon takes nothing off.",
    rule: "`amount_off` is above 0, in minor units.",
    remedy: "Write how much it takes off.",
  });
};

function checkReduction(reading: Reading, coupon: SourceMap): void {
  refuseTogether(reading, coupon, "percent_off", "amount_off", "Make two coupons, and list both under `discounts`.");
  if (!has(coupon, "percent_off") && !has(coupon, "amount_off")) {
    reading.refuseMissing(
      coupon,
      "The coupon does not say what it takes off.",
      "A coupon has one of `percent_off` and `amount_off`.",
      "Write `percent_off: 50`, or `amount_off: 1000` with its `currency`.",
    );
  }
  if (has(coupon, "amount_off") && !has(coupon, "currency")) {
    reading.refuseMissing(
      coupon,
      "The coupon's `amount_off` has no currency.",
      "A coupon with `amount_off` has a `currency`.",
      "Write `currency: usd`, for example.",
    );
  }
  const currency = coupon.entries.get("currency");
  if (currency === undefined || has(coupon, "amount_off") || !has(coupon, "percent_off")) return;
  reading.refuseKey(currency, {
    code: "misplaced-key",
    message: "`currency` stands beside `percent_off`.",
    rule: "Only `amount_off` has a currency; percentages hold in every one.",
    remedy: "Take it out.",
  });
}

function checkDuration(reading: Reading, coupon: SourceMap, duration: Coupon["duration"]): void {
  const months = coupon.entries.get("duration_in_months");
  if (coupon.entries.get("duration")?.value.broken === true) return;
  if (duration === "repeating" && months === undefined) {
    reading.refuseMissing(
      coupon,
      "The coupon repeats, but does not say for how long.",
      "A coupon with `duration: repeating` has `duration_in_months`.",
      "Write `duration_in_months: 3`, for example.",
    );
  } else if (duration !== "repeating" && months !== undefined) {
    reading.refuseKey(months, {
      code: "misplaced-key",
      message: `\`duration_in_months\` stands beside a duration of ${duration}.`,
      rule: "Only a coupon with `duration: repeating` has `duration_in_months`.",
      remedy: "Write `duration: repeating`, or take it out.",
    });
  }
}

/** The id of a product or a plan, which must not be both (D25). */
function readProductOrPlan({ products, plans }: Declarations): Reader<string> {
  return (reading, node) => {
    if (node.kind !== "scalar" || node.value === null) return undefined;
    const { text } = node;
    if (products.all.has(text) && plans.all.has(text)) {
      return reading.refuse(node, {
        code: "ambiguous-id",
        message: `${quoteText(text)} is a product and also a plan.`,
        rule: "`applies_to` names products or plans, so a name used here must be only one of them (D25).",
        remedy: "Rename the product or the plan.",
      });
    }
    if (products.all.has(text) || plans.all.has(text)) return text;
    const known = [...products.all.keys(), ...plans.all.keys()];
    return reading.refuse(node, {
      code: "unknown-id",
      message: `There is no product or plan ${quoteText(text)}.`,
      rule: `It must be one of \`products\` or \`plans\`: ${listed(known)}.`,
      remedy: didYouMean(text, known, "Define it, or name another."),
    });
  };
}
