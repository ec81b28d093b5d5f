import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { defineConfig } from "rolldown";

const shared = {
  platform: "node",
  logLevel: "warn",
  // They look for files of their own beside them, and are loaded only when they are needed.
  external: ["piscina", "cli-progress"],
};
const output = { format: "cjs", codeSplitting: false, dynamicImportInCjs: false };

/** Escapes what is not ASCII: V8 holds a text of one-byte characters in half the memory, and nothing is decoded at start. */
const ascii = {
  name: "ascii",
  // Of the written file: what a chunk's code is before that, rolldown prints anew.
  writeBundle() {
    const code = readFileSync("dist/program/program.cjs", "utf8");
    writeFileSync(
      "dist/program/program.cjs",
      code.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
    );
  },
};

const executable = {
  name: "executable",
  writeBundle() {
    // In a clone `npx billclock` runs the file itself.
    chmodSync("dist/program/billclock.js", 0o755);
    writeFileSync("dist/program/package.json", '{ "type": "commonjs" }\n');
  },
};

/**
 * Part of `npm run build`: the program in one file, a script that `cli/cached-program.ts` runs. Node opens and links three hundred modules
 * otherwise, which takes longer than billing a small scenario; and what V8 knows to be the same for good it knows only within a file
 * (docs/performance.md). `dist/engine` stays as modules, for those who import the library.
 */
export default defineConfig([
  { ...shared, input: "dist/cli/launch.js", output: { ...output, file: "dist/program/billclock.js" }, plugins: [executable] },
  {
    ...shared,
    input: "dist/cli/main.js",
    output: { ...output, file: "dist/program/program.cjs", postBanner: '(function (require, __filename) { "use strict";', postFooter: "})" },
    plugins: [ascii],
  },
  { ...shared, input: "dist/cli/workers/range-worker.js", output: { ...output, file: "dist/program/range-worker.js" } },
]);
