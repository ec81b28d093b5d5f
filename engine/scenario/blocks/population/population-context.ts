import type { BillingMode } from "../../../billing/settings.ts";
import type { InputFiles } from "../../../language/input-files.ts";
import type { Reading } from "../../../language/reading.ts";
import type { Declarations } from "../../declarations.ts";
import type { Clock } from "../clock.ts";
import type { CustomerIds } from "./customer-ids.ts";

/** An attribute as other values refer to it. */
export interface KnownAttribute {
  readonly place: number;
  readonly kind: "shares" | "number" | "text";
  /** What it can be; undefined for anything. */
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
  /** The currencies that `currency` names; undefined where it is not written. */
  readonly codes: readonly string[] | undefined;
  readonly attributes: Map<string, KnownAttribute>;
  /** Whether its customers come from a file, which may name plans that the mix does not have. */
  readonly isFiled: boolean;
  readonly clock: Clock;
  readonly mode: BillingMode;
  readonly files: InputFiles;
  /** Customers that are named elsewhere: by scripts, and by the files that were read before. */
  readonly named: { readonly scripts: ReadonlySet<string>; readonly files: CustomerIds[] };
}
