import type { ReportFile } from "../collect.ts";
import type { Collector, ReportContext } from "../collector.ts";
import { csvCells, csvHeader } from "../rendering/csv.ts";
import type { Table } from "../table.ts";
import { type SalesDocument, type SalesLine, salesDocuments } from "./sales-document.ts";
import { type FileLimits, SplitCsv } from "./split-csv.ts";

/** A file for another program: an accounting system, a ledger. */
export interface Book {
  /** As `--only` knows it. */
  readonly name: string;
  /** What follows the name. */
  readonly extension: "csv" | "hledger";
  /** One sentence. */
  readonly about: string;
  /** Whether populations have it only where `--only` names it: it has rows per document. */
  readonly perDocument: boolean;
  /** Its columns, if it has columns. */
  readonly table: Table<never> | undefined;
  create(context: ReportContext): BookFile;
}

/** A book being written. */
export interface BookFile extends Collector<BookFile> {
  /** Its one file, or several where the importing system takes only so much at once. */
  files(): Iterable<ReportFile>;
}

/** A row of an import file. */
export interface SalesRow {
  readonly document: SalesDocument;
  readonly line: SalesLine;
}

/** Whether a file of this name is one that the book writes. */
export function isFileOf({ name, extension }: Book, file: string): boolean {
  if (file === `${name}.${extension}`) return true;
  return file.startsWith(`${name}-`) && /^-\d+\.csv$/.test(file.slice(name.length));
}

/** A book with the documents of one kind, in the columns of an accounting system. */
export function salesBook(table: Table<SalesRow>, kind: SalesDocument["kind"], limits: FileLimits): Book {
  return {
    name: table.name,
    extension: "csv",
    about: table.about,
    perDocument: true,
    table: table as Table<never>,
    create({ scenario }) {
      const rows = new SplitCsv();
      return {
        end(account) {
          for (const document of salesDocuments(account, scenario.reports.utcOffset)) {
            if (document.kind === kind) rows.add(document.lines.map((line) => csvCells(table, { document, line })));
          }
        },
        merge: (other) => rows.load(other.save()),
        save: () => rows.save(),
        load: (saved) => rows.load(saved),
        files: () => rows.files(table.name, csvHeader(table), limits),
      };
    },
  };
}
