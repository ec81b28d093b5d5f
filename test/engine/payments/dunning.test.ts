import { describe, expect, it } from "vitest";
import { formatDuration } from "../../../engine/calendar/duration.ts";
import { defaultDunning, smartRetries } from "../../../engine/payments/dunning.ts";

describe("the retry schedule", () => {
  it("is 3, 5 and 7 days by default, then cancels and leaves the invoice open (D29)", () => {
    expect(defaultDunning.retries.map(formatDuration)).toEqual(["3 days", "5 days", "7 days"]);
    expect([defaultDunning.then, defaultDunning.invoiceThen]).toEqual(["cancel", "open"]);
  });

  it("`smart` is eight tries in two weeks (D29)", () => {
    expect(smartRetries.map(formatDuration)).toEqual(["1 day", "1 day", "2 days", "2 days", "2 days", "2 days", "2 days", "2 days"]);
    expect(smartRetries.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(14 * 86_400);
  });
});
