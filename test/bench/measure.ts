/** A ratio that the project demands, as design.md's table has it. */
export interface Measure {
  readonly title: string;
  readonly value: number;
  readonly unit: "x" | "MB";
  readonly demand: number;
  readonly stretch: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * Wall time of `work` in nanoseconds. Without a forced collection before it: that would also throw away the shapes of objects which compiled
 * code rests on, and what is measured would be the compiling of it anew (three times the work itself).
 */
export function nanoseconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
}

/**
 * How much longer each contender takes than the first: the median over repetitions of the ratio within one repetition. All run in turn inside each
 * repetition, so that a slow moment of the machine hits them alike. The first ones warm up and are not counted.
 */
export function pairedRatios(repetitions: number, contenders: readonly (() => void)[], warmUps = 1): { ratios: number[]; best: number[] } {
  const times = contenders.map((): number[] => []);
  for (let repetition = 1 - warmUps; repetition <= repetitions; repetition++) {
    for (const [index, contender] of contenders.entries()) {
      const time = nanoseconds(contender);
      if (repetition > 0) times[index]?.push(time);
    }
  }
  const base = times[0] as number[];
  return {
    ratios: times.map((own) => median(own.map((time, repetition) => time / (base[repetition] as number)))),
    best: times.map((own) => Math.min(...own)),
  };
}

/** Missed demands are missed by the number as it is, not as printed. */
export function isMissed(measure: Measure): boolean {
  return !(measure.value <= measure.demand);
}

/** One line per measure: value, demand, stretch, verdict. */
export function table(measures: readonly Measure[]): string {
  const cells = measures.map(({ title, value, unit, demand, stretch }) => [
    title,
    `${value.toFixed(2)} ${unit}`,
    `${demand}`,
    `${stretch}`,
    value <= stretch ? "stretch met" : value <= demand ? "met" : "MISSED",
  ]);
  const rows = [["measure", "value", "demand", "stretch", ""], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
