import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { formatDuration } from "../../engine/calendar/duration.ts";
import { FIRST_INSTANT, LAST_INSTANT } from "../../engine/calendar/instant.ts";
import { parseDuration } from "../../engine/language/read-duration.ts";
import { parseInstant } from "../../engine/language/read-instant.ts";
import { valueTypes } from "../../engine/language/value-types.ts";
import { CLOCK, complaints, issuesOf, scenarioOf } from "./read.ts";

describe("instants", () => {
  it.each([
    ["2026-01-31", "2026-01-31T00:00:00Z", "a bare date is midnight UTC"],
    ["2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z", "Z is UTC"],
    ["2026-01-31t10:00:00z", "2026-01-31T10:00:00Z", "letters of either case"],
    ["2026-01-31T10:00:00+09:00", "2026-01-31T01:00:00Z", "an offset to the east is earlier in UTC"],
    ["2026-01-31T23:30:00-05:30", "2026-02-01T05:00:00Z", "an offset to the west is later in UTC"],
    ["2024-02-29", "2024-02-29T00:00:00Z", "leap days exist in leap years"],
    [1_767_225_600, "2026-01-01T00:00:00Z", "a number is Unix seconds"],
    [100_000_000, "1973-03-03T09:46:40Z", "the first number that is no year"],
  ])("%s is %s: %s", (written, instant, _why) => {
    const parsed = parseInstant(written);
    expect(typeof parsed === "number" ? formatInstant(parsed) : parsed).toBe(instant);
  });

  it.each([
    [2026, "instant-too-small"],
    [0, "instant-too-small"],
    [99_999_999, "instant-too-small"],
    [-1, "instant-out-of-range"],
    [LAST_INSTANT + 1, "instant-out-of-range"],
    ["2026-01-31T10:00:00", "instant-without-zone"],
    ["2026-01-31 10:00", "instant-without-zone"],
    ["2026-01-31T10:00:00.5Z", "bad-instant"],
    ["2026-01-31T10:00Z", "bad-instant"],
    ["2026-02-29", "bad-instant"],
    ["2026-04-31", "bad-instant"],
    ["2026-00-01", "bad-instant"],
    ["2026-13-01", "bad-instant"],
    ["2026-01-00", "bad-instant"],
    ["2026-1-1", "bad-instant"],
    ["2026-01-31T24:00:00Z", "bad-instant"],
    ["2026-01-31T23:60:00Z", "bad-instant"],
    ["2026-01-31T23:59:60Z", "bad-instant"],
    ["2026-01-31T10:00:00+24:00", "bad-instant"],
    ["1767225600", "bad-instant"],
    ["tomorrow", "bad-instant"],
    ["", "bad-instant"],
    ["1960-01-01", "instant-out-of-range"],
    ["2400-01-01", "instant-out-of-range"],
    ["9999-12-31", "instant-out-of-range"],
    ["0000-01-01", "instant-out-of-range"],
  ])("%s is refused as %s", (written, code) => {
    expect(parseInstant(written)).toMatchObject({ code });
  });

  it("a year as a number is answered with its first day", () => {
    expect(parseInstant(2026)).toMatchObject({ remedy: "A year? Write 2026-01-01." });
  });

  test.prop([fc.integer({ min: FIRST_INSTANT, max: LAST_INSTANT })])("every instant reads back from its own text", (at) => {
    expect(parseInstant(formatInstant(at))).toBe(at);
    expect(parseInstant(at)).toBe(at);
  });

  test.prop([fc.string({ unit: "binary" })])("no text makes the reader throw", (text) => {
    expect(["number", "object"]).toContain(typeof parseInstant(text));
  });
});

describe("durations", () => {
  it.each([
    ["14 days", { months: 0, seconds: 14 * 86_400 }],
    ["1 month", { months: 1, seconds: 0 }],
    ["2 years", { months: 24, seconds: 0 }],
    ["90 minutes", { months: 0, seconds: 5400 }],
    ["36 hours", { months: 0, seconds: 129_600 }],
    ["1 second", { months: 0, seconds: 1 }],
    ["2 weeks", { months: 0, seconds: 1_209_600 }],
    ["0 days", { months: 0, seconds: 0 }],
    ["1 Day", { months: 0, seconds: 86_400 }],
  ])("%s", (text, duration) => {
    expect(parseDuration(text)).toEqual(duration);
  });

  it.each(["14", "14days", "-1 days", "1.5 days", "days", "1 fortnight", "", "1 month 3 days", "1000000 years", "999999999999999 days"])(
    "%s is refused",
    (text) => {
      expect(parseDuration(text)).toHaveProperty("code");
    },
  );

  it("a misspelt unit is answered with the nearest", () => {
    expect(parseDuration("3 dys")).toMatchObject({ remedy: 'Did you mean "days"?' });
    expect(parseDuration("3 moths")).toMatchObject({ remedy: 'Did you mean "months"?' });
  });

  test.prop([fc.integer({ min: 0, max: 4800 }), fc.constantFrom("second", "minute", "hour", "day", "week", "month")])(
    "what is printed for a duration reads back as the same",
    (count, unit) => {
      const duration = parseDuration(`${count} ${unit}s`);
      if ("code" in duration) expect.fail(duration.message);
      expect(parseDuration(formatDuration(duration))).toEqual(duration);
    },
  );
});

