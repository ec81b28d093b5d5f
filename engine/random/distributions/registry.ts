import { constantDistribution } from "./constant.ts";
import type { DistributionDefinition } from "./definition.ts";
import { empiricalDistribution } from "./empirical.ts";
import { exponentialDistribution } from "./exponential.ts";
import { gammaDistribution } from "./gamma.ts";
import { geometricDistribution } from "./geometric.ts";
import { lognormalDistribution } from "./lognormal.ts";
import { negativeBinomialDistribution } from "./negative-binomial.ts";
import { normalDistribution } from "./normal.ts";
import { poissonDistribution } from "./poisson.ts";
import { uniformDistribution } from "./uniform.ts";
import { weibullDistribution } from "./weibull.ts";
import { zipfDistribution } from "./zipf.ts";

/** All distributions of the language, in the order of its documentation. */
export const distributions: ReadonlyMap<string, DistributionDefinition> = new Map(
  [
    constantDistribution,
    uniformDistribution,
    poissonDistribution,
    geometricDistribution,
    negativeBinomialDistribution,
    exponentialDistribution,
    normalDistribution,
    lognormalDistribution,
    gammaDistribution,
    weibullDistribution,
    zipfDistribution,
    empiricalDistribution,
  ].map((definition) => [definition.name, definition]),
);
