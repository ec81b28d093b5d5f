import { eastAsianWidth } from "get-east-asian-width";

const MARKS = /^[\p{Mark}\p{Cf}]$/u;

/** Columns a text takes in a terminal: Chinese, Japanese and Korean characters take two, combining marks none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!MARKS.test(character)) width += eastAsianWidth(character.codePointAt(0) as number);
  }
  return width;
}

/** Fills with blanks on the right. A text that is already as wide stays as it is. */
export function padRight(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Fills with blanks on the left: for numbers. */
export function padLeft(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}

/** Cuts a text that is wider, with an ellipsis. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = "";
  let used = 1;
  for (const character of text) {
    used += textWidth(character);
    if (used > width) break;
    cut += character;
  }
  return `${cut}…`;
}
