import { displayWidth } from "./display-width.ts";

/** Where something stands in a file; line and column from 1, columns in UTF-16 units as editors count. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Widest part of a line that an excerpt shows; longer lines are cut around the caret. */
const WINDOW = 120;

/** A file's text with its line starts: turns offsets into places and excerpts. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  private readonly firstLine: number;
  private readonly lineStarts: number[] = [0];

  /** `firstLine`: which line of the file the text begins with, where it is a part of it. */
  constructor(file: string, text: string, firstLine = 1) {
    this.file = file;
    this.text = text;
    this.firstLine = firstLine;
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) this.lineStarts.push(i + 1);
  }

  place(offset: number): TextPlace {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + this.firstLine, column: offset - (this.lineStarts[low] as number) + 1 };
  }

  /** The line of `start` with carets under `[start, end)`, cut at the line's end, ready to print. */
  excerpt(start: number, end: number): string {
    const { line, column } = this.place(start);
    const index = line - this.firstLine;
    const lineStart = this.lineStarts[index] as number;
    const nextStart = this.lineStarts[index + 1] ?? this.text.length + 1;
    const whole = this.text.slice(lineStart, nextStart - 1).replace(/\r$/, "");
    const from = column - 1;
    const to = Math.max(from + 1, Math.min(end - lineStart, whole.length));
    const first = from > WINDOW / 2 && whole.length > WINDOW ? from - WINDOW / 2 : 0;
    const shown = whole.slice(first, first + WINDOW);
    const before = printable(`${first > 0 ? "…" : ""}${shown.slice(0, from - first)}`);
    const marked = printable(shown.slice(from - first, to - first));
    const after = printable(`${shown.slice(to - first)}${first + WINDOW < whole.length ? "…" : ""}`);
    const number = String(line);
    const margin = " ".repeat(number.length);
    const caret = " ".repeat(displayWidth(before)) + "^".repeat(Math.max(1, displayWidth(marked)));
    return `${margin} |\n${number} | ${before}${marked}${after}\n${margin} | ${caret}`;
  }
}

/** Nothing of a hostile file may move the reader's terminal: tabs become a blank, control and format characters a dot. */
export function printable(text: string): string {
  return text.replace(/\t/g, " ").replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "·");
}
