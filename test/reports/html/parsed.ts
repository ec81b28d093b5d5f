import { type DefaultTreeAdapterMap, parse } from "parse5";

type Node = DefaultTreeAdapterMap["node"];
export type Element = DefaultTreeAdapterMap["element"];

/** A page as a browser reads it, with what the parser complains about. */
export interface ParsedPage {
  readonly errors: readonly string[];
  /** In document order. */
  readonly elements: readonly Element[];
}

export function parsed(page: string): ParsedPage {
  const errors: string[] = [];
  const document = parse(page, { sourceCodeLocationInfo: true, onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`) });
  return { errors, elements: below(document) };
}

export function below(node: Node): readonly Element[] {
  const children = "childNodes" in node ? node.childNodes : [];
  return children.flatMap((child) => ("tagName" in child ? [child, ...below(child)] : below(child)));
}

/** All text inside. */
export function textOf(node: Node): string {
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}
