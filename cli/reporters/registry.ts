import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import type { Reporter } from "./reporter.ts";
import { text } from "./text.ts";

/** Every reporter of `check`: a new one is a file in this folder and a line here. */
export const reporters: readonly Reporter[] = [text, json, junit, github];
