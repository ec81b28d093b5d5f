import { describe, expect, it } from "vitest";
import { declineCodes } from "../../../engine/payments/decline-codes.ts";

describe("decline codes", () => {
  it("that are hard are Stripe's nine (DUN)", () => {
    const hard = [...declineCodes.values()].filter((code) => code.hard).map(({ code }) => code);
    expect(hard.toSorted()).toEqual([
      "authentication_required",
      "highest_risk_level",
      "incorrect_number",
      "lost_card",
      "pickup_card",
      "revocation_of_all_authorizations",
      "revocation_of_authorization",
      "stolen_card",
      "transaction_not_allowed",
    ]);
  });

  it.each(["insufficient_funds", "expired_card", "card_declined", "processing_error", "do_not_honor"])("%s is soft: it is tried again", (code) => {
    expect(declineCodes.get(code)?.hard).toBe(false);
  });

  it("are known by their own name", () => {
    expect([...declineCodes].filter(([name, { code }]) => name !== code)).toEqual([]);
  });
});
