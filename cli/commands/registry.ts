import { check } from "./check.ts";
import type { Command } from "./command.ts";
import { explain } from "./explain.ts";
import { init } from "./init.ts";
import { run } from "./run.ts";
import { schema } from "./schema.ts";
import { timeline } from "./timeline.ts";
import { validate } from "./validate.ts";

/** Every command, in the order of the help: a new one is a file in this folder and a line here. */
export const commands: readonly Command[] = [run, check, explain, timeline, validate, schema, init];

/** Commands of the contract that come later: refused by name. */
export const laterCommands: readonly string[] = ["compare", "sweep", "merge"];
