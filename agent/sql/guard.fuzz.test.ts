import fc from "fast-check";
import type { DuckdbWarehouse } from "../warehouse/duckdb.ts";
import { guardSql } from "./guard.ts";
import { tokenize } from "./lexer.ts";
import { ATTACKS as KNOWN } from "./testing/attacks.ts";
import { HONEST as PLAIN } from "./testing/honest.ts";
import { ODD_ATTACKS } from "./testing/odd-attacks.ts";
import { ODD_HONEST } from "./testing/odd-honest.ts";
import { openShop, reasonOf } from "./testing/shop.ts";

const HONEST = [...PLAIN, ...ODD_HONEST];
const ATTACKS = [...KNOWN, ...ODD_ATTACKS];

const TOKENS = HONEST.flatMap((sql) =>
  tokenize(sql).map(({ kind, start, end }) => ({ kind, text: sql.slice(start, end) })),
);

/** Words, quotes and symbols of SQL in any order, and the pieces of real statements shuffled. */
const PIECES = [
  ...new Set(TOKENS.map(({ text }) => text)),
  ..."' \" ` ; -- # /* */ \\ $ @ ? : {} ␀ \u00a0 read_csv INFORMATION_SCHEMA EXCEPT UNION ALL PIVOT".split(
    " ",
  ),
];
const soup = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 40 })
  .map((words) => words.join(" "));
const statement = fc.constantFrom(...HONEST, ...ATTACKS.filter((sql) => sql.length < 300));

/** A real statement with a piece taken out, doubled, swapped for another, or put into another statement. */
const torn = fc
  .tuple(statement, fc.nat(), fc.nat(6), fc.constantFrom(...PIECES), statement)
  .map(([sql, at, length, piece, other]) => {
    const from = at % (sql.length + 1);
    const middle =
      [piece, "", sql.slice(from, from + length).repeat(2), `(${other})`][at % 4] ?? "";
    return `${sql.slice(0, from)}${middle}${sql.slice(from + length)}`;
  });

/** An honest statement with some words in the place of others of their kind, which often still reads as SQL. */
const swapped = fc
  .tuple(fc.constantFrom(...HONEST), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }))
  .map(([sql, swaps]) => {
    const texts = tokenize(sql).map(({ kind, start, end }) => ({
      kind,
      text: sql.slice(start, end),
    }));
    for (const [at, by] of swaps) {
      const token = texts[at % texts.length];
      const others = TOKENS.filter(({ kind }) => kind === token?.kind);
      if (token) token.text = others[by % others.length]?.text ?? "";
    }
    return texts.map(({ text }) => text).join(" ");
  });
const mutant = fc.oneof(torn, { arbitrary: swapped, weight: 3 });
const anything = fc.oneof(fc.string({ unit: "binary" }), soup, mutant);

describe("guardSql(), given anything,", () => {
  let shop: DuckdbWarehouse;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  test("never throws, and what it passes it passes again as the same text", () => {
    fc.assert(
      fc.property(anything, (sql) => {
        const once = guardSql(sql, shop.scope);
        if (!once.ok) return once.failure.kind === "query-rejected";
        const again = guardSql(once.value.sql, shop.scope);
        return again.ok && again.value.sql === once.value.sql;
      }),
      { numRuns: 3000 },
    );
  });

  test("passes nothing that DuckDB reads as more than one SELECT of the tables", async () => {
    const limits = { maxRows: 10, timeoutMs: 2000, maxCostUsd: 1 };
    const signal = new AbortController().signal;
    await fc.assert(
      fc.asyncProperty(mutant, async (sql) => {
        const guarded = guardSql(sql, shop.scope);
        if (!guarded.ok) return;
        const result = await shop.query(guarded.value, { limits, signal });
        const words = result.ok ? "" : reasonOf(result.failure);
        expect(words).not.toMatch(/^The engine (would read|does not read)|^syntax error/);
      }),
      { numRuns: 300 },
    );
  });
});
