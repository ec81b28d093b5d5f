import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, type YAMLMap, type YAMLSeq } from "yaml";
import { IssueList, type Span } from "./issue.ts";
import type { SourceEntry, SourceNode } from "./source-node.ts";
import { quoteText } from "./source-node.ts";
import { SourceText } from "./source-text.ts";
import { exceededLimit, MAX_DEPTH } from "./yaml-limits.ts";
import { parseSyntax } from "./yaml-syntax.ts";

/** Longest text of a scenario. Bigger inputs are CSV files. */
export const MAX_LENGTH = 4 * 1024 * 1024;
/** Most nodes after aliases are followed: a file of 4 MB has fewer unless it is an alias bomb. */
const MAX_NODES = 2_000_000;

const CONTROL = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;

/** A YAML text as a tree of places and values, or what is wrong with it. Never throws for bad input, and takes linear time. */
export function readYaml(text: string, file: string): { root: SourceNode | undefined; issues: IssueList } {
  const source = new SourceText(file, text.length > MAX_LENGTH ? "" : text.replace(/^\uFEFF/, ""));
  const issues = new IssueList(source);
  if (!isFitToParse(text.length, issues)) return { root: undefined, issues };
  const { document, isSound } = parseSyntax(issues);
  if (document?.directives !== undefined && document.directives.yaml.version !== "1.2") {
    issues.add(fileSpan(), {
      code: "yaml-version",
      message: "The file asks for another version of YAML by a %YAML directive.",
      rule: "Scenarios are YAML 1.2.",
      remedy: "Take the directive out.",
    });
  }
  if (document === undefined || !isSound) return { root: undefined, issues };
  const root = document.contents;
  if (root === null || (isScalar(root) && (root.value === null || root.value === undefined))) {
    issues.add(fileSpan(), {
      code: "empty-file",
      message: "The file is empty.",
      rule: "A scenario has a `clock` and at least one of `customers` and `populations`.",
      remedy: "Start with `clock: { start: 2026-01-01, end: 2027-01-01 }`.",
    });
    return { root: undefined, issues };
  }
  const builder = new Builder(issues);
  const tree = builder.build(root, { path: "", start: 0, end: 1 }, "");
  if (builder.nodes > MAX_NODES) {
    issues.add(fileSpan(), {
      code: "too-many-nodes",
      message: "With its aliases followed this file has more than 2 million values.",
      rule: "Aliases may repeat a block, not multiply the file without bounds.",
      remedy: "Write the blocks out, or give customers and usage as CSV files.",
    });
    return { root: undefined, issues };
  }
  return { root: tree, issues };
}

const fileSpan = (): Span => ({ path: "", start: 0, end: 1 });

