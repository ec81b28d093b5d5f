#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { runCached } from "./cached-program.ts";
import { inlineDeeply } from "./inline-deeply.ts";

// First of all: V8 takes no code that was compiled under other flags.
inlineDeeply();
// What `billclock` is: built into dist/program/billclock.js, beside the program itself.
runCached(fileURLToPath(new URL("./program.cjs", import.meta.url)));
