import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type Currency, currencies, formatMajor, formatMoney } from "../../../engine/money/currency.ts";
import { parseDecimal, rescale } from "../../../engine/money/decimal.ts";

const words = (list: string): string[] => list.toLowerCase().split(" ").toSorted();
const codesWhere = (holds: (currency: Currency) => boolean): string[] =>
  [...currencies.values()]
    .filter(holds)
    .map(({ code }) => code)
    .toSorted();
const currency = (code: string): Currency => currencies.get(code) ?? expect.fail(`no currency ${code}`);

// The lists are Stripe's (CUR), as semantics.md section 12 has them.
describe("currencies", () => {
  it("are more than 135, by their lower-case ISO code", () => {
    expect(currencies.size).toBeGreaterThan(135);
    expect([...currencies.keys()].filter((code) => !/^[a-z]{3}$/.test(code))).toEqual([]);
    expect([...currencies].filter(([code, { code: own }]) => code !== own)).toEqual([]);
  });

  it("without decimals are these fifteen", () => {
    expect(codesWhere(({ decimals }) => decimals === 0)).toEqual(words("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"));
  });

  it("with three decimals are these five, charged in tens", () => {
    const three = words("BHD JOD KWD OMR TND");
    expect(codesWhere(({ decimals }) => decimals === 3)).toEqual(three);
    expect(codesWhere(({ step }) => step === 10)).toEqual(three);
  });

  it("charged in hundreds are ISK and UGX, which have two decimals", () => {
    expect(codesWhere(({ step }) => step === 100)).toEqual(["isk", "ugx"]);
    expect([currency("isk").decimals, currency("ugx").decimals]).toEqual([2, 2]);
  });

  it("HUF and TWD have two decimals: their rule is about payouts only", () => {
    expect(["huf", "twd"].map((code) => [currency(code).decimals, currency(code).step])).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });
});

describe("the minimum charge", () => {
  const listed = Object.entries({
    usd: "0.50",
    aed: "2",
    aud: "0.50",
    brl: "0.50",
    cad: "0.50",
    chf: "0.50",
    czk: "15",
    dkk: "2.50",
    eur: "0.50",
    gbp: "0.30",
    hkd: "4",
    huf: "175",
    inr: "0.50",
    jpy: "50",
    krw: "50",
    mxn: "10",
    myr: "2",
    nok: "3",
    nzd: "0.50",
    pln: "2",
    ron: "2",
    sek: "3",
    sgd: "0.50",
    thb: "10",
    zar: "0.50",
    ars: "0.50",
    cop: "0.50",
    idr: "0.50",
    ils: "0.50",
    php: "0.50",
    rub: "0.50",
  });

  it.each(listed)("of %s is %s", (code, major) => {
    const { minimum, decimals } = currency(code);
    expect(minimum).toBe(Number(major.replace(".", "").padEnd(major.length + (major.includes(".") ? -1 : decimals), "0")));
  });

  it("is none where none is listed (D3)", () => {
    const codes = new Set(listed.map(([code]) => code));
    expect(codesWhere(({ code, minimum }) => minimum !== 0 && !codes.has(code))).toEqual([]);
    expect(codesWhere(({ minimum }) => minimum !== 0).length).toBe(listed.length);
  });
});

describe("money as text", () => {
  it.each([
    [-1857, "usd", "-18.57"],
    [980, "jpy", "980"],
    [5120, "kwd", "5.120"],
    [5, "usd", "0.05"],
    [-5, "usd", "-0.05"],
    [0, "usd", "0.00"],
    [0, "jpy", "0"],
    [-7, "kwd", "-0.007"],
    [-1000, "jpy", "-1000"],
    [12_300, "isk", "123.00"],
    [9_007_199_254_740_991, "usd", "90071992547409.91"],
  ])("%i minor units of %s are %s", (amount, code, text) => {
    expect(formatMajor(amount, currency(code))).toBe(text);
    expect(formatMoney(amount, currency(code))).toBe(`${code.toUpperCase()} ${text}`);
  });

  test.prop([fc.maxSafeInteger(), fc.constantFrom(...currencies.values())])("is exact: it reads back to the same minor units", (amount, { code, decimals }) => {
    const text = formatMajor(amount, currency(code));
    expect(text).toMatch(decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${decimals}}$`));
    const parsed = parseDecimal(text) ?? expect.fail(text);
    expect(BigInt(rescale(parsed, [1, 10, 100, 1000][decimals] as number))).toBe(BigInt(amount));
  });
});
