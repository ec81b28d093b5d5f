/** Markup that was made by `html` or `raw`: what a user wrote can only get into it escaped. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text and numbers are escaped, markup is taken as it is, nothing is left out. */
export type Content = Markup | string | number | undefined | readonly Content[];

/** What HTML has no way to write, even as a reference; it would end a document for some readers. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNWRITABLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** Text as HTML and SVG show it, between tags and in quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(UNWRITABLE, "\uFFFD").replace(/[&<>"']/g, (character) => ESCAPES.get(character) as string);
}

/** A template of markup: ``html`<b title="${name}">${name}</b>` ``. Attributes must stand in quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let markup = parts[0] as string;
  for (let i = 0; i < values.length; i++) markup += write(values[i]) + (parts[i + 1] as string);
  return { markup };
}

/** Text of ours that is markup already: the style sheet. */
export function raw(markup: string): Markup {
  return { markup };
}

function write(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string") return escapeText(content);
  if (typeof content === "number") return String(content);
  if ("markup" in content) return content.markup;
  let markup = "";
  for (const one of content) markup += write(one);
  return markup;
}
