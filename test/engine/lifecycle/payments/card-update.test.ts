import { describe, expect, it } from "vitest";
import { lifeOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-15"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const CARDS = "cards: { kept: { expires: 2026-04, updater: true }, also: { expires: 2026-04, updater: true }, old: { expires: 2026-03, updater: true } }";

describe("the updater (K3)", () => {
  it("replaces the customer's card before all else of the instant, once", () => {
    const life = lifeOf(CLOCK, [BASIC], { blocks: CARDS, fields: "card: kept" });
    expect(life.at("2026-05-01")[0]).toBe("card kept updated");
    expect(life.log.filter((text) => text.includes("updated") && text.includes("card"))).toHaveLength(1);
    expect(life.at("2026-05-01T01:00")).toContain("#2 kept 1: pays 1000");
  });

  it("says nothing of a card that is no longer the customer's, nor twice of one that comes back", () => {
    const left = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-10, card: visa }"], { blocks: CARDS, fields: "card: kept" });
    expect(left.at("2026-05-01")).not.toContain("card kept updated");
    const back = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-10, card: also }", "{ at: 2026-04-11, card: kept }"], { blocks: CARDS, fields: "card: kept" });
    expect(back.at("2026-05-01").filter((text) => text.endsWith("updated"))).toEqual(["card kept updated"]);
  });

  it("has been there already when the card is given later", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-10, card: old }"], { blocks: CARDS });
    expect(life.log.filter((text) => text.endsWith("old updated"))).toEqual([]);
    expect(life.at("2026-05-01T01:00")).toContain("#2 old 1: pays 1000");
  });
});
