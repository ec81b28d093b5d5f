import { Composer, type Document, type ErrorCode, type ParsedNode, Parser } from "yaml";
import type { IssueList } from "./issue.ts";

/** Where the library says an error stands: an offset, a range, or a token. */
type ErrorSource = number | readonly [start: number, end: number, ...rest: number[]] | { readonly offset: number; readonly source?: string };
type Report = (source: ErrorSource, code: ErrorCode, message: string, isWarning?: boolean) => void;

const OPTIONS = {
  version: "1.2",
  schema: "core",
  strict: true,
  // Quadratic in the library; whoever walks the nodes finds duplicates with one look-up each.
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false,
  merge: false,
} as const;

/** A file with more syntax errors is no YAML: the library would spend seconds on making hundreds of thousands of them. */
const MOST_ERRORS = 100;

class TooManyErrors extends Error {}

/**
 * Composes the first document of a YAML text and reports its syntax errors, warnings included.
 *
 * `isSound`: the document can be read on. Unknown tags leave it so; their nodes keep the tag.
 */
export function parseSyntax(issues: IssueList): { document: Document.Parsed | undefined; isSound: boolean } {
  const { text } = issues.source;
  const composer = new Composer(OPTIONS);
  let reported = 0;
  let isSound = true;
  const report: Report = (source, code, message, isWarning) => {
    if (++reported > MOST_ERRORS) throw new TooManyErrors();
    if (isWarning !== true) isSound = false;
    const [start, end] = rangeOf(source);
    issues.add({ path: "", start, end: Math.max(start + 1, end) }, syntaxComplaint(code, message));
  };
  // The library's own handler makes an error object of each, with its stack; it has no option for another.
  Object.assign(composer, { onError: report });
  try {
    return { document: firstDocument(composer, text, report), isSound };
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
    return { document: undefined, isSound: false };
  }
}

function firstDocument(composer: Composer, text: string, report: Report): Document.Parsed | undefined {
  let first: Document.Parsed<ParsedNode> | undefined;
  for (const document of composer.compose(new Parser().parse(text), true, text.length)) {
    if (first !== undefined) {
      report([document.range[0], document.range[1]], "MULTIPLE_DOCS", "");
      break;
    }
    first = document;
  }
  return first;
}

function rangeOf(source: ErrorSource): readonly [start: number, end: number] {
  if (typeof source === "number") return [source, source + 1];
  if (!("offset" in source)) return [source[0], source[1]];
  return [source.offset, source.offset + (source.source?.length ?? 1)];
}

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  TAG_RESOLVE_FAILED: "The tag on this value is not known.",
  MULTIPLE_DOCS: "Here a second document begins.",
};

/** What YAML errors mean for somebody who does not know the YAML specification. */
const REMEDIES: Partial<Record<ErrorCode, string>> = {
  BAD_INDENT: "Put keys of one map in the same column, and close every bracket.",
  TAB_AS_INDENT: "Indent with blanks.",
  BLOCK_AS_IMPLICIT_KEY: 'Put the value in quotes if it contains ": ", or on a line of its own.',
  BAD_SCALAR_START: "Put the value in quotes.",
  BAD_DQ_ESCAPE: "Write the backslash twice, or use single quotes.",
  MISSING_CHAR: "Add what is missing: a closing bracket or quote, a comma, or the blank after a colon.",
  MULTIPLE_DOCS: "Keep one scenario per file: take out the line `---`.",
  TAG_RESOLVE_FAILED: "Take the tag out; quote a value to make it text.",
};

function syntaxComplaint(errorCode: ErrorCode, text: string): { code: string; message: string; rule: string; remedy: string } {
  const message = MESSAGES[errorCode] ?? `${text.replace(/\.$/, "")}.`;
  const rule = errorCode === "MULTIPLE_DOCS" ? "A file holds one scenario." : "A scenario is plain YAML 1.2, without tags.";
  return { code: "yaml-syntax", message, rule, remedy: REMEDIES[errorCode] ?? "Correct the YAML at this place." };
}
