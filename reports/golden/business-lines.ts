import type { BusinessEntry } from "../../engine/business/entry.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { textTable } from "../rendering/text-table.ts";

/** What the business does, a line for each entry and wave, in the file's order. */
export function businessLines(entries: readonly BusinessEntry[]): readonly string[] {
  const rows = entries.flatMap((entry) => {
    const { name, reach } = entry;
    const isPart = reach.waves.length > 1 || (reach.waves[0]?.upTo ?? 1) < 1;
    return reach.waves.map(({ begins, ends, upTo }, i) => {
      const share = Math.round((upTo - (reach.waves[i - 1]?.upTo ?? 0)) * 1_000_000) / 10_000;
      const span = ends === NEVER ? `from ${formatBrief(begins)}` : `${formatBrief(begins)} → ${formatBrief(ends)}`;
      return [name, span, isPart ? `${share}%` : "", does(entry)];
    });
  });
  return textTable(
    ["business", "when", "share", "does"].map((title) => ({ title, right: title === "share" })),
    rows,
  );
}

function does(entry: BusinessEntry): string {
  return `outage: every charge is declined with ${entry.declines.code}`;
}
