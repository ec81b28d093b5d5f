import { type Currency, formatMajor } from "../../engine/money/currency.ts";
import { mulDivRound } from "../../engine/money/exact.ts";

/** What a chart's numbers are: how they are said in full, and what one on the axis is. */
export interface Unit {
  /** Of the axis: `USD`, `customers`, `%`. */
  readonly name: string;
  /** So many make one on the axis: 100 cents a dollar. */
  readonly per: number;
  /** A value in full: `USD 1,234.50`, `12`, `3.4%`. */
  text(value: number): string;
  /** The same without the unit's name, where a column or an axis says it. */
  bare(value: number): string;
  /** Whether values are whole on the axis. */
  readonly isWhole: boolean;
}

const PER_MAJOR = { 0: 1, 2: 100, 3: 1000 } as const;

/** Money in minor units of a currency. */
export function moneyUnit(currency: Currency): Unit {
  const bare = (amount: number): string => grouped(formatMajor(amount, currency));
  const name = currency.code.toUpperCase();
  return { name, per: PER_MAJOR[currency.decimals], bare, text: (amount) => `${name} ${bare(amount)}`, isWhole: currency.decimals === 0 };
}

/** Whole numbers of something. */
export function countUnit(name: string): Unit {
  const bare = (value: number): string => grouped(String(value));
  return { name, per: 1, bare, text: bare, isWhole: true };
}

/** Parts per million, shown in percent. */
export const percentUnit: Unit = { name: "%", per: 10_000, bare: percent, text: percent, isWhole: false };

/** `12.3%`; below one per cent a digit more. */
function percent(ppm: number): string {
  const isSmall = ppm > -10_000 && ppm < 10_000 && ppm !== 0;
  return isSmall ? `${fixed(mulDivRound(ppm, 1, 100), 2)}%` : `${fixed(mulDivRound(ppm, 1, 1000), 1)}%`;
}

/** A whole number of tenths, hundredths, ... as a decimal: 123 with 1 is `12.3`. */
function fixed(units: number, decimals: number): string {
  const digits = String(units < 0 ? -units : units).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  return grouped(`${units < 0 ? "-" : ""}${digits.slice(0, cut)}${decimals === 0 ? "" : `.${digits.slice(cut)}`}`);
}

/** Commas at thousands and a real minus: `-1234.50` is `−1,234.50`. */
export function grouped(number: string): string {
  const [whole = "", part] = number.split(".");
  const apart = whole.replace(/\B(?=(?:\d{3})+$)/g, ",").replace("-", "\u2212");
  return part === undefined ? apart : `${apart}.${part}`;
}

const SIZES = [
  { from: 2_000_000_000, size: 1_000_000_000, name: "bn" },
  { from: 2_000_000, size: 1_000_000, name: "M" },
  { from: 10_000, size: 1000, name: "k" },
  { from: 0, size: 1, name: "" },
] as const;

/** The labels of an axis, alike in size and decimals: `0`, `50k`, `100k`. `ticks` are in units of the axis. */
export function tickTexts(ticks: readonly number[], unit: Unit): readonly string[] {
  const most = ticks.reduce((max, tick) => Math.max(max, Math.abs(tick)), 0);
  const { size, name } = SIZES.find(({ from }) => most >= from) as (typeof SIZES)[number];
  const step = ticks.length < 2 ? size : Math.abs((ticks[1] as number) - (ticks[0] as number));
  const decimals = decimalsOf(step / size);
  const suffix = unit.name === "%" ? "%" : name;
  return ticks.map((tick) => (tick === 0 ? `0${unit.name === "%" ? "%" : ""}` : `${fixed(Math.round((tick / size) * POWERS[decimals]), decimals)}${suffix}`));
}

const POWERS = [1, 10, 100, 1000] as const;

/** How many digits behind the point a step needs, at most three. */
function decimalsOf(step: number): 0 | 1 | 2 | 3 {
  for (const decimals of [0, 1, 2] as const) {
    const scaled = step * POWERS[decimals];
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 3;
}
