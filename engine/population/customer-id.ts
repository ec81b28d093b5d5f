import type { MonthNumber } from "../calendar/civil.ts";

/** `self_serve-2026-03-0017`; of a layer above the first `self_serve-2026-03+1-0017`, and who comes for a promotion `self_serve-2026-03+black_friday-0017` */
export function customerId(population: string, month: MonthNumber, layer: string, ordinal: number): string {
  const year = 1970 + Math.floor(month / 12);
  const layerMark = layer === "" ? "" : `+${layer}`;
  return `${population}-${year}-${String((month % 12) + 1).padStart(2, "0")}${layerMark}-${String(ordinal).padStart(4, "0")}`;
}
