import { describe, expect, it } from "vitest";
import { crowd, livesOf } from "./crowd.ts";

const SIGN_UPS = "{ per_month: 10 }";
const MIX = `
      starter: { weight: 2, plan: starter, trial: 14 days, converts: 60% }
      pro: { weight: 1, plan: pro, quantity: { distribution: poisson, mean: 3, min: 1 } }`;
const BEHAVIOR = `
      churn: { cancel: { rate: { first 3 months: 8%, after: 4% }, at_period_end: true } }
      upgrade: { change: { from: starter, to: pro, rate: 5% } }
      grow: { seats: { plan: pro, change: { distribution: poisson, mean: 1 }, rate: 10% } }
      back: { return: { rate: 5%, within: 6 months, coupon: half } }
      vacation: { pause: { rate: 3%, for: 2 months } }
      goodwill: { refund: { rate: 1%, first: 30 days } }`;

interface Parts {
  readonly signUps?: string;
  readonly mix?: string;
  readonly behavior?: string;
  readonly before?: string;
  readonly after?: string;
}

const population = ({ signUps = SIGN_UPS, mix = MIX, behavior = BEHAVIOR, before = "", after = "" }: Parts = {}): string => `${before}
  people:
    signups: ${signUps}
    attributes: { segment: { solo: 70%, team: 30% } }
    subscribe:${mix}
    behavior:${behavior}${after}`;

const base = livesOf(crowd(population()));

/** Everybody of `lives` who is in the base too, and what differs between the two. */
function moved(lives: ReadonlyMap<string, readonly string[]>): { readonly common: number; readonly moved: readonly string[] } {
  const common = [...lives].filter(([id]) => base.has(id));
  return { common: common.length, moved: common.filter(([id, life]) => JSON.stringify(base.get(id)) !== JSON.stringify(life)).map(([id]) => id) };
}

describe("a drawn customer's life is a function of its key (D30)", () => {
  it("the base is a crowd in which much happens", () => {
    expect(base.size).toBeGreaterThan(200);
    const facts = [...base.values()].flat().join("\n");
    for (const word of ["cancel_requested", "ended", "updated", "trial_ended", "refund", "half", "paused", "resumed"]) expect(facts).toContain(word);
  });

  it("the same seed tells the same", () => {
    expect(moved(livesOf(crowd(population())))).toEqual({ common: base.size, moved: [] });
  });

  it("another seed tells something else", () => {
    expect(moved(livesOf(crowd(population(), { seed: "2" }))).moved.length).toBeGreaterThan(150);
  });

  it.each([
    [
      "another population before it",
      {
        before: `
  others:
    signups: { per_month: 5 }
    subscribe: { all: { plan: annual } }`,
      },
    ],
    ["more sign-ups", { signUps: "{ per_month: 15 }" }],
    ["growth", { signUps: "{ per_month: 10, growth: 3% }" }],
    ["a season", { signUps: "{ per_month: 10, seasonality: [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2] }" }],
    [
      "a price sensitivity at the reference",
      {
        after: `
    price_sensitivity: { signup_elasticity: -0.6, churn_elasticity: 0.4 }`,
      },
    ],
    [
      "a price sensitivity of sign-ups at half the reference, besides whom it draws",
      {
        after: `
    price_sensitivity: { signup_elasticity: -2, reference: { starter: 3800, pro: 9800 } }`,
      },
    ],
    [
      "a behaviour that never happens",
      {
        behavior: `${BEHAVIOR}
      never: { cancel: { plan: annual, rate: 99% } }`,
      },
    ],
  ] as const)("%s moves nobody", (_, parts) => {
    const { common, moved: others } = moved(livesOf(crowd(population(parts))));
    expect(common).toBe(base.size);
    expect(others).toEqual([]);
  });

  it("a behaviour that is taken out leaves all to whom it never happened as they were", () => {
    const without = livesOf(crowd(population({ behavior: BEHAVIOR.replace(/\n.*grow:.*/, "") })));
    const { moved: others } = moved(without);
    expect(others.length).toBeGreaterThan(10);
    const onStarter = [...base].filter(([, life]) => !life.some((fact) => fact.includes('"plan":"pro"'))).map(([id]) => id);
    expect(onStarter.length).toBeGreaterThan(30);
    for (const id of onStarter) expect(others).not.toContain(id);
  });

  it("a longer clock changes nothing that was", () => {
    const longer = livesOf(crowd(population(), { clock: "{ start: 2026-01-01, for: 27 months }" }));
    expect(longer.size).toBeGreaterThan(base.size);
    const end = crowd(population()).end;
    const before = (life: readonly string[]): readonly string[] =>
      life.filter((fact) => !fact.includes(" end ") && Number(fact.slice(0, fact.indexOf(" "))) < end);
    for (const [id, life] of base) expect(before(longer.get(id) ?? []).slice(0, before(life).length)).toEqual(before(life));
  });
});

describe("cards in numbers (D35)", () => {
  const CARDS = `cards:
  typical:
    declines: { rate: 20%, codes: { insufficient_funds: 45%, do_not_honor: 30%, lost_card: 25% }, cluster: { share: 20%, ratio: 4 } }
    recovery: { insufficient_funds: [30%, 25%, 20%], do_not_honor: { eventually: 65%, half_life: 5 days } }
    expires: { share_per_month: 5%, updater: 50% }
    replaced_after_failure: { share_per_day: 6%, for: 14 days }`;
  const withCards = (parts: Parts = {}, cards = CARDS): ReadonlyMap<string, readonly string[]> =>
    livesOf(crowd(population(parts).replace("subscribe:", "card: typical\n    subscribe:"), { rest: cards }));
  const lives = withCards();
  const differing = (others: ReadonlyMap<string, readonly string[]>): readonly string[] =>
    [...lives].filter(([id, life]) => JSON.stringify(others.get(id)) !== JSON.stringify(life)).map(([id]) => id);

  it("much happens to them, and the same again with the same seed", () => {
    const facts = [...lives.values()].flat().join("\n");
    for (const word of ["insufficient_funds", "do_not_honor", "lost_card", "expired_card", "updated", "renewed"]) expect(facts).toContain(word);
    expect(differing(withCards())).toEqual([]);
  });

  it("more sign-ups and a behaviour that never happens move nobody", () => {
    const never = `${BEHAVIOR}
      never: { cancel: { plan: annual, rate: 99% } }`;
    expect(differing(withCards({ signUps: "{ per_month: 15 }", behavior: never }))).toEqual([]);
  });

  it("a longer window for replacing moves nobody who replaced a card in time or had no failure", () => {
    const longer = differing(withCards({}, CARDS.replace("for: 14 days", "for: 20 days")));
    const unfailing = [...lives].filter(([, life]) => !life.some((fact) => fact.includes("payment_failed"))).map(([id]) => id);
    expect(unfailing.length).toBeGreaterThan(30);
    expect(longer.filter((id) => unfailing.includes(id))).toEqual([]);
  });

  it("a card that nobody has changes nothing, and neither does its name", () => {
    const renamed = population().replace("subscribe:", "card: usual\n    subscribe:");
    const others = livesOf(crowd(renamed, { rest: CARDS.replace("typical:", "usual:") }));
    const named = (life: readonly string[] | undefined): string => JSON.stringify(life ?? []).replaceAll("usual", "typical");
    expect([...lives].filter(([id, life]) => named(others.get(id)) !== JSON.stringify(life))).toEqual([]);
  });
});
