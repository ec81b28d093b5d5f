import { readFileSync, statSync } from "node:fs";
import { fileProblem, InputError } from "../input-error.ts";

/** Beyond this a file is not even read; the language's own limit is lower and says what to do. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The text of a scenario file. Throws an InputError when it cannot be read or is not UTF-8. */
export function readScenarioFile(file: string): string {
  let bytes: Uint8Array;
  try {
    const about = statSync(file);
    if (about.isDirectory()) throw new InputError(`${file} is a folder, not a scenario file. Name one file in it, or run \`billclock check ${file}\`.`);
    if (!about.isFile()) throw new InputError(`${file} is not a regular file. A scenario is read from a file with a size.`);
    if (about.size > MOST_BYTES) throw new InputError(`${file} has ${about.size} bytes. A scenario is a YAML file of at most 4 MB.`);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file} cannot be read: ${fileProblem(error)}. Check the path.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${file} is not UTF-8 text (${firstBadByte(bytes)}). Save it as UTF-8.`);
  }
}

/** `byte 0xE9 in line 3`. */
function firstBadByte(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  // Up to the first replacement that does not stand in the file itself, text and bytes agree.
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", at + 1)) {
    const before = text.slice(0, at);
    const byte = bytes[Buffer.byteLength(before)] ?? 0;
    if (byte !== 0xef) return `byte 0x${byte.toString(16).toUpperCase().padStart(2, "0")} in line ${before.split("\n").length}`;
  }
  return "its last character is broken";
}
