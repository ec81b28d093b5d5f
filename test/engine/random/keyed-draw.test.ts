import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { childKey, draw, finalize } from "../../../engine/random/keyed-draw.ts";
import { type Key, rootKey } from "../../../engine/random/root-key.ts";

const root = rootKey("1");
const churn = childKey({ high: 0, low: 0 }, "churn");
const upgrade = childKey({ high: 0, low: 0 }, "upgrade");
const customers: readonly Key[] = Array.from({ length: 20_000 }, (_, i) => childKey(root, `customer-${i}`));

/** Pearson's statistic of how `values` (in [0, 1)) fall into equal cells. */
function chiSquare(values: readonly number[], cells: number): number {
  const counts = new Array<number>(cells).fill(0);
  for (const value of values) counts[Math.floor(value * cells)] = (counts[Math.floor(value * cells)] as number) + 1;
  const expected = values.length / cells;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The cell of a pair in a grid of 16 x 16, as a number in [0, 1). */
const pair = (x: number, y: number): number => (Math.floor(16 * x) * 16 + Math.floor(16 * y)) / 256;

// Keys are fixed, so these are fixed numbers: the limits are the quantiles 0.0001 and 0.9999 of chi-square with 99 and 255 degrees of freedom.
const LIMIT_99: [number, number] = [55, 160];
const LIMIT_255: [number, number] = [179, 347];

function expectWithin(value: number, [low, high]: [number, number]): void {
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
}

const key = fc.record({ high: fc.integer(), low: fc.integer() });

describe("a draw", () => {
  test.prop([key, key, fc.nat()])("is a number in [0, 1)", (who, what, occurrence) => {
    const value = draw(who, what, occurrence);
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(1);
  });

  test.prop([key, key, fc.nat(), fc.array(fc.tuple(key, key, fc.nat()), { maxLength: 10 })])(
    "is a function of its three arguments: no other draw moves it",
    (who, what, occurrence, others) => {
      const before = draw(who, what, occurrence);
      for (const other of others) draw(...other);
      expect(draw({ ...who }, { ...what }, occurrence)).toBe(before);
    },
  );

  it("is uniform over customers", () => {
    expectWithin(
      chiSquare(
        customers.map((customer) => draw(customer, churn, 0)),
        100,
      ),
      LIMIT_99,
    );
  });

  it("is uniform over the occurrences of one customer", () => {
    const values = Array.from({ length: 20_000 }, (_, n) => draw(customers[0] as Key, churn, n));
    expectWithin(chiSquare(values, 100), LIMIT_99);
  });

  it("is uniform over purposes", () => {
    const values = Array.from({ length: 20_000 }, (_, n) => draw(root, childKey(root, `behaviour ${n}`), 0));
    expectWithin(chiSquare(values, 100), LIMIT_99);
  });

  it("of one purpose tells nothing about another of the same customer", () => {
    const values = customers.map((customer) => pair(draw(customer, churn, 0), draw(customer, upgrade, 0)));
    expectWithin(chiSquare(values, 256), LIMIT_255);
  });

  it("of one occurrence tells nothing about the next", () => {
    const values = customers.map((customer) => pair(draw(customer, churn, 3), draw(customer, churn, 4)));
    expectWithin(chiSquare(values, 256), LIMIT_255);
  });

  it("of one customer tells nothing about the next", () => {
    const values = customers.map((customer, i) => pair(draw(customer, churn, 0), draw(customers[(i + 1) % customers.length] as Key, churn, 0)));
    expectWithin(chiSquare(values, 256), LIMIT_255);
  });

  it("under another seed is another draw, and independent", () => {
    const other = rootKey("2");
    const values = customers.map((customer, i) => pair(draw(customer, churn, 0), draw(childKey(other, `customer-${i}`), churn, 0)));
    expectWithin(chiSquare(values, 256), LIMIT_255);
  });

  it("uses both halves of both keys", () => {
    const who = { high: 1, low: 2 };
    const what = { high: 3, low: 4 };
    const changed = [
      draw({ high: 9, low: 2 }, what, 0),
      draw({ high: 1, low: 9 }, what, 0),
      draw(who, { high: 9, low: 4 }, 0),
      draw(who, { high: 3, low: 9 }, 0),
      draw(who, what, 1),
    ];
    expect(changed.includes(draw(who, what, 0))).toBe(false);
  });
});

describe("a child key", () => {
  it("collides for none of 20,000 customers, in neither half more than chance allows", () => {
    expect(new Set(customers.map(({ high, low }) => `${high}/${low}`)).size).toBe(customers.length);
    // Two of 20,000 share a 32-bit half with an expectation of 0.05.
    expect(new Set(customers.map(({ high }) => high)).size).toBeGreaterThan(customers.length - 3);
    expect(new Set(customers.map(({ low }) => low)).size).toBeGreaterThan(customers.length - 3);
  });

  it("depends on the parent and on every character in its place", () => {
    const texts = ["", "a", "b", "ab", "ba", "aa", "aaa", "a b", "\u0000", "\u0000\u0000", "基本", "本基"];
    const keys = texts.flatMap((text) => [childKey(root, text), childKey(rootKey("2"), text)]);
    expect(new Set(keys.map(({ high, low }) => `${high}/${low}`)).size).toBe(2 * texts.length);
  });

  test.prop([key, fc.string()])("is a function of parent and text", (parent, text) => {
    expect(childKey({ ...parent }, text)).toEqual(childKey(parent, text));
  });
});

describe("the finalizer", () => {
  it("flips about half of the bits when one bit of its input flips", () => {
    const counts: number[] = [];
    for (let bit = 0; bit < 32; bit++) {
      let flipped = 0;
      for (let n = 0; n < 500; n++) {
        let difference = finalize(n * 2_654_435) ^ finalize((n * 2_654_435) ^ (1 << bit));
        for (; difference !== 0; difference &= difference - 1) flipped++;
      }
      counts.push(flipped / 500);
    }
    expect(Math.min(...counts)).toBeGreaterThan(15);
    expect(Math.max(...counts)).toBeLessThan(17);
  });
});
