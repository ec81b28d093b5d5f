/** A fenced block of a page. */
export interface Block {
  page: string;
  /** Line of its fence, from 1. */
  line: number;
  language: string;
  /** A file name after the language: console blocks find it under this name. */
  file: string | undefined;
  /** `<!-- fragment -->` stands before it: it shows a part and is no whole scenario. */
  isFragment: boolean;
  /** Complete lines. */
  text: string;
}

/** All fenced blocks of a markdown page. */
export function blocksOf(page: string, markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const fence = /^(`{3,})\s*(\S*)\s*(\S*)\s*$/.exec(lines[i] as string);
    if (fence === null) continue;
    const [, ticks = "", language = "", file = ""] = fence;
    const end = lines.findIndex((line, index) => index > i && line.trimEnd() === ticks);
    if (end < 0) throw new Error(`${page}:${i + 1}: this block never ends`);
    const text = lines
      .slice(i + 1, end)
      .map((line) => `${line}\n`)
      .join("");
    blocks.push({ page, line: i + 1, language, file: file === "" ? undefined : file, isFragment: /<!--\s*fragment\s*-->/.test(lines[i - 1] ?? ""), text });
    i = end;
  }
  return blocks;
}

/** The commands of a console block: lines that begin with `$ `. */
export function commandsOf(block: Block): { line: string; words: string[] }[] {
  return block.text
    .split("\n")
    .filter((line) => line.startsWith("$ "))
    .map((line) => ({ line, words: [...line.slice(2).matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "") }));
}

/** The text of a console block: each command with what it printed. */
export function consoleBlock(commands: readonly { line: string; output: string }[]): string {
  return commands.map(({ line, output }) => `${line}\n${output.trimEnd()}\n`).join("");
}

/** The page with another text in one of its blocks, which is found again by its old text. */
export function rewriteBlock(markdown: string, block: Block, text: string): string {
  const old = `\`\`\`${block.language}${block.file === undefined ? "" : ` ${block.file}`}\n${block.text}`;
  const at = markdown.indexOf(old);
  if (at < 0) throw new Error(`${block.page}:${block.line}: the block has changed meanwhile`);
  return markdown.slice(0, at) + old.slice(0, old.length - block.text.length) + text + markdown.slice(at + old.length);
}
