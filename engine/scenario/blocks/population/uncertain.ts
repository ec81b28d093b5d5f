import { readDistribution } from "../../../language/read-distribution.ts";
import type { Reading } from "../../../language/reading.ts";
import type { SourceEntry, SourceMap, SourceNode, SourceScalar } from "../../../language/source-node.ts";
import { purpose } from "../../../population/purposes.ts";
import { childKey, draw } from "../../../random/keyed-draw.ts";
import { type Key, rootKey } from "../../../random/root-key.ts";

/** `{ uncertain: normal, mean: 0.4, sd: 0.2 }`; but a share of something called "uncertain" is one. */
const NAME = /^[a-z_]+$/;
const DRAWN = purpose("uncertain");
/** Shares are read with six decimals. */
const MILLION = 1_000_000;

/**
 * The populations with every uncertain number drawn: once per run, from the seed and the path at which it is written, so that it is the same
 * in every variant, and another number added moves none (N76). A replication has another seed.
 */
export function withUncertain(reading: Reading, root: SourceMap, seed: string): SourceMap {
  const populations = root.entries.get("populations");
  if (populations === undefined) return root;
  const value = resolved(reading, populations.value, rootKey(seed), new Map());
  if (value === populations.value) return root;
  return { ...root, entries: new Map([...root.entries, ["populations", { ...populations, value }]]) };
}

/** @param known what is shared (by aliases, by `like`) stays shared. */
function resolved(reading: Reading, node: SourceNode, root: Key, known: Map<SourceNode, SourceNode>): SourceNode {
  if (node.kind === "scalar" || node.broken) return node;
  const before = known.get(node);
  if (before !== undefined) return before;
  const made = node.kind === "map" ? resolvedMap(reading, node, root, known) : resolvedList(reading, node, root, known);
  known.set(node, made);
  return made;
}

function resolvedMap(reading: Reading, map: SourceMap, root: Key, known: Map<SourceNode, SourceNode>): SourceNode {
  const kind = map.entries.get("uncertain");
  if (kind?.value.kind === "scalar" && NAME.test(kind.value.text)) return drawn(reading, map, kind, root);
  const entries = new Map<string, SourceEntry>();
  let isSame = true;
  for (const entry of map.entries.values()) {
    const value = resolved(reading, entry.value, root, known);
    if (value !== entry.value) isSame = false;
    entries.set(entry.key, value === entry.value ? entry : { ...entry, value });
  }
  return isSame ? map : { ...map, entries };
}

function resolvedList(reading: Reading, list: Extract<SourceNode, { kind: "list" }>, root: Key, known: Map<SourceNode, SourceNode>): SourceNode {
  const items = list.items.map((item) => resolved(reading, item, root, known));
  return items.every((item, i) => item === list.items[i]) ? list : { ...list, items };
}

/** The number in its place, as if it had been written. */
function drawn(reading: Reading, map: SourceMap, kind: SourceEntry, root: Key): SourceNode {
  const { path, start, end } = map;
  const entries = new Map<string, SourceEntry>([["distribution", { ...kind, key: "distribution" }], ...map.entries]);
  entries.delete("uncertain");
  const distribution = readDistribution()(reading, { ...map, entries });
  const number = distribution === undefined ? 0 : distribution.sample(draw(childKey(root, path), DRAWN, 0));
  const value = Math.floor(number * MILLION + 0.5) / MILLION;
  const scalar: SourceScalar = { kind: "scalar", value, text: String(value), path, start, end, broken: distribution === undefined, isUncertain: true };
  return scalar;
}
