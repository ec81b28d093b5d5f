/** How many standard errors a count of independent trials lies off. */
export function zOfShare(count: number, trials: number, share: number): number {
  return (count - trials * share) / Math.sqrt(trials * share * (1 - share));
}

/**
 * How many standard errors the events of a hazard lie off, given how long customers were exposed to it: what happened less hazard x exposure is a
 * martingale whose variance is hazard x exposure, whatever else happens to them, and whenever the clock ends.
 */
export function zOfHazard(events: number, exposure: number, hazard: number): number {
  return (events - hazard * exposure) / Math.sqrt(hazard * exposure);
}

/** How many standard errors the mean of a sample lies off, by the sample's own variance. */
export function zOfMean(values: readonly number[], mean: number): number {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1);
  return (average - mean) / Math.sqrt(variance / values.length);
}

/** Chi-square of counts against shares, as standard errors of a normal (Wilson and Hilferty): one number for any number of cells. */
export function zOfCounts(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const weight = shares.reduce((sum, share) => sum + share, 0);
  const square = counts.reduce((sum, count, i) => {
    const expected = (total * (shares[i] as number)) / weight;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const degrees = counts.length - 1;
  return (Math.cbrt(square / degrees) - (1 - 2 / (9 * degrees))) / Math.sqrt(2 / (9 * degrees));
}

/** Hazard per second of a monthly rate (D33), in the words of the definition. */
export const hazardOf = (monthlyRate: number): number => -Math.log(1 - monthlyRate) / (365 * 2 * 3600);
