import { chmodSync } from "node:fs";
import { defineConfig } from "rolldown";

/**
 * The last step of `npm run build`: the program in a few files. Node opens and links three hundred modules otherwise, which takes longer than
 * billing a small scenario (docs/performance.md). `dist/engine` stays as modules, for those who import the library.
 */
export default defineConfig({
  input: { billclock: "dist/cli/main.js", "range-worker": "dist/cli/workers/range-worker.js" },
  // They look for files of their own beside them.
  external: ["piscina", "cli-progress"],
  platform: "node",
  logLevel: "warn",
  output: { dir: "dist/program", format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name].js" },
  // In a clone `npx billclock` runs the file itself.
  plugins: [{ name: "executable", writeBundle: () => chmodSync("dist/program/billclock.js", 0o755) }],
});
