import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The repository's root folder. */
export const root = join(import.meta.dirname, "..");

/** Paths below `folder` (relative to the root, with `/`), sorted, that end in `ending`; none when the folder is missing. */
export function filesBelow(folder: string, ending: string, top: string = root): string[] {
  let found: string[];
  try {
    found = readdirSync(join(top, folder), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return found
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(ending) && !path.includes("node_modules/"))
    .toSorted();
}
