import fc from "fast-check";
import { findPassage } from "./passage.ts";
import { decodeEntities, toVisible } from "./plain.ts";
import { formatCell, parseQuantity } from "./quantity.ts";
import { formatSql, sqlLines, tokenizeSql } from "./sql.ts";
import { isQuantityColumn, nextOrder, sortedPlaces } from "./table.ts";
import { bytes, cost, day, documentName, duration, traceSummary } from "./words.ts";

const anyCharacter = fc.constantFrom(..."aé5_@ \n\t'\"`\\-/*().,;🔴", "\uD83D");

describe("parseQuantity()", () => {
  it.each([
    ["$3.8M", 3_800_000],
    ["−25.7%", -25.7],
    ["🔴 −25.7%", -25.7],
    ["✅ +29.2%", 29.2],
    ["1,247", 1247],
    ["-$2,915", -2915],
    ["$-12.50", -12.5],
    ["(1,200)", -1200],
    ["€1.2bn", 1.2e9],
    ["US$ 5k", 5000],
    ["6.9 pp", 6.9],
    ["12 days", 12],
    [".5%", 0.5],
    ["412 EUR", 412],
  ])("reads %s", (text, value) => {
    expect(parseQuantity(text)).toBeCloseTo(value);
  });

  it.each(["West", "Q4 2024", "2024-10-01", "", "—", "4 to 5", "v2.1.3", "12a"])(
    "takes %j for words",
    (text) => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );
});

describe("formatCell()", () => {
  it.each([
    [12_412_345.6, { type: "number", unit: "usd" }, "$12,412,345.60"],
    [-3, { type: "number", unit: "EUR" }, "−€3.00"],
    [0.0421, { type: "number", unit: "percent" }, "4.21%"],
    [-0.257, { type: "number", unit: "percent" }, "−25.7%"],
    [1247, { type: "integer", unit: "count" }, "1,247"],
    ["90071992547409931", { type: "integer" }, "90,071,992,547,409,931"],
    ["12.5000", { type: "number" }, "12.5"],
    [2024, { type: "integer", name: "order_year" }, "2024"],
    [null, { type: "number" }, "—"],
    [true, { type: "boolean" }, "Yes"],
    ["2024-10-01", { type: "date" }, "2024-10-01"],
    ["n/a", { type: "number" }, "n/a"],
  ] as const)("writes %j as %j: %s", (cell, column, text) => {
    expect(formatCell(cell, { name: "x", ...column })).toBe(text);
  });
});

describe("sortedPlaces()", () => {
  it("sorts quantities by what they are worth, empty cells last", () => {
    expect(sortedPlaces(["$900K", "$1.2M", "", "$3M"], "descending")).toEqual([3, 1, 0, 2]);
    expect(sortedPlaces(["$900K", "$1.2M", "", "$3M"], "ascending")).toEqual([0, 1, 3, 2]);
  });

  it("keeps equal rows in their order and sorts words by language", () => {
    expect(sortedPlaces(["b", "a", "B", "a"], "ascending")).toEqual([1, 3, 0, 2]);
  });

  it("gives every row once, whatever the cells", () => {
    const cells = fc.array(fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.constant(null)));
    fc.assert(
      fc.property(cells, (column) => {
        const places = sortedPlaces(column, "ascending");
        expect(places.toSorted((a, b) => a - b)).toEqual(column.map((_, place) => place));
      }),
    );
  });
});

describe("nextOrder()", () => {
  it("goes from the largest to the smallest and back to the order given", () => {
    const first = nextOrder({ by: "none" }, 1, true);
    const second = nextOrder(first, 1, true);
    expect(first).toEqual({ by: 1, direction: "descending" });
    expect(second).toEqual({ by: 1, direction: "ascending" });
    expect(nextOrder(second, 1, true)).toEqual({ by: "none" });
    expect(nextOrder(second, 0, false)).toEqual({ by: 0, direction: "ascending" });
  });
});

describe("isQuantityColumn()", () => {
  it("takes gaps for nothing and needs most cells to be quantities", () => {
    expect(isQuantityColumn(["$1", "—", "2%", "n/a"])).toBe(true);
    expect(isQuantityColumn(["West", "South", "3"])).toBe(false);
    expect(isQuantityColumn([])).toBe(false);
  });
});

