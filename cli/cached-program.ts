import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";

/**
 * Runs the built program, a script that is one function of `require` and its own file name, with what V8 compiled of it when it was built:
 * compiling takes longer than billing a small scenario (docs/performance.md). Another version of V8, or one under other flags, compiles it anew.
 */
export function runCached(file: string): Script {
  const cachedData = compiledBefore(file);
  // Built of ASCII alone, so that nothing is decoded.
  const script = new Script(readFileSync(file, "latin1"), { filename: file, ...(cachedData && { cachedData }) });
  const program = script.runInThisContext() as (require: NodeJS.Require, filename: string) => void;
  program(createRequire(file), file);
  return script;
}

/** Where the compiled code stands that belongs to a program. */
export function codeCacheOf(file: string): string {
  return `${file}.cache`;
}

function compiledBefore(file: string): Buffer | undefined {
  try {
    return readFileSync(codeCacheOf(file));
  } catch {
    return undefined;
  }
}
