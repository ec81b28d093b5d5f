/** One record of a CSV file. */
export interface CsvRecord {
  /** The line it begins in, from 1. */
  readonly line: number;
  /** As it stands in the file, without its last line end. */
  readonly text: string;
  /** Its cells without quotes and without blanks around them; undefined when its quotes are wrong. */
  readonly cells: readonly string[] | undefined;
}

/** Where a cell stands in the text of its record. */
export interface CellSpan {
  readonly start: number;
  readonly end: number;
}

/** A quoted cell may have line ends inside; one that is longer than this was most likely never closed. */
const LONGEST = 65_536;

/**
 * The records of a CSV file (RFC 4180), piece by piece: cells between commas, quoted where they hold commas, quotes (doubled) or line ends.
 * Lines end with LF or CRLF; empty lines count for nothing.
 *
 * Ours and not a library's, since the engine is synchronous and a file may be larger than memory: what streams asynchronously does not fit,
 * and what parses at once needs all of it. What `csv-stringify` writes it reads (a test).
 */
export function* csvRecords(pieces: Iterable<string>): Generator<CsvRecord> {
  let number = 0;
  let begun = 0;
  let text = "";
  for (const line of lines(pieces)) {
    number++;
    if (begun === 0) {
      if (line.trim() === "") continue;
      begun = number;
      text = line;
    } else text += `\n${line}`;
    const cells = text.length <= LONGEST ? cellsOf(text) : "wrong";
    if (cells === "open") continue;
    yield { line: begun, text, cells: cells === "wrong" ? undefined : cells };
    begun = 0;
  }
  if (begun !== 0) yield { line: begun, text, cells: undefined };
}

/** Physical lines, without their ends. */
function* lines(pieces: Iterable<string>): Generator<string> {
  let rest = "";
  for (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", from)) {
      yield withoutReturn(rest + piece.slice(from, at));
      rest = "";
      from = at + 1;
    }
    rest += piece.slice(from);
    // Nothing that is so long is a line: it is handed on, to be refused, before it fills the memory.
    if (rest.length > 2 * LONGEST) {
      yield rest;
      rest = "";
    }
  }
  if (rest !== "") yield withoutReturn(rest);
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** The cells of a record; `open` when a quoted cell goes on in the next line, `wrong` when a quote stands where none may. */
function cellsOf(text: string): readonly string[] | "open" | "wrong" {
  if (!text.includes('"')) return text.split(",").map((cell) => cell.trim());
  const cells: string[] = [];
  for (let at = 0; ; at++) {
    const end = cellEnd(text, at);
    if (typeof end === "string") return end;
    const cell = text.slice(at, end).trim();
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end >= text.length) return cells;
    at = end;
  }
}

/** Where the cell that begins at `start` ends. */
function cellEnd(text: string, start: number): number | "open" | "wrong" {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  if (text[at] !== '"') {
    const comma = text.indexOf(",", start);
    const end = comma < 0 ? text.length : comma;
    return text.slice(start, end).includes('"') ? "wrong" : end;
  }
  for (at++; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return "open";
    if (text[at + 1] !== '"') break;
  }
  at++;
  while (text[at] === " " || text[at] === "\t") at++;
  return at >= text.length || text[at] === "," ? at : "wrong";
}

/** Where the n-th cell stands, for messages; the whole record where there is no such cell. */
export function cellSpan({ text, cells }: CsvRecord, n: number): CellSpan {
  if (cells === undefined || n >= cells.length) return { start: 0, end: Math.max(1, text.length) };
  let start = 0;
  for (let i = 0; i < n; i++) start = Number(cellEnd(text, start)) + 1;
  const end = Number(cellEnd(text, start));
  const cell = text.slice(start, end);
  const trimmed = start + cell.length - cell.trimStart().length;
  return { start: trimmed, end: Math.max(trimmed + 1, trimmed + cell.trim().length) };
}
