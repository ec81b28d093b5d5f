import { type Minor, mulDivFloor } from "./exact.ts";

/**
 * Splits `total` over lines in proportion to their weights: each share rounded down, the remainder to the last line, and what
 * exceeds that line's own weight to the one before it (D1; PRO: 500 over 1000 and 2000 gives 166 and 334).
 *
 * Weights are amounts >= 0 and `0 <= total <= sum of weights`, so no share exceeds its weight. Writes into `shares`.
 */
export function allocate(total: Minor, weights: readonly Minor[], count: number, shares: Minor[]): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[i] as number;
  let rest = total;
  for (let i = 0; i < count; i++) {
    const share = sum === 0 ? 0 : mulDivFloor(total, weights[i] as number, sum);
    shares[i] = share;
    rest -= share;
  }
  for (let i = count - 1; i >= 0 && rest > 0; i--) {
    const room = (weights[i] as number) - (shares[i] as number);
    const more = rest < room ? rest : room;
    shares[i] = (shares[i] as number) + more;
    rest -= more;
  }
}
