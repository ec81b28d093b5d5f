import { readFileSync } from "node:fs";
import { processConsole } from "./console.ts";
import { main } from "./program.ts";

// A reader that has seen enough (`| head`) closes the pipe: that is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}

/** The package's own version: the built program stands in dist/program/. */
function version(): string {
  const about = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return about.version;
}

// The exit code is set and not forced, so that everything written reaches its reader.
main(process.argv.slice(2), version(), processConsole()).then((code) => {
  process.exitCode = code;
});
