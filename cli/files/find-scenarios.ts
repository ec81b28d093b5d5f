import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileProblem, InputError } from "../input-error.ts";

export const GOLDEN_ENDING = ".golden.txt";
const SCENARIO_ENDING = /\.ya?ml$/;

/** Folders of tools and results, in which nobody keeps scenarios. */
const SKIPPED = new Set(["node_modules", "dist", "out", "coverage"]);

export interface FoundScenarios {
  /** Scenario files, in the order of the paths asked for; of a folder sorted by path. */
  readonly scenarios: readonly string[];
  /** Goldens in those folders that belong to no scenario. */
  readonly orphans: readonly string[];
}

/** `dir/name.yaml` has its golden at `dir/name.golden.txt`. */
export function goldenOf(scenario: string): string {
  return scenario.replace(SCENARIO_ENDING, GOLDEN_ENDING);
}

/**
 * Every scenario at or below the paths. A named file counts whatever its ending; of a folder every `.yaml` and `.yml` does.
 * Throws an InputError for a path that is not there, or when nothing is found: a check of nothing must not pass.
 */
export function findScenarios(paths: readonly string[]): FoundScenarios {
  const asked = paths.length > 0 ? paths : [existsSync("scenarios") ? "scenarios" : "."];
  const scenarios = new Set<string>();
  const orphans = new Set<string>();
  for (const path of asked) {
    if (isFolder(path)) {
      const files = filesOf(path);
      const here = files.filter((file) => SCENARIO_ENDING.test(file));
      const goldens = new Set(here.map(goldenOf));
      for (const file of here) scenarios.add(file);
      for (const file of files) if (file.endsWith(GOLDEN_ENDING) && !goldens.has(file)) orphans.add(file);
    } else {
      if (path.endsWith(GOLDEN_ENDING)) throw new InputError(`${path} is a golden, not a scenario. Name the .yaml file beside it.`);
      scenarios.add(path);
    }
  }
  if (scenarios.size === 0 && orphans.size === 0) {
    throw new InputError(`There is no scenario in ${asked.join(", ")}. A scenario is a file that ends in .yaml; name a folder that holds some.`);
  }
  return { scenarios: [...scenarios], orphans: [...orphans] };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${fileProblem(error)}. Check the path.`);
  }
}

/** All files below a folder, sorted by code unit: the order of a directory differs between file systems. Links to folders are not followed. */
function filesOf(folder: string): string[] {
  let entries: { readonly name: string; isDirectory(): boolean; isSymbolicLink(): boolean }[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new InputError(`${folder} cannot be read: ${fileProblem(error)}.`);
  }
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === "." ? entry.name : join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".") && !SKIPPED.has(entry.name)) files.push(...filesOf(path));
    } else if (!basename(path).startsWith(".")) files.push(path);
  }
  return files;
}
