import { assertEquals } from "@std/assert";
import { csvCells, csvLines, csvNumber, separatorOf } from "../../lib/core/csv_lines.ts";

Deno.test("csvLines() numbers lines as an editor does, and leaves comments out", () => {
  assertEquals(csvLines("# made today\r\n\r\nt,V\n 1,2\n  # end\n3,4"), [
    { number: 3, text: "t,V" },
    { number: 4, text: " 1,2" },
    { number: 6, text: "3,4" },
  ]);
});

Deno.test("separatorOf() is a tab, a semicolon or a comma, whatever stands in quotes", () => {
  assertEquals(["t\tV", "t;V", "t,V", '"a;b",V', "t"].map(separatorOf), ["\t", ";", ",", ",", ","]);
});

Deno.test("csvCells() keeps separators in quotes and empty cells", () => {
  assertEquals(csvCells(",1, 2 ,", ","), ["", "1", "2", ""]);
  assertEquals(csvCells('"a,b";"c";', ";"), ["a,b", "c", ""]);
  assertEquals(csvCells('"say ""t""",2', ","), ['say "t"', "2"]);
});

Deno.test("csvNumber() reads decimal numbers and nothing else", () => {
  assertEquals(["1", "-2.5", "+.5", "3.", "1e-3", "2E+2"].map(csvNumber), [
    1,
    -2.5,
    0.5,
    3,
    1e-3,
    200,
  ]);
  for (
    const cell of ["", " ", "NaN", "Infinity", "0x10", "1_000", "1e", ".", "1,5", "1 mV", "--1"]
  ) {
    assertEquals(csvNumber(cell), undefined, cell);
  }
});
