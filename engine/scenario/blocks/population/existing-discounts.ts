import { addMonths } from "../../../calendar/duration.ts";
import { type Instant, NEVER } from "../../../calendar/instant.ts";
import type { Coupon } from "../../../catalog/coupon.ts";
import { readInstantCell, readReferenceCell, valuesIn } from "../../../language/csv-cells.ts";
import type { CsvRow } from "../../../language/csv-table.ts";
import { quoteText } from "../../../language/source-node.ts";
import type { ExistingDiscount } from "../../../lifecycle/subscriptions/begin-existing.ts";
import type { PopulationContext } from "./population-context.ts";

/** When the subscription of the row began, and where it stands. */
interface Standing {
  readonly status: string;
  readonly startedAt: Instant;
  readonly trialEnd: Instant;
  readonly now: Instant;
}

/** The coupons of a row that still apply, with what is left of them (N106). */
export function readExistingDiscounts({ declarations }: PopulationContext, row: CsvRow, standing: Standing): readonly ExistingDiscount[] {
  const text = row.cell("coupon");
  const ids = declarations.coupons.all.has(text) ? [text] : valuesIn(text);
  const ends = valuesIn(row.cell("coupon_ends_at"));
  if (ends.length > ids.length) {
    row.refuse("coupon_ends_at", {
      code: "bad-list",
      message: `The row has ${ends.length} ends and ${ids.length} ${ids.length === 1 ? "coupon" : "coupons"}.`,
      rule: "The ends of coupons are joined by `;`, one for each coupon in turn.",
      remedy: "Write as many as there are coupons.",
    });
  }
  const discounts: ExistingDiscount[] = [];
  for (const [i, id] of ids.entries()) {
    const coupon = readReferenceCell(row, "coupon", declarations.coupons, id);
    if (coupon === undefined) continue;
    if (ids.indexOf(id) < i) refuseTwice(row, coupon);
    const endsAt = readInstantCell(row, "coupon_ends_at", ends[i] ?? "");
    if (endsAt !== undefined && coupon.duration !== "repeating") refuseEnd(row, coupon);
    const discount = discountOf(coupon, endsAt, standing);
    if (discount !== undefined) discounts.push(discount);
  }
  return discounts;
}

function refuseTwice(row: CsvRow, coupon: Coupon): void {
  row.refuse("coupon", {
    code: "coupon-twice",
    message: `The coupon ${quoteText(coupon.id)} stands on this subscription twice.`,
    rule: "A coupon applies once to a subscription (B6).",
    remedy: "Take one out.",
  });
}

function refuseEnd(row: CsvRow, coupon: Coupon): void {
  row.refuse("coupon_ends_at", {
    code: "misplaced-key",
    message: `An end is given for the coupon ${quoteText(coupon.id)}, which has \`duration: ${coupon.duration}\`.`,
    rule: "Only a coupon with `duration: repeating` ends at an instant.",
    remedy: "Leave the cell empty, or name another coupon.",
  });
}

/** A coupon that is listed still applies: one for once is not used yet. Undefined: it is over. */
function discountOf(coupon: Coupon, endsAt: Instant | undefined, { status, startedAt, trialEnd, now }: Standing): ExistingDiscount | undefined {
  if (coupon.duration === "once" || status === "trialing") return { coupon, firstUsedAt: NEVER, endsAt: undefined };
  const paidFrom = trialEnd === NEVER ? startedAt : trialEnd;
  if (coupon.duration === "forever") return { coupon, firstUsedAt: paidFrom, endsAt: undefined };
  const end = endsAt ?? addMonths(paidFrom, coupon.durationInMonths);
  const began = endsAt === undefined ? paidFrom : addMonths(end, -coupon.durationInMonths);
  return end <= now ? undefined : { coupon, firstUsedAt: Math.min(began, now - 1), endsAt: end };
}
