import { lstatSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileProblem, InputError } from "../input-error.ts";

/**
 * Writes files into a folder, by their paths in it: all of them or none. Throws an InputError when one is there already: nothing is ever overwritten, and
 * nothing is written through a link.
 */
export function writeNewFiles(folder: string, files: ReadonlyMap<string, string>): void {
  const there = [...files.keys()].map((path) => join(folder, path)).filter(exists);
  if (there.length > 0) {
    throw new InputError(
      `${there.join(", ")} ${there.length === 1 ? "exists" : "exist"} already, and nothing is overwritten. Name another folder, or move ${there.length === 1 ? "it" : "them"} away.`,
    );
  }
  const written: string[] = [];
  for (const [path, text] of files) {
    const target = join(folder, path);
    try {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text, { flag: "wx" });
      written.push(target);
    } catch (error) {
      for (const done of written) rmSync(done, { force: true });
      throw new InputError(`${target} cannot be written: ${fileProblem(error)}. Nothing was written; name another folder.`);
    }
  }
}

/** A link that leads nowhere exists too. */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return false;
    throw new InputError(`${path} cannot be read: ${fileProblem(error)}.`);
  }
}
