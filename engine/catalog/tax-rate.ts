import type { Decimal } from "../money/decimal.ts";

export interface TaxRate {
  readonly index: number;
  readonly id: string;
  /** Percent, up to 4 decimals, exact. */
  readonly percentage: Decimal;
  readonly inclusive: boolean;
}
