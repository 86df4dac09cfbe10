import type { Briefing } from "../../../briefing.ts";
import { EMPTY_BRIEFING } from "../../../briefing.ts";
import type { Cell, TableEvidence } from "../../../events.ts";
import { compileQuery } from "../../../semantic/compile.ts";
import type { CompiledColumn, CompiledQuery } from "../../../semantic/metric-query.ts";
import type { Frame, Understanding } from "../frame/frame.ts";
import { understand } from "../frame/understand.ts";
import type { World } from "../frame/world.ts";
import { narrate } from "../narrate/narrate.ts";
import type { Story } from "../narrate/story.ts";
import { answerSteps } from "../plan/plan-answer.ts";
import { nextSteps } from "../plan/plan-steps.ts";
import type { Findings, FoundPassage, Step } from "../plan/step.ts";

/** Rows that a made-up warehouse gives to a step's query: cells in the order of the columns. */
export type Data = (step: Step, columns: readonly CompiledColumn[]) => readonly (readonly Cell[])[];

export type Setting = {
  readonly data?: Data;
  readonly passages?: readonly FoundPassage[];
  readonly briefing?: Briefing;
  readonly before?: Frame;
  /** Last date of the data. */
  readonly asOf?: string;
};

export type Told = {
  readonly understanding: Understanding;
  readonly found: Findings;
  readonly story: Story;
  /** The answer as it is written. */
  readonly text: string;
  readonly evidence: readonly TableEvidence[];
};

/** Rounds that a plan may take. */
const MAX_ROUNDS = 6;

/** The answer to a question over made-up results: planned, found and told as the analyst does it. */
export function tell(question: string, world: World, setting: Setting = {}): Told {
  const understanding = understand(question, world, setting.before);
  const found = {
    tables: new Map(),
    passages: new Map<string, readonly FoundPassage[]>(),
    failed: new Map<string, string>(),
  };
  const evidence: TableEvidence[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const steps = stepsFor(understanding, { question, found, world });
    if (steps.length === 0) break;
    for (const step of steps) take(step, { world, setting, found, evidence });
  }
  const briefing = setting.briefing ?? EMPTY_BRIEFING;
  const story = narrate({ question, understanding, found, world, briefing });
  return { understanding, found, story, text: story.blocks.join("\n\n"), evidence };
}

type Asked = { readonly question: string; readonly found: Findings; readonly world: World };

function stepsFor(understanding: Understanding, { question, found, world }: Asked): Step[] {
  if (understanding.status === "frame") return nextSteps(understanding.frame, found, world);
  if (understanding.status !== "refused" || understanding.refusal.kind !== "unknown-words")
    return [];
  const steps = answerSteps(question, found, {
    unknown: understanding.refusal.words,
    currency: world.workspace.currency,
  });
  return steps.filter(({ purpose }) => !found.passages.has(purpose));
}

type Taking = {
  readonly world: World;
  readonly setting: Setting;
  readonly found: {
    readonly tables: Map<string, unknown>;
    readonly passages: Map<string, readonly FoundPassage[]>;
    readonly failed: Map<string, string>;
  };
  readonly evidence: TableEvidence[];
};

function take(step: Step, { world, setting, found, evidence }: Taking): void {
  if (step.tool === "search_knowledge_base") {
    found.passages.set(step.purpose, setting.passages ?? []);
    return;
  }
  const compiled = compileQuery(step.query, world.model, world.workspace);
  if (!compiled.ok) {
    found.failed.set(step.purpose, JSON.stringify(compiled.failure));
    return;
  }
  const { columns } = compiled.value;
  const rows = setting.data?.(step, columns) ?? [];
  const asOf = setting.asOf ?? "2024-12-31";
  const evidenceId = `E${evidence.length + 1}`;
  evidence.push(toEvidence(compiled.value, { rows, asOf, evidenceId }));
  found.tables.set(step.purpose, {
    evidenceId,
    columns,
    rows: rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])),
    ),
    rowCount: rows.length,
    truncated: false,
    asOf,
  });
}

type Result = {
  readonly rows: readonly (readonly Cell[])[];
  readonly asOf: string;
  readonly evidenceId: string;
};

function toEvidence(
  { sql, columns, title, tables }: CompiledQuery,
  { rows, asOf, evidenceId }: Result,
): TableEvidence {
  return {
    type: "evidence",
    id: evidenceId,
    tool: "query_bigquery",
    title,
    sql,
    columns: columns.map(({ name, type, unit, label }) => ({
      name,
      type,
      label,
      ...(unit !== undefined && { unit }),
    })),
    rows: rows.map((row) => [...row]),
    row_count: rows.length,
    truncated: false,
    tables: [...tables],
    as_of: asOf,
    grade: "metric",
    bytes: 0,
    ms: 0,
  };
}

/** Rows for any query: one for each of the first members of its first dimension, figures that follow from their place. */
export function anyData({ values }: World, seed = 1): Data {
  return (step, columns) => {
    const first = columns.find(({ role }) => role === "dimension");
    const members = first ? (values.get(first.id) ?? ["A", "B", "C"]).slice(0, 4) : [""];
    const isTimed = columns.some(({ role }) => role === "time");
    const starts = isTimed ? ["2024-01-01", "2024-02-01", "2024-03-01"] : [""];
    const salt = saltOf(`${step.purpose}${seed}`);
    return starts.flatMap((start, s) =>
      members.map((member, m) =>
        columns.map((column, c) =>
          cellFor(column, { start, member, number: salt * (m + 2) * (s + 3) * (c + 5) }),
        ),
      ),
    );
  };
}

function cellFor(
  { role, type, unit }: CompiledColumn,
  { start, member, number }: { start: string; member: string; number: number },
): Cell {
  if (role === "time") return start;
  if (type !== "number" && type !== "integer") return member || "x";
  const value = (number % 9000) + 100;
  return unit === "percent" ? value / 100_000 : value;
}

function saltOf(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
}
