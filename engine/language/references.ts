import { didYouMean, listed } from "./did-you-mean.ts";
import { identifierComplaint } from "./identifier.ts";
import type { Reader, Reading } from "./reading.ts";
import { namedEntries, quoteText, type SourceEntry, type SourceNode } from "./source-node.ts";

/** Things of one kind that a scenario declares by name, in the file's order. A broken one is `undefined`: known, so no reference to it is an error. */
export class Declared<T> {
  /** `a plan` */
  readonly what: string;
  /** `plans` */
  readonly block: string;
  readonly all = new Map<string, T | undefined>();
  /** Names that every scenario has, told in a few words instead of one by one. */
  readonly builtIn: { readonly names: ReadonlySet<string>; readonly words: string };

  constructor(what: string, block: string, builtIn: { readonly names: ReadonlySet<string>; readonly words: string } = { names: new Set(), words: "" }) {
    this.what = what;
    this.block = block;
    this.builtIn = builtIn;
  }

  /** What there is to choose from, in words. */
  choices(): string {
    const own = [...this.all.keys()].filter((name) => !this.builtIn.names.has(name));
    const parts = own.length === 0 ? [] : [listed(own)];
    if (this.builtIn.words !== "") parts.push(this.builtIn.words);
    return parts.length === 0 ? "there are none" : parts.join(", or ");
  }

  /** Those that are whole. */
  whole(): Map<string, T> {
    const map = new Map<string, T>();
    for (const [id, value] of this.all) if (value !== undefined) map.set(id, value);
    return map;
  }
}

/** Reads a block of declarations: every entry by `read`, which gets its name and place in the file. */
export function declare<T>(
  reading: Reading,
  block: SourceNode | undefined,
  into: Declared<T>,
  read: (entry: SourceEntry, index: number) => T | undefined,
): void {
  if (block === undefined || block.kind !== "map") return;
  for (const entry of namedEntries(block)) {
    const complaint = identifierComplaint(entry.key, into.what);
    if (complaint !== undefined) reading.refuseKey(entry, complaint);
    const value = entry.value.broken ? undefined : read(entry, into.all.size);
    into.all.set(entry.key, value);
  }
}

/** A reader of a reference to one of the declared; undefined also when that one is broken. */
export function readReference<T>(declared: Declared<T>): Reader<T> {
  return (reading, node) => {
    if (node.kind !== "scalar" || node.value === null) return undefined;
    if (declared.all.has(node.text)) return declared.all.get(node.text);
    const { what, block } = declared;
    return reading.refuse(node, {
      code: "unknown-id",
      message: `There is no ${what.replace(/^an? /, "")} ${quoteText(node.text)}.`,
      rule: `It must be ${what} of \`${block}\`: ${declared.choices()}.`,
      remedy: didYouMean(node.text, declared.all.keys(), `Define it under \`${block}\`, or name another.`),
    });
  };
}
