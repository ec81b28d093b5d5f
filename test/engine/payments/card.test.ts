import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { NEVER } from "../../../engine/calendar/instant.ts";
import { type CardBehaviour, noCard, scriptedCard } from "../../../engine/payments/card.ts";
import { type DeclineCode, declineCodes } from "../../../engine/payments/decline-codes.ts";

const code = (name: string): DeclineCode => declineCodes.get(name) ?? expect.fail(name);
const funds = code("insufficient_funds");
const expired = code("expired_card");
const quiet: CardBehaviour = { outcomes: [], declines: undefined, expiresAt: NEVER, expired, updater: false };
const card = (behaviour: Partial<CardBehaviour>) => scriptedCard(1, "card", "credit", { ...quiet, ...behaviour });
const charges = (behaviour: Partial<CardBehaviour>, instants: readonly number[]) => instants.map((at, before) => card(behaviour).charge(at, before, 1)?.code);

describe("a card", () => {
  it("without outcomes always succeeds", () => {
    expect(charges({}, [1, 2, 3])).toEqual([undefined, undefined, undefined]);
  });

  it("goes through its outcomes charge by charge, and the last repeats", () => {
    expect(charges({ outcomes: [undefined, funds, funds, undefined] }, [1, 2, 3, 4, 5, 6])).toEqual([
      undefined,
      "insufficient_funds",
      "insufficient_funds",
      undefined,
      undefined,
      undefined,
    ]);
    expect(charges({ outcomes: [funds] }, [1, 2])).toEqual(["insufficient_funds", "insufficient_funds"]);
  });

  it("declines inside its window, which is half-open", () => {
    const declines = { code: funds, from: 100, until: 200 };
    expect(charges({ declines }, [99, 100, 199, 200])).toEqual([undefined, "insufficient_funds", "insufficient_funds", undefined]);
  });

  it("declines from the instant it has expired", () => {
    expect(charges({ expiresAt: 100 }, [99, 100, 101])).toEqual([undefined, "expired_card", "expired_card"]);
  });

  it("with the updater declines nothing when it has expired, and says when it is replaced", () => {
    expect(charges({ expiresAt: 100, updater: true, outcomes: [undefined, funds] }, [99, 100, 101])).toEqual([
      undefined,
      "insufficient_funds",
      "insufficient_funds",
    ]);
    expect([card({ expiresAt: 100, updater: true }).updatedAt, card({ expiresAt: 100 }).updatedAt, noCard.updatedAt]).toEqual([100, NEVER, NEVER]);
  });

  it("looks at its expiry first, then its window, then its outcomes", () => {
    const behaviour = { outcomes: [code("lost_card")], declines: { code: funds, from: 50, until: 150 }, expiresAt: 100 };
    expect(charges(behaviour, [49, 50, 99, 100, 200])).toEqual(["lost_card", "insufficient_funds", "insufficient_funds", "expired_card", "expired_card"]);
  });

  test.prop([fc.nat(1000), fc.nat(10), fc.integer({ min: 1, max: 10 })])("is a function of what it is asked: no charge changes it", (at, before, attempt) => {
    const asked = card({ outcomes: [undefined, funds], declines: { code: funds, from: 300, until: 400 }, expiresAt: 900 });
    const first = asked.charge(at, before, attempt);
    asked.charge(at + 1, before + 1, attempt + 1);
    expect(asked.charge(at, before, attempt)).toBe(first);
  });

  it("that is none has nothing to charge", () => {
    expect([noCard.id, noCard.charge(0, 0, 1)?.code]).toEqual(["none", "card_declined"]);
  });
});
