import { didYouMean, listed } from "../../../language/did-you-mean.ts";
import { mergePatch } from "../../../language/merge-patch.ts";
import type { Reading } from "../../../language/reading.ts";
import { quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../../language/source-node.ts";

/**
 * The file with every population that is `like` another written out: the other one with this one as a merge patch over it. Its draws are its
 * own, by its own name (D30). Comes before the schema, so what stands there in the end is checked as if it had been written.
 */
export function withLikes(reading: Reading, root: SourceMap): SourceMap {
  const populations = root.entries.get("populations");
  if (populations?.value.kind !== "map") return root;
  const { entries } = populations.value;
  if (![...entries.values()].some(({ value }) => value.kind === "map" && value.entries.has("like"))) return root;
  const written = new Map<string, SourceNode>();
  const whole = new Map<string, SourceEntry>();
  for (const entry of entries.values()) whole.set(entry.key, { ...entry, value: writtenOut(reading, entries, entry, written, [entry.key]) });
  const value: SourceMap = { ...populations.value, entries: whole };
  return { ...root, entries: new Map([...root.entries, ["populations", { ...populations, value }]]) };
}

/** @param chain who is like whom, from the first asked for to this one. */
function writtenOut(
  reading: Reading,
  all: SourceMap["entries"],
  { key, value }: SourceEntry,
  written: Map<string, SourceNode>,
  chain: readonly string[],
): SourceNode {
  const known = written.get(key);
  if (known !== undefined) return known;
  const like = value.kind === "map" ? value.entries.get("like") : undefined;
  if (value.kind !== "map" || like?.value.kind !== "scalar" || like.value.value === null) return value;
  const { text } = like.value;
  const other = all.get(text);
  if (other === undefined) return refuseUnknown(reading, value, like, text, all);
  if (chain.includes(text)) return refuseCircle(reading, value, like, [...chain, text]);
  const entries = new Map(value.entries);
  entries.delete("like");
  const merged = mergePatch(reading, writtenOut(reading, all, other, written, [...chain, text]), { ...value, entries });
  written.set(key, merged);
  return merged;
}

function refuseUnknown(reading: Reading, value: SourceMap, like: SourceEntry, text: string, all: SourceMap["entries"]): SourceMap {
  reading.refuseKey(like, {
    code: "unknown-id",
    message: `There is no population ${quoteText(text)}.`,
    rule: `A population is like another one of \`populations\`: ${listed([...all.keys()])}.`,
    remedy: didYouMean(text, all.keys(), "Name one of them."),
  });
  return value;
}

function refuseCircle(reading: Reading, value: SourceMap, like: SourceEntry, chain: readonly string[]): SourceMap {
  reading.refuseKey(like, {
    code: "circular",
    message: `The populations are like each other in a circle: ${chain.join(", ")}.`,
    rule: "One of them says everything by itself.",
    remedy: "Take one `like` out, and write what it stood for.",
  });
  return value;
}
