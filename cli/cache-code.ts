/**
 * The last step of `npm run build`: bills a scenario with the built program and writes down what V8 has compiled for it. `dist/program/billclock.js`
 * starts from there (`cached-program.ts`).
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeCacheOf, runCached } from "./cached-program.ts";
import { inlineDeeply } from "./inline-deeply.ts";

const built = fileURLToPath(new URL("../program/program.cjs", import.meta.url));
const scenario = fileURLToPath(new URL("../../scenarios/proration/mid-month-upgrade.yaml", import.meta.url));
const results = mkdtempSync(join(tmpdir(), "billclock-build-"));

// Of another build, and V8 tells programs of the same length not apart.
rmSync(codeCacheOf(built), { force: true });
process.argv.splice(1, Number.POSITIVE_INFINITY, built, "run", scenario, "--out", join(results, "out"));
process.stdout.write = () => true;
inlineDeeply();
const script = runCached(built);
process.on("exit", (code) => {
  rmSync(results, { recursive: true, force: true });
  if (code === 0) writeFileSync(codeCacheOf(built), script.createCachedData());
});
