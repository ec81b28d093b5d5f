import type { SourceText } from "./source-text.ts";

/** One thing that is wrong with a file, or doubtful (`warning`). Line and column from 1. */
export interface Issue {
  /** Stable name of the kind of mistake, `unknown-key`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `plans.pro.unit_amount`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, with the value: one sentence. */
  readonly message: string;
  /** What holds. */
  readonly rule: string;
  /** What to do. */
  readonly remedy: string;
  /** The source line with its caret, ready to print; empty for the file as a whole. */
  readonly excerpt: string;
}

/** The words of an issue; its place comes from the node it is about. */
export interface Complaint {
  readonly code: string;
  readonly severity?: "error" | "warning";
  readonly message: string;
  readonly rule: string;
  readonly remedy: string;
}

/** A stretch of the file and what it is called. */
export interface Span {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** More than this is not read by anybody, and a hostile file may have hundreds of thousands. */
const MOST = 500;

/** Collects the issues of one file, and of those it names. */
export class IssueList {
  readonly source: SourceText;
  private readonly found = new Map<string, Issue & { readonly offset: number }>();
  private readonly elsewhere: Issue[] = [];
  private left = 0;
  private errors = 0;

  constructor(source: SourceText) {
    this.source = source;
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  /** The same complaint at the same place (an alias read twice) counts once. */
  add(span: Span, complaint: Complaint): void {
    const severity = complaint.severity ?? "error";
    if (severity === "error") this.errors++;
    const key = `${span.start} ${complaint.code} ${complaint.message}`;
    if (this.found.has(key)) return;
    if (this.found.size >= MOST) {
      this.left++;
      return;
    }
    const { file } = this.source;
    const { line, column } = this.source.place(span.start);
    const { code, message, rule, remedy } = complaint;
    const excerpt = this.source.text === "" ? "" : this.source.excerpt(span.start, span.end);
    this.found.set(key, { code, severity, file, line, column, path: span.path, message, rule, remedy, excerpt, offset: span.start });
  }

  /** An issue of a file that this one names; they stand behind its own, as found. */
  addElsewhere(issue: Issue): void {
    if (issue.severity === "error") this.errors++;
    if (this.elsewhere.length < MOST) this.elsewhere.push(issue);
    else this.left++;
  }

  /** By place; of one place in order of discovery. */
  sorted(): readonly Issue[] {
    const issues = [...this.found.values()].sort((a, b) => a.offset - b.offset);
    const plain: Issue[] = [...issues.map(({ offset: _, ...issue }) => issue), ...this.elsewhere];
    if (this.left > 0) plain.push(this.tooMany());
    return plain;
  }

  private tooMany(): Issue {
    const message = `There are ${this.left} more issues in this file; the first ${MOST} are shown.`;
    const rest = { message, rule: `At most ${MOST} issues of a file are reported.`, remedy: "Correct these first.", excerpt: "" };
    return { code: "too-many-issues", severity: "error", file: this.source.file, line: 1, column: 1, path: "", ...rest };
  }
}

/**
 * An issue as text for people: place, excerpt with caret, what is wrong, what holds, what to do.
 *
 * ```
 * shop.yaml:7:12: error: plans.pro.interval
 *   |
 * 7 |     interval: mounth
 *   |               ^^^^^^
 * `interval` is "mounth".
 * It must be one of day, week, month, year.
 * Did you mean "month"?
 * ```
 */
export function formatIssue(issue: Issue): string {
  const head = `${issue.file}:${issue.line}:${issue.column}: ${issue.severity}${issue.path === "" ? "" : `: ${issue.path}`}`;
  return [head, issue.excerpt, issue.message, issue.rule, issue.remedy].filter((part) => part !== "").join("\n");
}
