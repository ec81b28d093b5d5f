/**
 * Part of `npm run build` (and of `build:tools`, so that the bench measures what the program is): replaces the built `engine/scenario/validator.js`, which compiles the schema when it is first used, by a module of the same
 * shape with the code compiled beforehand. Compiling costs 60 ms of every start, the compiled code next to nothing.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compiledValidator } from "../engine/scenario/schema-compiler.ts";

const target = fileURLToPath(new URL("../engine/scenario/validator.js", import.meta.url));
writeFileSync(target, compiledValidator());
