import { Lexer } from "yaml";

/** Deeper nesting than any scenario needs; far below what exhausts the stack of the YAML composer, which cannot be caught. */
export const MAX_DEPTH = 100;

/** More tokens than a scenario of the largest size has, unless it consists of punctuation. Composing costs some microseconds for each. */
export const MAX_TOKENS = 2_000_000;

/**
 * Where a YAML text exceeds a limit, found by the lexer alone, in linear time and without recursion; undefined when it does not.
 *
 * Flow collections count by their brackets, block collections by the columns of their indicators and keys.
 */
export function exceededLimit(text: string): { readonly limit: "depth" | "tokens"; readonly offset: number } | undefined {
  const depth = new Depth();
  let offset = 0;
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > MAX_TOKENS) return { limit: "tokens", offset };
    // Marks that the lexer adds: document start, broken flow, "a scalar follows". They take no room in the text.
    if (token === "\u0002" || token === "\u0018") continue;
    if (token === "\u001f") {
      depth.scalarFollows = true;
      continue;
    }
    depth.read(token, offset);
    if (depth.value > MAX_DEPTH) return { limit: "depth", offset };
    offset += token.length;
  }
  return undefined;
}

class Depth {
  scalarFollows = false;
  private flow = 0;
  private lineStart = 0;
  /** Where the key that a later `:` closes begins; undefined right after an indicator. */
  private content: number | undefined;
  /** Columns of the open block collections, outermost first. A list may stand at its key's own column, so each may hold two. */
  private readonly columns: number[] = [];

  get value(): number {
    return this.flow + 2 * this.columns.length;
  }

  read(token: string, offset: number): void {
    const scalar = this.scalarFollows;
    this.scalarFollows = false;
    if (!scalar && (token === "[" || token === "{")) this.flow++;
    else if (!scalar && (token === "]" || token === "}")) this.flow = Math.max(0, this.flow - 1);
    else if (!scalar && this.flow === 0 && (token === "-" || token === "?")) this.open(offset);
    else if (!scalar && this.flow === 0 && token === ":") this.open(this.content ?? offset);
    else if (token.trim() !== "") this.content ??= offset;
    const newline = token.lastIndexOf("\n");
    if (newline < 0) return;
    this.lineStart = offset + newline + 1;
    this.content = undefined;
  }

  private open(at: number): void {
    const column = Math.max(0, at - this.lineStart);
    while ((this.columns.at(-1) ?? -1) >= column) this.columns.pop();
    this.columns.push(column);
    this.content = undefined;
  }
}
