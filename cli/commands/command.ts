import type { Console } from "../console.ts";
import type { ExitCode } from "../exit-code.ts";

export interface ArgumentSpec {
  /** As commander writes it: `<file>`, `[path...]`. */
  readonly name: string;
  readonly about: string;
}

export interface OptionSpec {
  /** As commander writes it: `--out <dir>`. */
  readonly flags: string;
  readonly about: string;
}

/** What the user typed, by the long name of the option: `{ out: "dir" }`. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

/**
 * One command of the program: a file in this folder and a line in the registry. What it needs of the engine it loads in `run`,
 * so that the program starts fast.
 */
export interface Command {
  readonly name: string;
  readonly about: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** Options of the contract that come later: accepted by the parser so that they can be refused by name, and not shown in help. */
  readonly later: readonly string[];
  /** A command line that works, shown in the help. */
  readonly example: string;
  run(context: { readonly arguments: readonly string[]; readonly options: Options; readonly console: Console }): Promise<ExitCode>;
}
