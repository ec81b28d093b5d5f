import type { AnchorFields } from "../calendar/anchor-fields.ts";
import { type Reader, readField, readWhole } from "../language/reading.ts";
import { block, type Schema, whole } from "../language/schema-parts.ts";
import { has } from "../language/source-node.ts";

export const anchorConfigSchema: Schema = block("The anchor by its calendar fields, UTC; unset time fields are those of the sign-up (T3).", {
  day_of_month: whole("Day of the month, 1-31, for plans by month or year. The 31st is the last day of a shorter month.", 1, { maximum: 31 }),
  day_of_week: whole("Day of the week, 1 (Monday) to 7, for plans by week.", 1, { maximum: 7 }),
  month: whole("Month, 1-12, beside `day_of_month`.", 1, { maximum: 12 }),
  hour: whole("Hour, UTC.", 0, { maximum: 23 }),
  minute: whole("Minute.", 0, { maximum: 59 }),
  second: whole("Second.", 0, { maximum: 59 }),
});

/** The most days each month ever has. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Reads `billing_cycle_anchor_config`: exactly one kind of day, and a date that exists (T3). */
export const readAnchorConfig: Reader<AnchorFields> = (reading, node) => {
  if (node.kind !== "map" || node.broken) return undefined;
  const part = (key: string): number | undefined => readField(reading, node, key, readWhole);
  const fields: AnchorFields = {
    dayOfMonth: part("day_of_month"),
    dayOfWeek: part("day_of_week"),
    month: part("month"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
  if (has(node, "day_of_month") === has(node, "day_of_week")) {
    return reading.refuse(node, {
      code: "bad-anchor-config",
      message: has(node, "day_of_month") ? "`day_of_month` and `day_of_week` are both given." : "The anchor's day is missing.",
      rule: "`billing_cycle_anchor_config` has `day_of_month` for plans by month or year, or `day_of_week` for plans by week (T3).",
      remedy: "Keep the one that fits the plan.",
    });
  }
  const { dayOfMonth, month } = fields;
  if (month === undefined) return fields;
  const isPossible = dayOfMonth !== undefined && dayOfMonth <= (LONGEST[month - 1] as number);
  if (isPossible) return fields;
  return reading.refuse(node, {
    code: "bad-anchor-config",
    message: dayOfMonth === undefined ? "`month` stands without `day_of_month`." : `Month ${month} never has a day ${dayOfMonth}.`,
    rule: "The anchor is a date that exists (T3).",
    remedy: dayOfMonth === undefined ? "Take `month` out: weeks do not look at months." : "Correct the day or the month.",
  });
};
