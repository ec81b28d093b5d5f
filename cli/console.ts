/**
 * Where a command writes: results to `out` (stdout), diagnostics to `err` (stderr). Colour only on a terminal that does not say NO_COLOR.
 */
export interface Console {
  out(text: string): void;
  err(text: string): void;
  /** Width of the terminal that reads the results; undefined when none does. */
  readonly width: number | undefined;
  /** Whether progress may be drawn on stderr. */
  readonly showsProgress: boolean;
  paint(colour: Colour, text: string): string;
}

export type Colour = "red" | "green" | "yellow" | "dim" | "bold";

const CODES: Readonly<Record<Colour, readonly [on: number, off: number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** The process's own streams. https://no-color.org: any value but the empty one turns colour off. */
export function processConsole(): Console {
  const { stdout, stderr, env } = process;
  const coloured = stdout.isTTY === true && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    width: stdout.isTTY === true ? stdout.columns : undefined,
    showsProgress: stderr.isTTY === true && env["TERM"] !== "dumb",
    paint: (colour, text) => (coloured ? `\u001B[${CODES[colour][0]}m${text}\u001B[${CODES[colour][1]}m` : text),
  };
}