describe("formatSql()", () => {
  it("sets one clause a line and indents a query in brackets", () => {
    const sql =
      "WITH q AS (SELECT region, SUM(x) AS s FROM t WHERE EXTRACT(YEAR FROM d) = 2024 GROUP BY region) SELECT * FROM q LEFT JOIN r USING (region) ORDER BY s DESC LIMIT 5";
    expect(formatSql(sql)).toBe(
      [
        "WITH q AS (",
        "  SELECT region, SUM(x) AS s",
        "  FROM t",
        "  WHERE EXTRACT(YEAR FROM d) = 2024",
        "  GROUP BY region",
        ")",
        "SELECT *",
        "FROM q",
        "LEFT JOIN r USING (region)",
        "ORDER BY s DESC",
        "LIMIT 5",
      ].join("\n"),
    );
  });

  it("leaves SQL that has lines as its author set it", () => {
    expect(formatSql("SELECT 1\n  FROM t")).toBe("SELECT 1\n  FROM t");
  });

  it("changes nothing but white space, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string(), (sql) => {
        expect(formatSql(sql).replace(/\s/g, "")).toBe(sql.replace(/\s/g, ""));
      }),
    );
  });
});

describe("sqlLines()", () => {
  it("gives a line for a line, and loses nothing, whatever it is given", () => {
    expect(
      sqlLines("SELECT 1 -- one\nFROM t\n").map((line) => line.map(({ text }) => text).join("")),
    ).toEqual(["SELECT 1 -- one\n", "FROM t\n"]);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("\n", "a", " ", "'", "-", "*", "/") }),
        (sql) => {
          const lines = sqlLines(sql).map((line) => line.map(({ text }) => text).join(""));
          expect(lines.join("")).toBe(sql);
          expect(lines.filter((line) => /\n./.test(line))).toEqual([]);
        },
      ),
    );
  });
});

describe("tokenizeSql()", () => {
  it("loses nothing, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (sql) => {
        expect(
          tokenizeSql(sql)
            .map(({ text }) => text)
            .join(""),
        ).toBe(sql);
      }),
    );
  });

  it("does not take a word in a string for a keyword", () => {
    expect(tokenizeSql("'select'")).toEqual([{ kind: "string", text: "'select'" }]);
  });
});

describe("toVisible()", () => {
  it("takes out what reorders or hides text, and nothing that is read", () => {
    expect(toVisible("pay \u202E000,1\u202C\u200B now\u{E0041}")).toBe("pay 000,1 now");
    expect(toVisible("عربي 12 👩‍💼 naïve")).toBe("عربي 12 👩‍💼 naïve");
  });
});

describe("decodeEntities()", () => {
  it("shows characters once, never as markup", () => {
    expect(decodeEntities("AT&amp;T &lt;b&gt; &#65;&#x1F534; &nope; &#0;")).toBe(
      "AT&T <b> A🔴 &nope; \uFFFD",
    );
    expect(decodeEntities("&amp;lt;")).toBe("&lt;");
  });
});

describe("findPassage()", () => {
  const text = "# A\nintro\n## B\nbody\n### C\ndeep\n## D\nend";
  it("takes the offsets when there are any", () => {
    expect(findPassage(text, { start: 4, end: 9, heading: "D" })).toEqual({ start: 4, end: 9 });
  });

  it("takes the part under the heading, to the next of its rank", () => {
    const { start, end } = findPassage(text, { heading: "A > B" });
    expect(text.slice(start, end)).toBe("## B\nbody\n### C\ndeep\n");
  });

  it("marks nothing when the place is not there", () => {
    expect(findPassage(text, { heading: "Z" })).toEqual({ start: 0, end: 0 });
    expect(findPassage(text, { start: 900, end: 950 })).toEqual({ start: 0, end: 0 });
  });
});

describe("words", () => {
  it("say how long, how much, when and what", () => {
    expect([3, 412, 61_000].map(duration)).toEqual(["3 ms", "0.4 s", "1 min 1 s"]);
    expect([0, 999, 71_300_120, 2e12].map(bytes)).toEqual(["0 B", "999 B", "71.3 MB", "2.0 TB"]);
    expect([0, 0.00002, 0.0023, 0.5].map(cost)).toEqual([
      "no model cost",
      "under $0.0001",
      "$0.0023",
      "$0.50",
    ]);
    expect(day("2024-12-31")).toBe("Dec 31, 2024");
    expect(day("soon")).toBe("soon");
    expect(documentName("docs/pricing_policy.md")).toBe("Pricing policy");
  });

  it("fold a trace to one line", () => {
    const step = { call_id: "c", tool: "plan", label: "x", evidence: [] } as const;
    const steps = [
      { ...step, status: "completed" },
      { ...step, status: "failed" },
    ] as const;
    expect(traceSummary(steps, 412)).toBe("2 steps · 1 failed · 0.4 s");
    expect(traceSummary(steps.slice(0, 1), undefined)).toBe("1 step");
  });
});