describe("patterns for editors", () => {
  const pattern = (type: string): RegExp => new RegExp(valueTypes[type]?.pattern as string);

  test.prop([fc.integer({ min: FIRST_INSTANT, max: LAST_INSTANT })])("accept every instant that the reader accepts", (at) => {
    expect(pattern("instant").test(formatInstant(at))).toBe(true);
  });

  it.each(["14 days", "1 month", "0 days", "90 minutes"])("accept the duration %s", (text) => {
    expect(pattern("duration").test(text)).toBe(true);
  });

  it.each(["2026", "2026-01-31T10:00:00", "2026-01-31 10:00:00Z", "tomorrow"])("refuse the instant %s as the reader does", (text) => {
    expect(pattern("instant").test(text)).toBe(false);
    expect(parseInstant(text)).toHaveProperty("code");
  });
});

const plan = (fields: string): string => `${CLOCK}plans:\n  pro: { currency: usd, interval: month, ${fields} }\ncustomers: { bob: { currency: usd } }\n`;
const termsOf = (fields: string) => scenarioOf(plan(fields)).catalog.plans.get("pro")?.terms;

describe("amounts", () => {
  it("a decimal amount is exact, from its text, quoted or not", () => {
    expect(termsOf('unit_amount_decimal: "0.05"')).toMatchObject({ unit: 5, scale: 100 });
    expect(termsOf("unit_amount_decimal: 0.05")).toMatchObject({ unit: 5, scale: 100 });
    expect(termsOf('unit_amount_decimal: "0.123456789012"')).toMatchObject({ unit: 123_456_789_012, scale: 1_000_000_000_000 });
    expect(termsOf("unit_amount_decimal: 0.1000")).toMatchObject({ unit: 1, scale: 10 });
    expect(termsOf("unit_amount_decimal: 7")).toMatchObject({ unit: 7, scale: 1 });
  });

  it.each(["9.8", "980.0", "20.00", "1e3", "0x3d4", '"980"', "true", "[980]", "-1", "1000000000000", "99999999999999999999"])(
    "unit_amount: %s is refused",
    (written) => {
      expect(complaints(plan(`unit_amount: ${written}`))).toHaveLength(1);
    },
  );

  it.each(['"0.1234567890123"', "5e-2", '"12,5"', '"-1"', '".5"', '"5."', '""', '"1234567890123.5"'])("unit_amount_decimal: %s is refused", (written) => {
    expect(complaints(plan(`unit_amount_decimal: ${written}`))).toEqual(["bad-decimal plans.pro.unit_amount_decimal"]);
  });

  it("USD 9.80 is answered with 980", () => {
    expect(issuesOf(plan("unit_amount: 9.80")).map(({ remedy }) => remedy)).toEqual([
      "Write 980 if 9.80 is meant in a currency with two decimals, such as usd.",
    ]);
  });
});

describe("shares", () => {
  const margin = (written: string): number =>
    scenarioOf(`${CLOCK}reports: { metrics: { gross_margin: ${written} } }\ncustomers: { bob: { currency: usd } }\n`).reports.metrics.grossMarginPpm;

  it("are decimals or percentages, and exact", () => {
    expect(margin("0.04")).toBe(40_000);
    expect(margin("4%")).toBe(40_000);
    expect(margin("12.5%")).toBe(125_000);
    expect(margin("1")).toBe(1_000_000);
    expect(margin("0%")).toBe(0);
    expect(margin("0.333333")).toBe(333_333);
  });

  it.each(["1.5", "120%", "-5%", "0.3333333", "half", "5 %"])("%s is refused", (written) => {
    expect(complaints(`${CLOCK}reports: { metrics: { gross_margin: ${written} } }\ncustomers: { bob: { currency: usd } }\n`)).toEqual([
      "bad-share reports.metrics.gross_margin",
    ]);
  });
});

describe("the seed", () => {
  const seed = (written: string): string => scenarioOf(`seed: ${written}\n${CLOCK}customers: { bob: { currency: usd } }\n`).seed;

  it("is one seed as a number or as text", () => {
    expect(seed("42")).toBe("42");
    expect(seed('"42"')).toBe("42");
    expect(seed('"0123"')).toBe("0123");
    expect(seed("spring sale")).toBe("spring sale");
  });

  it.each(["0123", "0x10", "+5", "12345678901234567890"])("%s is refused: it reads as another number", (written) => {
    expect(complaints(`seed: ${written}\n${CLOCK}customers: { bob: { currency: usd } }\n`)).toEqual(["bad-seed seed"]);
  });
});
