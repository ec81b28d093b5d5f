import type { Reading } from "../../../language/reading.ts";
import type { Population } from "../../../population/population.ts";
import type { Declarations } from "../../declarations.ts";
import type { Clock } from "../clock.ts";

/** What the entries of the business timeline may refer to. */
export interface BusinessContext {
  readonly reading: Reading;
  readonly declarations: Declarations;
  readonly clock: Clock;
  /** Names of all populations of the file. */
  readonly populationNames: readonly string[];
  /** Those that are whole. */
  readonly populations: readonly Population[];
  /** The population whose own entries these are; undefined: they are about everybody. */
  readonly own?: string | undefined;
}
