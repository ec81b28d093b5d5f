import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/global-setup.ts"],
    // The program has no global state, so test files may share its loaded modules: a quarter of the time.
    isolate: false,
    // One for each core; else one core is left to the terminal.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
