import { describe, expect, it } from "vitest";
import { type KnownPeriod, runningPeriod } from "../../../engine/billing/existing-period.ts";
import { billingInterval } from "../../../engine/calendar/billing-period.ts";
import { formatBrief } from "../../../engine/calendar/civil.ts";
import { NEVER } from "../../../engine/calendar/instant.ts";
import { parseInstant } from "../../../engine/language/read-instant.ts";

const at = (text: string): number => parseInstant(text) as number;
const NOW = at("2026-01-01");
const month = billingInterval("month", 1);

/** Where periods turn and where the running one began. */
function found(known: Partial<Record<keyof KnownPeriod, string>>, interval = month): string {
  const given = (key: keyof KnownPeriod): number | undefined => (known[key] === undefined ? undefined : at(known[key]));
  const period = runningPeriod(
    {
      startedAt: given("startedAt") ?? 0,
      start: given("start"),
      end: given("end"),
      trialEnd: given("trialEnd") ?? NEVER,
      cancelAt: given("cancelAt") ?? NEVER,
    },
    interval,
    NOW,
  );
  return period === undefined ? "none" : `${formatBrief(period.anchor)} ${formatBrief(period.start)}`;
}

describe("the period of a subscription that lived before the clock (N106)", () => {
  it.each([
    ["counts from its start where nothing else is known", { startedAt: "2024-08-31" }, "2024-08-31 2025-12-31"],
    ["counts from the end of its trial", { startedAt: "2024-08-31", trialEnd: "2024-09-14" }, "2024-09-14 2025-12-14"],
    ["one that ends at the clock's start still runs: its renewal belongs to the clock", { startedAt: "2025-03-01" }, "2025-03-01 2025-12-01"],
    ["keeps the day of its start behind shorter months", { startedAt: "2024-01-31", start: "2025-12-31", end: "2026-01-31" }, "2024-01-31 2025-12-31"],
    ["has another anchor where the current period says so", { startedAt: "2024-01-31", start: "2025-12-12", end: "2026-01-12" }, "2025-12-12 2025-12-12"],
    ["takes the end for the anchor where the start was clamped", { startedAt: "2024-01-05", start: "2025-11-30", end: "2025-12-31" }, "2025-12-31 2025-12-31"],
    ["is known by its end alone", { startedAt: "2024-01-05", end: "2026-01-20" }, "2026-01-20 2025-12-20"],
    ["is known by its start alone", { startedAt: "2024-01-05", start: "2025-12-20" }, "2025-12-20 2025-12-20"],
    ["is taken as renewed where it ended before the clock", { startedAt: "2024-01-05", start: "2025-09-20", end: "2025-10-20" }, "2025-09-20 2025-12-20"],
    ["may be a first stub before an anchor", { startedAt: "2025-12-20", start: "2025-12-20", end: "2026-01-05" }, "2026-01-05 2025-12-20"],
    ["may be cut by a planned end", { startedAt: "2025-12-20", start: "2025-12-20", end: "2026-01-05", cancelAt: "2026-01-05" }, "2025-12-20 2025-12-20"],
    ["is none that is longer than the interval", { startedAt: "2025-01-01", start: "2025-12-01", end: "2026-02-10" }, "none"],
  ] as const)("%s", (_, known, expected) => {
    expect(found(known)).toBe(expected);
  });

  it("holds for weeks and years", () => {
    expect(found({ startedAt: "2025-12-03" }, billingInterval("week", 1))).toBe("2025-12-03 2025-12-31");
    expect(found({ startedAt: "2024-02-29" }, billingInterval("year", 1))).toBe("2024-02-29 2025-02-28");
    expect(found({ startedAt: "2023-08-31", start: "2025-11-30", end: "2026-02-28" }, billingInterval("month", 3))).toBe("2023-08-31 2025-11-30");
  });
});
