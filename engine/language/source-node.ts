import type { Span } from "./issue.ts";

/**
 * The tree of a YAML file as the language reads it: keys in the file's order (also integer-like ones), texts as written beside values,
 * and every node's place. Aliases share the node of their anchor.
 */
export type SourceNode = SourceMap | SourceList | SourceScalar;

interface Node extends Span {
  /** Something about this node (not only about a part of it) has been reported: say no more about it. */
  broken: boolean;
}

export interface SourceScalar extends Node {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As written, without quotes: numbers that must be exact are read from it. */
  readonly text: string;
  /** Drawn in place of an uncertain number: where a number has bounds it is held within them, since nobody wrote it. */
  readonly isUncertain?: boolean;
}

export interface SourceList extends Node {
  readonly kind: "list";
  readonly items: readonly SourceNode[];
}

export interface SourceMap extends Node {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, SourceEntry>;
}

/** A key and its value. */
export interface SourceEntry {
  readonly key: string;
  /** Of the key. */
  readonly span: Span;
  readonly value: SourceNode;
  /** Whether some reader asked for it: nothing that passes validation may be ignored. */
  read: boolean;
  /** Something about the key has been reported. */
  broken: boolean;
}

/** The value under a key, marked as read; undefined when the key is not there or the value is broken. */
export function field(map: SourceMap, key: string): SourceNode | undefined {
  const entry = map.entries.get(key);
  if (entry === undefined) return undefined;
  entry.read = true;
  return entry.value.broken ? undefined : entry.value;
}

/** Whether the key is written, whatever its value. */
export function has(map: SourceMap, key: string): boolean {
  return map.entries.has(key);
}

/** All entries of a map whose keys are names that users choose, marked as read. */
export function* namedEntries(map: SourceMap): Generator<SourceEntry> {
  for (const entry of map.entries.values()) {
    entry.read = true;
    yield entry;
  }
}

/** The first key nobody asked for, anywhere below. */
export function firstUnread(node: SourceNode): SourceEntry | undefined {
  if (node.kind === "scalar") return undefined;
  if (node.kind === "list") {
    for (const item of node.items) {
      const unread = firstUnread(item);
      if (unread !== undefined) return unread;
    }
    return undefined;
  }
  for (const entry of node.entries.values()) {
    const unread = entry.read ? firstUnread(entry.value) : entry;
    if (unread !== undefined) return unread;
  }
  return undefined;
}

/** The tree as plain values for the schema's validator. Maps become objects without prototype; shared nodes stay shared. */
export function toPlain(node: SourceNode, made = new Map<SourceNode, unknown>()): unknown {
  if (node.kind === "scalar") return node.value;
  const known = made.get(node);
  if (known !== undefined) return known;
  if (node.kind === "list") {
    const list: unknown[] = [];
    made.set(node, list);
    for (const item of node.items) list.push(toPlain(item, made));
    return list;
  }
  const object = Object.create(null) as Record<string, unknown>;
  made.set(node, object);
  for (const entry of node.entries.values()) object[entry.key] = toPlain(entry.value, made);
  return object;
}

/** `"abc"`, `12`, `a list`, `nothing`: a value in a sentence. */
export function quoteValue(node: SourceNode): string {
  if (node.kind === "map") return node.entries.size === 0 ? "an empty map" : "a map";
  if (node.kind === "list") return node.items.length === 0 ? "an empty list" : "a list";
  if (node.value === null) return node.text === "" ? "empty" : node.text;
  if (typeof node.value !== "string") return node.text;
  return quoteText(node.value);
}

/** A text in quotation marks, cut when long. */
export function quoteText(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
