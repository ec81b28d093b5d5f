import { formatDuration } from "../calendar/duration.ts";
import type { Card } from "../payments/card.ts";
import type { Recovery } from "../payments/drawn-card.ts";

/** All that a card in numbers does, by the path at which the file can say it; of recoveries those of the codes that it declines with. */
export function drawnCardSettings({ id, drawn }: Card): readonly (readonly [path: string, value: string])[] {
  if (drawn === undefined) return [];
  const { cluster, codes, expiry, replacement } = drawn;
  const total = codes.reduce((sum, { weight }) => sum + weight, 0);
  const recoveries = codes.flatMap(({ code }) => {
    const recovery = drawn.recovery.get(code);
    return recovery === undefined ? [] : [[`recovery.${code.code}`, recoveryText(recovery)] as const];
  });
  const settings: readonly (readonly [string, string])[] = [
    ["declines.rate", percent(drawn.rate)],
    ["declines.codes", codes.map(({ code, weight }) => `${code.code} ${percent(weight / total)}`).join(", ")],
    ["declines.cluster", cluster.share === 0 ? "none" : `${percent(cluster.share)} of cards, ${cluster.ratio} times as often`],
    ...recoveries,
    ["expires", expiry === undefined ? "none" : `${percent(expiry.share)} per month, updater ${percent(expiry.updater)}`],
    ["replaced_after_failure", replacement === undefined ? "none" : `${percent(replacement.share)} per day, for ${formatDuration(replacement.within)}`],
  ];
  return settings.map(([path, value]) => [`cards.${id}.${path}`, value]);
}

function recoveryText(recovery: Recovery): string {
  if (recovery.kind === "attempts") return recovery.chances.map(percent).join(", ");
  return `${percent(recovery.eventually)} eventually, half-life ${recovery.halfLife / 86_400} days`;
}

/** With at most four decimals, as shares are written. */
function percent(share: number): string {
  return `${Math.round(share * 1_000_000) / 10_000}%`;
}
