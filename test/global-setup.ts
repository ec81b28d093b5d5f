import { spawnSync } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { filesBelow, root } from "./repository.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** What the compiler said when `dist/` could not be built, empty when it stands. Tests of the command line fail with it. */
    buildFailure: string;
  }
}

const stamp = join(root, "dist", ".built");

/** When the newest of the files that `dist/` is made from was changed. */
function newestSource(): number {
  const sources = ["engine", "reports", "cli"].flatMap((folder) => filesBelow(folder, ".ts"));
  return Math.max(
    ...[...sources, "package.json", "tsconfig.json", "tsconfig.build.json", "rolldown.config.mjs"].map((path) => statSync(join(root, path)).mtimeMs),
  );
}

function isBuilt(): boolean {
  const built = statSync(stamp, { throwIfNoEntry: false });
  return built !== undefined && built.mtimeMs > newestSource();
}

/** Builds `dist/` once, before any test, unless it is newer than everything it is made from: the command line's tests run the built program. */
export default function setup(project: TestProject): void {
  let failure = "";
  if (!isBuilt()) {
    const build = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
    if (build.status === 0) writeFileSync(stamp, "");
    else failure = `${build.stdout}${build.stderr}` || String(build.error);
  }
  project.provide("buildFailure", failure);
}
