import type { Reading } from "../../../language/reading.ts";
import type { Declarations } from "../../declarations.ts";

/** An attribute as other values refer to it. */
export interface KnownAttribute {
  readonly place: number;
  /** What it can be; undefined for a numeric one, which nothing can be split by. */
  readonly values: readonly string[] | undefined;
}

/** What the values of a population may refer to. */
export interface PopulationContext {
  readonly reading: Reading;
  readonly declarations: Declarations;
  /** The population that is read. */
  readonly name: string;
  /** All populations of the file. */
  readonly populations: readonly string[];
  readonly attributes: Map<string, KnownAttribute>;
}
