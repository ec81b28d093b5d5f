import type { Reading } from "./reading.ts";
import { has, type SourceMap } from "./source-node.ts";

/** Reports the second of two keys that exclude each other. */
export function refuseTogether(reading: Reading, map: SourceMap, first: string, second: string, remedy: string): boolean {
  const entry = map.entries.get(second);
  if (entry === undefined || !has(map, first)) return false;
  reading.refuseKey(entry, {
    code: "exclusive-keys",
    message: `\`${first}\` and \`${second}\` are both given.`,
    rule: "Only one of the two may be written.",
    remedy,
  });
  return true;
}
