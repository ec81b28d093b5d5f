import type { Reading } from "./reading.ts";
import { quoteText, type SourceEntry, type SourceNode } from "./source-node.ts";

const isNull = (node: SourceNode): boolean => node.kind === "scalar" && node.value === null;

/**
 * A JSON Merge Patch (RFC 7396) over a tree: maps are merged key by key, `null` takes a key out, everything else replaces what was there.
 * Neither tree is changed; what the patch leaves alone is shared with the base.
 */
export function mergePatch(reading: Reading, base: SourceNode, patch: SourceNode): SourceNode {
  if (patch.kind !== "map" || base.kind !== "map") return patch;
  const entries = new Map<string, SourceEntry>(base.entries);
  for (const entry of patch.entries.values()) {
    const under = entries.get(entry.key);
    if (!isNull(entry.value)) entries.set(entry.key, under === undefined ? entry : { ...entry, value: mergePatch(reading, under.value, entry.value) });
    else if (!entries.delete(entry.key)) warnNothing(reading, entry);
  }
  return { ...patch, entries };
}

function warnNothing(reading: Reading, { key, span }: SourceEntry): void {
  reading.warn(span, {
    code: "nothing-to-remove",
    message: `${quoteText(key)} is not there, so null takes nothing out.`,
    rule: "In a patch `null` takes a key out of what it is laid over.",
    remedy: "Take the key out of the patch, or correct its name.",
  });
}
