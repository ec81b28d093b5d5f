import { type Decimal, parseDecimal } from "../money/decimal.ts";
import type { Minor } from "../money/exact.ts";
import type { Complaint } from "./issue.ts";
import type { Reader } from "./reading.ts";
import { quoteText } from "./source-node.ts";

/** The largest single amount that can be written: 12 digits, as Stripe's largest card charge (CUR). Sums stay far below 2^53. */
export const MOST_MINOR = 999_999_999_999;
/** The largest quantity that can be written. */
export const MOST_QUANTITY = 1_000_000_000;

/** Whole minor units, of either sign. */
export const readAmount: Reader<Minor> = (reading, node) => {
  if (node.kind !== "scalar" || typeof node.value !== "number") return undefined;
  if (!/^[+-]?\d+$/.test(node.text)) return reading.refuse(node, notMinorUnits(node.text));
  if (Number.isInteger(node.value) && node.value <= MOST_MINOR && node.value >= -MOST_MINOR) return node.value === 0 ? 0 : node.value;
  return reading.refuse(node, {
    code: "amount-too-large",
    message: `The amount ${node.text} is too large.`,
    rule: `An amount has at most 12 digits of minor units, ${MOST_MINOR}.`,
    remedy: "Amounts are minor units (USD 9.80 is 980). Is this one in the right unit?",
  });
};

/** `20.00` is the whole number 20 to YAML, and most likely dollars to the user. */
function notMinorUnits(text: string): Complaint {
  return {
    code: "wrong-type",
    message: `The amount is written ${text}.`,
    rule: "Amounts are whole minor units, without a point.",
    remedy: minorUnitsRemedy(text),
  };
}

/** What a decimal most likely means as an amount. */
export function minorUnitsRemedy(text: string): string {
  const match = /^([+-]?\d+)\.(\d{1,2})$/.exec(text);
  if (match === null) return "Write a whole number.";
  return `Write ${Number(`${match[1]}${(match[2] as string).padEnd(2, "0")}`)} if ${text} is meant in a currency with two decimals, such as usd.`;
}

/** Whole minor units, 0 or more. */
export const readPositiveAmount: Reader<Minor> = (reading, node) => {
  const amount = readAmount(reading, node);
  if (amount === undefined || amount >= 0) return amount;
  return reading.refuse(node, {
    code: "negative-amount",
    message: `The amount ${amount} is negative.`,
    rule: "Prices and reductions are 0 or more.",
    remedy: "Write it without the sign; credits are made with `credit`, or with an `invoice_item` of a negative amount.",
  });
};

/** A licensed quantity (D26). */
export const readQuantity: Reader<number> = (reading, node) => {
  if (node.kind !== "scalar" || typeof node.value !== "number") return undefined;
  if (node.value >= 0 && node.value <= MOST_QUANTITY) return node.value === 0 ? 0 : node.value;
  return reading.refuse(node, {
    code: "bad-quantity",
    message: `The quantity is ${node.text}.`,
    rule: `A licensed quantity is a whole number from 0 to ${MOST_QUANTITY}.`,
    remedy: node.value < 0 ? "To reduce what a customer has, write the new quantity, not the difference." : "Write a smaller quantity.",
  });
};

/** A decimal, exactly as its text says: `"0.05"` or 0.05. Up to 12 decimals. */
export const readDecimal: Reader<Decimal> = (reading, node) => {
  if (node.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const decimal = parseDecimal(node.text);
  if (decimal !== undefined && typeof decimal.units === "number") return decimal;
  return reading.refuse(node, notDecimal(node.text));
};

function notDecimal(text: string): Complaint {
  const plain = /^[+-]?\d+\.\d+$/.test(text);
  return {
    code: "bad-decimal",
    message: plain ? `The number ${quoteText(text)} has too many digits.` : `${quoteText(text)} is not a decimal number.`,
    rule: "Decimals have at most 12 places behind the point and 15 digits altogether, and no exponent.",
    remedy: text.endsWith("%") ? "Leave the percent sign out." : 'Write digits with at most one point, such as "0.05".',
  };
}

/** A decimal amount of minor units, 0 or more. */
export const readDecimalAmount: Reader<Decimal> = (reading, node) => {
  if (node.kind !== "scalar") return undefined;
  const decimal = readDecimal(reading, node);
  if (decimal === undefined || (decimal.units >= 0 && Number(decimal.units) / decimal.scale <= MOST_MINOR)) return decimal;
  return reading.refuse(node, {
    code: "bad-decimal",
    message: `The price is ${quoteText(node.text)}.`,
    rule: `A price lies between 0 and ${MOST_MINOR} minor units.`,
    remedy: "Write it without a sign, in minor units: 0.05 is a twentieth of a cent.",
  });
};

/** How much was used (D26): of either sign, with decimals. */
export const readUsageQuantity: Reader<Decimal> = (reading, node) => {
  if (node.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const parsed = parseUsageQuantity(node.text);
  return "code" in parsed ? reading.refuse(node, parsed) : parsed;
};

/** The same of a text, or what is wrong with it. */
export function parseUsageQuantity(text: string): Decimal | Complaint {
  const decimal = parseDecimal(text);
  if (decimal === undefined || typeof decimal.units !== "number") return notDecimal(text);
  const size = decimal.units / decimal.scale;
  if (size <= MOST_QUANTITY && size >= -MOST_QUANTITY) return decimal;
  return {
    code: "bad-quantity",
    message: `The usage is ${quoteText(text)}.`,
    rule: `One usage record is at most ${MOST_QUANTITY}.`,
    remedy: "Write a smaller quantity, or several records.",
  };
}

const PPM = 1_000_000n;

/** A share as parts per million, exact: `4%` and `0.04` are 40,000. */
export const readShare: Reader<number> = (reading, node) => {
  if (node.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const percent = node.text.endsWith("%");
  const decimal = parseDecimal(percent ? node.text.slice(0, -1) : node.text);
  const scaled = decimal === undefined ? undefined : BigInt(decimal.units) * (percent ? PPM / 100n : PPM);
  if (decimal !== undefined && scaled !== undefined && scaled % BigInt(decimal.scale) === 0n && scaled >= 0n && scaled <= PPM * BigInt(decimal.scale)) {
    return Number(scaled / BigInt(decimal.scale));
  }
  if (node.isUncertain && decimal !== undefined && scaled !== undefined) return scaled < 0n ? 0 : Number(PPM);
  return reading.refuse(node, {
    code: "bad-share",
    message: `${quoteText(node.text)} is not a share.`,
    rule: "A share lies between 0 and 1, or 0% and 100%, with at most six decimals (four of a percentage).",
    remedy: "Write it as 4% or 0.04.",
  });
};

/** A rate of a report, exactly as written: `4%` and `0.04` are the same. Of either sign, and of any size. */
export const readRate: Reader<Decimal> = (reading, node) => {
  if (node.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const percent = node.text.endsWith("%");
  const decimal = parseDecimal(percent ? node.text.slice(0, -1) : node.text);
  if (decimal !== undefined && decimal.scale <= 1_000_000_000_000) return percent ? { units: decimal.units, scale: decimal.scale * 100 } : decimal;
  return reading.refuse(node, {
    code: "bad-rate",
    message: `${quoteText(node.text)} is not a rate.`,
    rule: "A rate is a decimal number or a percentage.",
    remedy: "Write it as 4% or 0.04.",
  });
};
