import type { Complaint, IssueList, Span } from "./issue.ts";
import { field, type SourceEntry, type SourceMap, type SourceNode } from "./source-node.ts";
import type { TextPlace } from "./source-text.ts";

/** The semantic pass over one file: where readers report what is wrong. */
export class Reading {
  readonly issues: IssueList;

  constructor(issues: IssueList) {
    this.issues = issues;
  }

  /** Reports an error of a value, once: nothing more is said about it. */
  refuse(node: SourceNode, complaint: Complaint): undefined {
    if (!node.broken) this.issues.add(node, complaint);
    node.broken = true;
    return undefined;
  }

  /** Reports that a map lacks something, unless one of its keys is unknown: that is most likely what is missing. */
  refuseMissing(map: SourceMap, message: string, rule: string, remedy: string): undefined {
    for (const { broken } of map.entries.values()) if (broken) return undefined;
    return this.refuse(map, { code: "missing-key", message, rule, remedy });
  }

  /** Reports an error of a key, once. */
  refuseKey(entry: SourceEntry, complaint: Complaint): undefined {
    if (!entry.broken) this.issues.add(entry.span, complaint);
    entry.broken = true;
    return undefined;
  }

  warn(span: Span, complaint: Omit<Complaint, "severity">): void {
    this.issues.add(span, { ...complaint, severity: "warning" });
  }

  place(span: Span): TextPlace {
    return this.issues.source.place(span.start);
  }
}

/** Turns a node that the schema has accepted into a value; undefined when it is broken, which is then reported. */
export type Reader<T> = (reading: Reading, node: SourceNode) => T | undefined;

/** The value of a key; undefined when it is absent or broken. */
export function readField<T>(reading: Reading, map: SourceMap, key: string, reader: Reader<T>): T | undefined {
  const node = field(map, key);
  return node === undefined ? undefined : reader(reading, node);
}

/** The value of a key, or what holds when it is not written. A broken value gives the default too: the scenario is refused anyway. */
export function readOr<T>(reading: Reading, map: SourceMap, key: string, reader: Reader<T>, otherwise: T): T {
  return readField(reading, map, key, reader) ?? otherwise;
}

/** Every item of a list that is not broken. */
export function readList<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (reading, node) => {
    if (node.kind !== "list" || node.broken) return undefined;
    const values: T[] = [];
    for (const item of node.items) {
      const value = item.broken ? undefined : reader(reading, item);
      if (value !== undefined) values.push(value);
    }
    return values;
  };
}

export const readText: Reader<string> = (_, node) => (node.kind === "scalar" && node.value !== null ? node.text : undefined);

export const readFlag: Reader<boolean> = (_, node) => (node.kind === "scalar" && typeof node.value === "boolean" ? node.value : undefined);

/** A whole number; the schema has checked its least value. */
export const readWhole: Reader<number> = (reading, node) => {
  if (node.kind !== "scalar" || typeof node.value !== "number") return undefined;
  if (Number.isSafeInteger(node.value)) return node.value;
  return reading.refuse(node, {
    code: "number-too-large",
    message: `The number ${node.text} is too large to be held exactly.`,
    rule: "Whole numbers are at most 9007199254740991.",
    remedy: "Write a smaller number.",
  });
};

/** One of the words that the schema allows. */
export function readChoice<T extends string>(): Reader<T> {
  return (_, node) => (node.kind === "scalar" && typeof node.value === "string" ? (node.value as T) : undefined);
}
