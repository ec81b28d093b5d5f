import { describe, expect, it } from "vitest";
import { lifeOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-15"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const LOST = "{ at: 2026-04-20, card: lost_card }";
const LATE = { blocks: "dunning: { retries: [40 days, 40 days], then: past_due }" };

describe("a card that pays what is open (K2)", () => {
  it("is charged for every open invoice, the oldest first; the status follows the latest", () => {
    const life = lifeOf(CLOCK, [BASIC, LOST, "{ at: 2026-06-02, card: { id: visa, pay_open: true } }"], LATE);
    expect(life.at("2026-06-02")).toEqual(["card visa", "#2 visa 1: pays 1000", "#2 paid", "#3 visa 1: pays 1000", "#3 paid", "c status past_due -> active"]);
  });

  it("goes on after a decline, and leaves attempts and schedule alone", () => {
    const life = lifeOf(CLOCK, [BASIC, LOST, "{ at: 2026-06-02, card: { id: insufficient_funds, pay_open: true } }"], LATE);
    expect(life.at("2026-06-02").filter((text) => text.startsWith("#"))).toEqual([
      "#2 insufficient_funds 1: insufficient_funds",
      "#2 payment_failed 1, next 2026-06-10T01:00",
      "#3 insufficient_funds 1: insufficient_funds",
      "#3 payment_failed 1, next 2026-07-11T01:00",
    ]);
    expect(life.at("2026-06-10T01:00")).toContain("#2 insufficient_funds 2: insufficient_funds");
  });

  it("is charged once more when it is the card that declined hard; a decline blocks it again", () => {
    const life = lifeOf(CLOCK, [BASIC, LOST, "{ at: 2026-05-02, card: { id: lost_card, pay_open: true } }"], LATE);
    expect(life.at("2026-05-02")).toContain("#2 lost_card 1: lost_card");
    expect(life.at("2026-06-10T01:00")).toEqual(["#2 payment_failed 2, next 2026-07-20T01:00"]);
  });

  it("saves an incomplete sign-up, and pays for a subscription that has ended", () => {
    const signUp = ["{ at: 2026-04-01, card: insufficient_funds }", BASIC, "{ after: 1 hour, card: { id: visa, pay_open: true } }"];
    expect(lifeOf(CLOCK, signUp).at("2026-04-01T01:00").at(-1)).toBe("c status incomplete -> active");
    const ended = [BASIC, LOST, "{ at: 2026-05-02, cancel: {} }", "{ at: 2026-05-03, card: { id: visa, pay_open: true } }"];
    expect(lifeOf(CLOCK, ended).at("2026-05-03")).toEqual(["card visa", "#2 visa 1: pays 1000", "#2 paid"]);
  });

  it("leaves alone what is sent to be paid", () => {
    const sent = [BASIC, "{ at: 2026-04-02, card: { id: lost_card, pay_open: true } }"];
    expect(lifeOf(CLOCK, sent, { fields: "collection_method: send_invoice" }).at("2026-04-02")).toEqual(["card lost_card"]);
  });

  it("is only a new card where nothing is open", () => {
    expect(lifeOf(CLOCK, [BASIC, "{ at: 2026-04-02, card: { id: visa, pay_open: true } }"]).at("2026-04-02")).toEqual(["card visa"]);
  });
});