function isFitToParse(length: number, issues: IssueList): boolean {
  if (length > MAX_LENGTH) {
    issues.add(fileSpan(), {
      code: "file-too-large",
      message: `The file has ${length} characters.`,
      rule: `A scenario has at most ${MAX_LENGTH} (4 MB).`,
      remedy: "Give customers, sign-ups and usage as CSV files; they are streamed and may be of any size.",
    });
    return false;
  }
  const { text } = issues.source;
  const control = CONTROL.exec(text);
  if (control !== null) {
    const code = (control[0].codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");
    issues.add(
      { path: "", start: control.index, end: control.index + 1 },
      {
        code: "control-character",
        message: `Here stands the character U+${code}, which does not belong in text.`,
        rule: "A YAML file holds printable text, tabs and line ends only.",
        remedy: "Save the file as UTF-8 text, or write the character as an escape in double quotes.",
      },
    );
    return false;
  }
  const exceeded = exceededLimit(text);
  if (exceeded === undefined) return true;
  const span = { path: "", start: exceeded.offset, end: exceeded.offset + 1 };
  if (exceeded.limit === "depth") {
    issues.add(span, {
      code: "too-deep",
      message: `Here the file nests deeper than ${MAX_DEPTH} levels.`,
      rule: `A scenario nests at most ${MAX_DEPTH} levels of maps and lists.`,
      remedy: "Close the brackets, or correct the indentation.",
    });
  } else {
    issues.add(span, {
      code: "too-many-tokens",
      message: "The file has more than two million words and signs.",
      rule: "A scenario is at most that long.",
      remedy: "Give customers, sign-ups and usage as CSV files.",
    });
  }
  return false;
}

/** Tags that say what the value is anyway. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(["!", ...["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`)]);

/** Turns the library's nodes into ours, following aliases, finding duplicate keys with one look-up each. */
class Builder {
  nodes = 0;
  private readonly issues: IssueList;
  /** Anchored nodes so far; `undefined` while one is being built. With the number of nodes each stands for. */
  private readonly anchors = new Map<string, { node: SourceNode; size: number } | undefined>();

  constructor(issues: IssueList) {
    this.issues = issues;
  }

  /** `label` is what a caret stands under when the value is a block or is empty: its key. */
  build(node: Node | null, label: Span, path: string): SourceNode {
    const before = this.nodes++;
    if (node === null) return { kind: "scalar", value: null, text: "", path, start: label.start, end: label.end, broken: false };
    if (isAlias(node)) return this.follow(node.source, rangeOf(node as ParsedNode), path);
    const anchor = "anchor" in node ? (node.anchor as string | undefined) : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, undefined);
    const built = this.collectionOrScalar(node, label, path);
    // Its tag was reported: what it stands for is not known.
    if (node.tag !== undefined && !PLAIN_TAGS.has(node.tag)) built.broken = true;
    if (anchor !== undefined) this.anchors.set(anchor, { node: built, size: this.nodes - before });
    return built;
  }

  private collectionOrScalar(node: Node, label: Span, path: string): SourceNode {
    if (isMap(node)) return { kind: "map", entries: this.entries(node, path), ...collectionSpan(node, label), path, broken: false };
    if (isSeq(node)) return { kind: "list", items: this.items(node, path), ...collectionSpan(node, label), path, broken: false };
    const scalar = node as Node & { value: unknown; source?: string };
    const value = scalar.value === undefined ? null : (scalar.value as string | number | boolean | null);
    const range = rangeOf(node as ParsedNode);
    const text = scalar.source ?? "";
    const span = value === null && text === "" ? { start: label.start, end: label.end } : range;
    return { kind: "scalar", value, text: typeof value === "string" ? value : text, path, ...span, broken: false };
  }

  private items(list: YAMLSeq, path: string): SourceNode[] {
    return list.items.map((item, i) => {
      const at = item === null ? collectionSpan(list, fileSpan()) : firstSpan(item as Node);
      return this.build(item as Node | null, { path, ...at }, `${path}[${i}]`);
    });
  }

  private entries(map: YAMLMap, path: string): Map<string, SourceEntry> {
    const entries = new Map<string, SourceEntry>();
    for (const pair of map.items) {
      const keyNode = pair.key as Node | null;
      const at = keyNode === null ? collectionSpan(map, fileSpan()) : rangeOf(keyNode as ParsedNode);
      const key = this.keyText(keyNode, { path, ...at });
      const below = key === undefined ? path : joinPath(path, key);
      const span: Span = { path: below, ...at };
      const value = this.build((pair.value ?? null) as Node | null, span, below);
      if (key === undefined) continue;
      const earlier = entries.get(key);
      if (earlier === undefined) entries.set(key, { key, span, value, read: false, broken: false });
      else this.reportDuplicate(earlier, span);
    }
    return entries;
  }

  /** Keys are texts as written, so that `1.0` and `1` stay two; undefined when it cannot be a key. */
  private keyText(key: Node | null, span: Span): string | undefined {
    if (key !== null && isScalar(key) && (typeof key.value === "string" || typeof key.value === "number")) {
      return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
    }
    const word = key !== null && isScalar(key) ? (key.source ?? "") : "";
    this.issues.add(span, {
      code: "bad-key",
      message: word === "" ? "A key here is not a text." : `The key ${word} is not a text: YAML reads it as a value of its own.`,
      rule: "Keys are texts.",
      remedy: word === "" ? "Write a plain key." : `Write "${word}" with quotes to make it a text.`,
    });
    return undefined;
  }

  private reportDuplicate(earlier: SourceEntry, span: Span): void {
    const first = this.issues.source.place(earlier.span.start);
    this.issues.add(span, {
      code: "duplicate-key",
      message: `The key ${quoteText(earlier.key)} is written twice; the first time in line ${first.line}.`,
      rule: "A key occurs once in a map.",
      remedy: "Rename one of them, or take it out.",
    });
  }

  private follow(name: string, range: { start: number; end: number }, path: string): SourceNode {
    const anchored = this.anchors.get(name);
    if (anchored !== undefined) {
      this.nodes += anchored.size - 1;
      return anchored.node;
    }
    const inside = this.anchors.has(name);
    this.issues.add(
      { path, ...range },
      {
        code: "bad-alias",
        message: inside ? `The alias *${name} stands inside the very block that it repeats.` : `The alias *${name} has no anchor &${name} before it.`,
        rule: "An alias repeats a block that was marked earlier in the file.",
        remedy: inside ? "Write the block out." : `Mark the block to repeat with &${name}, above this line.`,
      },
    );
    return { kind: "scalar", value: null, text: "", path, ...range, broken: true };
  }
}

function rangeOf(node: ParsedNode): { start: number; end: number } {
  const range = node.range as readonly [number, number, number];
  return { start: range[0], end: Math.max(range[0] + 1, range[1]) };
}

/** A flow collection's own brackets; of a block its key, because a caret under a whole block says nothing. */
function collectionSpan(node: YAMLMap | YAMLSeq, label: Span): { start: number; end: number } {
  return node.flow === true ? rangeOf(node as ParsedNode) : { start: label.start, end: label.end };
}

/** Of a list item that is a block: its first key. */
function firstSpan(node: Node): { start: number; end: number } {
  const first = isMap(node) && node.flow !== true ? (node.items[0]?.key as Node | undefined) : undefined;
  return rangeOf((first ?? node) as ParsedNode);
}

const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** `plans.pro`, `plans["a b"]`: how a place is called. */
export function joinPath(path: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${path}[${quoteText(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
