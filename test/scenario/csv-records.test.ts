import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellSpan, csvRecords } from "../../engine/language/csv-records.ts";

const cellsOf = (...pieces: readonly string[]) => [...csvRecords(pieces)].map(({ cells }) => cells);
const linesOf = (text: string) => [...csvRecords([text])].map(({ line }) => line);

describe("records of a CSV file (RFC 4180)", () => {
  it.each([
    { what: "cells between commas, without the blanks around them", text: "a, b ,c\n", cells: [["a", "b", "c"]] },
    {
      what: "line ends of both kinds, and none at the end",
      text: "a,b\r\nc,d\ne,f",
      cells: [
        ["a", "b"],
        ["c", "d"],
        ["e", "f"],
      ],
    },
    { what: "empty cells", text: ",a,\n", cells: [["", "a", ""]] },
    { what: "empty lines, which count for nothing", text: "\na\n\r\n  \nb\n", cells: [["a"], ["b"]] },
    {
      what: "quoted commas, quotes and line ends",
      text: '"a,b","say ""no""","1\n2"\nc,d,e\n',
      cells: [
        ["a,b", 'say "no"', "1\n2"],
        ["c", "d", "e"],
      ],
    },
    { what: "blanks around quotes, and inside them as they are", text: 'a, " b " ,c\n', cells: [["a", " b ", "c"]] },
    { what: "an empty quoted cell", text: '"",a\n', cells: [["", "a"]] },
    { what: "no text at all", text: "", cells: [] },
  ])("reads $what", ({ text, cells }) => {
    expect(cellsOf(text)).toEqual(cells);
  });

  it.each([
    { what: "a quote inside an unquoted cell", text: '5" nail,a\nb\n', cells: [undefined, ["b"]] },
    { what: "text behind a closing quote", text: '"a" b,c\nd\n', cells: [undefined, ["d"]] },
    { what: "a quote that is never closed", text: 'a\n"b,c\nd\n', cells: [["a"], undefined] },
  ])("finds $what wrong", ({ text, cells }) => {
    expect(cellsOf(text)).toEqual(cells);
  });

  it("knows the line in which a record begins", () => {
    expect(linesOf('a\n\n"b\nb"\nc\n')).toEqual([1, 3, 5]);
  });

  it("gives up on a quoted cell that is too long to be meant, without keeping it all", () => {
    const records = [...csvRecords(['a\n"', ...Array.from({ length: 100 }, () => `${"x".repeat(5000)}\n`)])];
    expect(records[1]?.cells).toBeUndefined();
    expect(Math.max(...records.map(({ text }) => text.length))).toBeLessThan(150_000);
  });

  it("says where a cell stands", () => {
    const [record] = [...csvRecords(['a, "b,""c" ,d'])];
    if (record === undefined) expect.fail("there is no record");
    const at = (n: number) => record.text.slice(cellSpan(record, n).start, cellSpan(record, n).end);
    expect([0, 1, 2, 9].map(at)).toEqual(["a", '"b,""c"', "d", record.text]);
  });

  it("reads what csv-stringify writes, however the text is cut into pieces", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "1", ",", '"', "\n", "é", "株", ";"), maxLength: 6 }).map((text) => text.trim());
    const rows = fc.array(fc.tuple(fc.constant("x"), cell, cell), { maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(40), { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), (written, cuts, end) => {
        const text = stringify(written, { record_delimiter: end, quoted: end === "\r\n" });
        const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length].toSorted((a, b) => a - b);
        const pieces = places.slice(1).map((to, i) => text.slice(places[i], to));
        expect(cellsOf(...pieces)).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });
});
