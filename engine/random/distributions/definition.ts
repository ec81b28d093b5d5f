import type { Distribution } from "../distribution.ts";

/** What a distribution can be told. `min`, `max` and `round` are understood by all and applied after the draw. */
export interface DistributionParameters {
  readonly value: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  readonly shape: number;
  readonly scale: number;
  readonly exponent: number;
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

export type DistributionParameter = keyof DistributionParameters;

/** One kind of distribution: one file each, one line in the registry. */
export interface DistributionDefinition {
  readonly name: string;
  /** What it is for, in one sentence of the reference documentation. */
  readonly description: string;
  readonly needs: readonly DistributionParameter[];
  readonly mayHave: readonly DistributionParameter[];
  /** The rule that these parameters break, as a full sentence; undefined when they are fine. */
  complaint(parameters: Partial<DistributionParameters>): string | undefined;
  /** Only for parameters that are complete and fine. */
  build(parameters: Partial<DistributionParameters>): Distribution;
}

interface Kind<Needed extends DistributionParameter, Optional extends DistributionParameter> {
  readonly name: string;
  readonly description: string;
  readonly needs: readonly Needed[];
  readonly mayHave?: readonly Optional[];
  readonly complaint?: (parameters: Told<Needed, Optional>) => string | undefined;
  readonly build: (parameters: Told<Needed, Optional>) => Distribution;
}

type Told<Needed extends DistributionParameter, Optional extends DistributionParameter> = Pick<DistributionParameters, Needed> &
  Partial<Pick<DistributionParameters, Optional>>;

/** A definition whose functions see exactly the parameters that it names. */
export function defineDistribution<Needed extends DistributionParameter, Optional extends DistributionParameter = never>(
  kind: Kind<Needed, Optional>,
): DistributionDefinition {
  return {
    name: kind.name,
    description: kind.description,
    needs: kind.needs,
    mayHave: kind.mayHave ?? [],
    complaint: (parameters) => kind.complaint?.(parameters as Told<Needed, Optional>),
    build: (parameters) => kind.build(parameters as Told<Needed, Optional>),
  };
}

/** The rule that a mean above 0 (and a spread that is not negative) is needed, if it is broken. */
export function needsPositiveMean({ mean, sd }: { readonly mean: number; readonly sd?: number }): string | undefined {
  if (!(mean > 0)) return `The mean must be above 0; it is ${mean}.`;
  if (sd !== undefined && !(sd > 0)) return `The standard deviation must be above 0; it is ${sd}.`;
  return undefined;
}
