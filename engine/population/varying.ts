import type { Circumstances } from "./circumstances.ts";

/** A value of a population that may differ between customers and over time: `4%`, `{ by: segment, ... }`, by tenure, or a product. */
export interface Varying<T> {
  at(circumstances: Circumstances): T;
  /** The one value, where it is the same for everybody, always. */
  readonly always?: T | undefined;
  /** Whether it can change when a calendar month begins. */
  readonly byMonth: boolean;
  /** The months of tenure at which it can change, ascending. */
  readonly tenureSteps: readonly number[];
}

const NO_STEPS: readonly number[] = [];

/** The same for everybody, always. */
export function fixed<T>(value: T): Varying<T> {
  return { at: () => value, always: value, byMonth: false, tenureSteps: NO_STEPS };
}

/** What `by` can name, besides an attribute. `month` is 1-12. */
export type Dimension = { readonly kind: "attribute"; readonly place: number } | { readonly kind: "plan" | "currency" | "population" | "month" };

function placeIn(dimension: Dimension, circumstances: Circumstances): string {
  switch (dimension.kind) {
    case "attribute":
      return circumstances.attributes[dimension.place] ?? "";
    case "plan":
      return circumstances.plan;
    case "currency":
      return circumstances.currency.code;
    case "population":
      return circumstances.population;
    case "month":
      return String((circumstances.month % 12) + 1);
  }
}

/** One value for each of what `dimension` can be, and one for all others. */
export function byDimension<T>(dimension: Dimension, cases: ReadonlyMap<string, Varying<T>>, otherwise: Varying<T>): Varying<T> {
  return {
    at: (circumstances) => (cases.get(placeIn(dimension, circumstances)) ?? otherwise).at(circumstances),
    ...changesOf([...cases.values(), otherwise], dimension.kind === "month"),
  };
}

/** A value that changes with tenure. */
export interface TenureStep<T> {
  /** It holds while the tenure is below this many months. */
  readonly below: number;
  readonly value: Varying<T>;
}

/** `{ first 3 months: 6%, first 12 months: 3%, after: 2.5% }`. Steps ascend. */
export function byTenure<T>(steps: readonly TenureStep<T>[], after: Varying<T>): Varying<T> {
  const inner = changesOf([...steps.map(({ value }) => value), after], false);
  return {
    at: (circumstances) => (steps.find(({ below }) => circumstances.tenure < below)?.value ?? after).at(circumstances),
    byMonth: inner.byMonth,
    tenureSteps: ascending([...steps.map(({ below }) => below), ...inner.tenureSteps]),
  };
}

/** The product of factors. */
export function productOf(factors: readonly Varying<number>[]): Varying<number> {
  return {
    at: (circumstances) => factors.reduce((product, factor) => product * factor.at(circumstances), 1),
    ...changesOf(factors, false),
  };
}

/** The value, turned into another. */
export function mapped<T, U>(value: Varying<T>, turn: (value: T) => U): Varying<U> {
  return { at: (circumstances) => turn(value.at(circumstances)), byMonth: value.byMonth, tenureSteps: value.tenureSteps };
}

function changesOf(parts: readonly Varying<unknown>[], byMonth: boolean): Pick<Varying<unknown>, "byMonth" | "tenureSteps"> {
  return { byMonth: byMonth || parts.some((part) => part.byMonth), tenureSteps: ascending(parts.flatMap((part) => part.tenureSteps)) };
}

function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
