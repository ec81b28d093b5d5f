import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Discount } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { formatBrief } from "../../calendar/civil.ts";
import { NEVER } from "../../calendar/instant.ts";
import type { Coupon } from "../../catalog/coupon.ts";

/** @throws Refusal when a coupon can no longer be redeemed. `redeem_by` is exclusive (B6) and does not use up a slot (D24). */
export function checkRedeemBy(coupons: readonly Coupon[], account: Account): void {
  for (const coupon of coupons) {
    if (account.now < coupon.redeemBy) continue;
    throw new Refusal(
      `coupon "${coupon.id}" can no longer be redeemed at ${formatBrief(account.now)}`,
      `It is redeemable before ${formatBrief(coupon.redeemBy)} (\`redeem_by\`).`,
      "Move the entry before that instant or raise `redeem_by`.",
    );
  }
}

/**
 * Redeems coupons in list order. Each attempt takes a slot of `max_redemptions`, also when the payment is refused later (D24).
 *
 * @throws Refusal when the slots are used up; nothing has been changed then, and the caller must not have changed anything yet.
 */
export function redeem(world: World, account: Account, coupons: readonly Coupon[]): Discount[] {
  const discounts: Discount[] = [];
  for (const coupon of coupons) {
    if (!world.redemptions.redeem(coupon, account.now, account)) {
      throw new Refusal(
        `coupon "${coupon.id}" has been redeemed ${coupon.maxRedemptions} times already`,
        "`max_redemptions` counts all customers together, in the order of instants and then of customers.",
        "Raise `max_redemptions`, or take the coupon off this entry.",
      );
    }
    discounts.push({ coupon, redeemedAt: account.now, firstUsedAt: NEVER });
  }
  return discounts;
}
