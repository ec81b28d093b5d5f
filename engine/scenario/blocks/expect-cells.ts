import { didYouMean, listed } from "../../language/did-you-mean.ts";
import { readInstant } from "../../language/read-instant.ts";
import { readAmount, readRate } from "../../language/read-number.ts";
import { type Reading, readFlag, readText, readWhole } from "../../language/reading.ts";
import { quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../language/source-node.ts";
import type { ExpectedCell, ExpectedColumn } from "../scenario.ts";
import { type ColumnKind, type ExpectableColumn, lineColumns } from "./expect-columns.ts";

/** All columns that a map expects values of; `keys` are its other keys. At least one, else undefined and reported. */
export function readColumns(
  reading: Reading,
  map: SourceMap,
  columns: Readonly<Record<string, ExpectableColumn>>,
  keys: readonly string[],
): readonly ExpectedColumn[] | undefined {
  const expected: ExpectedColumn[] = [];
  let written = 0;
  for (const entry of map.entries.values()) {
    if (keys.includes(entry.key)) continue;
    entry.read = true;
    written++;
    const column = Object.hasOwn(columns, entry.key) ? columns[entry.key] : undefined;
    if (column === undefined) refuseColumn(reading, entry, Object.keys(columns));
    const cell = column === undefined || entry.value.broken ? undefined : readCell(reading, entry.value, column);
    if (cell !== undefined) expected.push({ name: entry.key, expected: cell, place: reading.place(entry.span) });
  }
  if (written > 0) return expected;
  return reading.refuse(map, {
    code: "expects-nothing",
    message: "The expectation names no column.",
    rule: "An expectation names at least one column and the value that it must have.",
    remedy: `Add one of ${listed(Object.keys(columns), 8)}.`,
  });
}

/** The schema accepts the columns of a customer and of a subscription where only the entry tells which is meant. */
function refuseColumn(reading: Reading, entry: SourceEntry, known: readonly string[]): void {
  reading.refuseKey(entry, {
    code: "unknown-key",
    message: `The column ${quoteText(entry.key)} does not belong to what this expectation is about.`,
    rule: `Its columns are ${listed(known, 40)}.`,
    remedy: didYouMean(entry.key, known, "Name the `subscription`, or take the column out."),
  });
}

function readCell(reading: Reading, node: SourceNode, column: ExpectableColumn): ExpectedCell | undefined {
  if (node.kind === "scalar" && node.value === null) return { kind: "empty" };
  if (column.kind === "lines") return node.kind === "list" ? readLines(reading, node.items) : undefined;
  if (column.kind === "events")
    return node.kind === "list" ? { kind: "events", types: node.items.map((item) => (item.kind === "scalar" ? item.text : "")) } : undefined;
  if (node.kind !== "list") return readScalar(reading, node, column.kind);
  const items: ExpectedCell[] = [];
  for (const item of node.items) {
    const cell = item.broken ? undefined : readScalar(reading, item, column.kind);
    if (cell !== undefined) items.push(cell);
  }
  return { kind: "list", items };
}

function readLines(reading: Reading, nodes: readonly SourceNode[]): ExpectedCell {
  const lines: (readonly ExpectedColumn[])[] = [];
  for (const node of nodes) {
    const columns = node.kind === "map" && !node.broken ? readColumns(reading, node, lineColumns, []) : undefined;
    if (columns !== undefined) lines.push(columns);
  }
  return { kind: "lines", lines };
}

function readScalar(reading: Reading, node: SourceNode, kind: ColumnKind): ExpectedCell | undefined {
  const wrap = <T, C extends ExpectedCell>(value: T | undefined, make: (value: T) => C): C | undefined => (value === undefined ? undefined : make(value));
  if (kind === "money") return wrap(readAmount(reading, node), (amount) => ({ kind, amount }));
  if (kind === "instant") return wrap(readInstant(reading, node), (at) => ({ kind, at }));
  if (kind === "integer" || kind === "count") return wrap(readWhole(reading, node), (value) => ({ kind, value }));
  if (kind === "rate") return wrap(readRate(reading, node), (value) => ({ kind, value }));
  if (kind === "flag") return wrap(readFlag(reading, node), (value) => ({ kind, value }));
  return wrap(readText(reading, node), (text) => ({ kind: "text", text }));
}
