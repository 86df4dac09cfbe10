import type { Expect } from "../question.ts";
import {
  scoreCitations,
  scoreLimits,
  scoreMemory,
  scoreRefusal,
  scoreTools,
  scoreWords,
} from "./behaviour.ts";
import { type AskedTurn, type Check, check, type GoldTable, tablesOf } from "./check.ts";
import { scoreAnswerHas, scoreBound } from "./figures.ts";
import { holdsRows } from "./rows.ts";

/** Result of a gold query now, by its SQL. */
export type Gold = ReadonlyMap<string, GoldTable>;

/** Gold SQL that a turn's expectations need, each once. */
export function goldSqlOf({ sql, answer_has: answerHas }: Expect): readonly string[] {
  return [...new Set([...(sql ? [sql.sql] : []), ...answerHas])];
}

/** Every rule of the expectation against the turn. Pure. A turn that failed fails as a whole. */
export function scoreTurn(turn: AskedTurn, expect: Expect, gold: Gold): readonly Check[] {
  if (turn.error) return [check("answers", false, `${turn.error.code}: ${turn.error.message}`)];
  return [
    check("answers", turn.answer.answer.trim() !== "", "an empty answer"),
    ...scoreBound(turn, expect),
    ...scoreEvidence(turn, expect, gold),
    ...expect.answer_has.flatMap((sql) => scoreAnswerHas(turn, goldFor(sql, gold), expect)),
    ...scoreRefusal(turn, expect),
    ...scoreWords(turn, expect),
    ...scoreCitations(turn, expect),
    ...scoreTools(turn, expect),
    ...scoreMemory(turn, expect),
    ...scoreLimits(turn, expect),
  ];
}

function scoreEvidence(turn: AskedTurn, { sql }: Expect, gold: Gold): readonly Check[] {
  if (!sql) return [];
  const wanted = goldFor(sql.sql, gold);
  if (wanted.rows.length === 0) return [check("evidence", false, "the gold SQL gives no rows")];
  const tables = tablesOf(turn);
  const match = sql.match ?? (wanted.rows.length === 1 ? "contains" : "exact");
  const held = holdsRows(wanted, tables, { match, ordered: sql.ordered });
  const detail = held ? "" : `wanted ${show(wanted.rows)}; found ${describe(tables)}`;
  return [check("evidence", held, detail)];
}

/** A query that the runner did not run is a mistake of the runner. */
function goldFor(sql: string, gold: Gold): GoldTable {
  const table = gold.get(sql);
  if (!table) throw new Error(`Cannot score: the gold SQL was not run: ${sql}`);
  return table;
}

function describe(tables: ReturnType<typeof tablesOf>): string {
  const shown = tables.map(({ title, rows }) => `${title} ${show(rows)}`);
  return shown.join(" | ") || "no tables";
}

function show(rows: readonly (readonly unknown[])[]): string {
  const shown = rows.slice(0, 4).map((row) => row.join(", "));
  return `[${shown.join("; ")}${rows.length > 4 ? `; … ${rows.length} rows` : ""}]`;
}
