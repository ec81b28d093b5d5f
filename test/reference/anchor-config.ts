import type { Subscribe } from "../../engine/actions/action.ts";
import { refuseUnless } from "./state.ts";

const DAY = 86_400;

/** The anchor that the sign-up asks for by calendar fields, looked for day by day from the sign-up or the trial's end (T3). */
export function configuredAnchor(now: number, trialEnd: number | undefined, { anchorFields: fields, items }: Subscribe): number | undefined {
  if (fields === undefined) return undefined;
  for (const { plan } of items) {
    const { unit, count } = plan.interval;
    const byWeeks = unit === "week" || (unit === "day" && count % 7 === 0);
    if (unit === "month" || unit === "year") refuseUnless(fields.dayOfMonth !== undefined, "months and years have a day of the month");
    else refuseUnless(byWeeks && fields.dayOfWeek !== undefined, "weeks have a day of the week, days have nothing");
  }
  const created = new Date(now * 1000);
  const from = trialEnd ?? now;
  const date = new Date(from * 1000);
  date.setUTCHours(fields.hour ?? created.getUTCHours(), fields.minute ?? created.getUTCMinutes(), fields.second ?? created.getUTCSeconds());
  for (let at = date.getTime() / 1000; ; at += DAY) {
    const day = new Date(at * 1000);
    const isDay = fields.dayOfWeek === undefined ? day.getUTCDate() === fields.dayOfMonth : day.getUTCDay() === fields.dayOfWeek % 7;
    const isMonth = fields.month === undefined || day.getUTCMonth() + 1 === fields.month;
    if (at >= from && isDay && isMonth) return at;
  }
}
