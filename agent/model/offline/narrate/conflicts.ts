import type { TimeRange } from "../../../semantic/time-range.ts";
import { metricNamed } from "../frame/world.ts";
import { asSentence, cite, statementsIn } from "../passages/statements.ts";
import type { FoundPassage } from "../plan/step.ts";
import { columnOf, numberIn, textIn } from "../plan/table.ts";
import { type Claim, claimIn, type Subject } from "./claims.ts";
import { membersAsked } from "./tell-health.ts";
import { type Telling, tableOf } from "./telling.ts";
import { figure } from "./words.ts";
import { yardsticksFor } from "./yardsticks.ts";

/** A figure of the data that documents may speak of too. */
type Fact = Subject & { readonly value: number };

const MOST_ROWS = 40;
const MOST_CONFLICTS = 3;

/** Where documents give another figure than the data, or than one another, for the same thing: both, with their sources. Undefined when none does. */
export function conflictsBlock(telling: Telling): string | undefined {
  const { found, briefing, world } = telling;
  const passages = [
    ...[...found.passages.values()].flat(),
    ...briefing.passages.map(({ start, end, ...passage }) => ({
      ...passage,
      evidenceId: "",
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
    })),
  ];
  if (passages.length === 0) return undefined;
  const statements = statementsIn(passages).filter(
    ({ text, passage }, i, all) =>
      all.findIndex((one) => one.text === text && one.passage.source === passage.source) === i,
  );
  const lines = factsOf(telling).flatMap((fact) => {
    const claims = statements.flatMap((said) => claimIn(said, fact, world) ?? []);
    return claims
      .filter((claim) => Math.abs(claim.value - fact.value) > claim.tolerance)
      .map((claim) => lineOf(fact, claim, telling));
  });
  lines.push(...yardstickLines(telling, passages));
  if (lines.length === 0) return undefined;
  return ["⚠️ **The sources disagree:**", ...new Set(lines.slice(0, MOST_CONFLICTS))].join("\n");
}

function lineOf(fact: Fact, { value, said }: Claim, { world }: Telling): string {
  const { metric, kind, members, range } = fact;
  const name = `${[...members, metric.label].join(" ")}${kind === "target" ? " target" : ""}`;
  const [data, told] = [fact.value, value].map((one) => figure(one, metric.unit, world));
  return `- ${name}, ${range.label}: the data give ${data}, a document gives ${told}: "${asSentence(said)}" ${cite(said.passage)}`;
}

/** Figures of the results that stand for one period, of the whole or of the members of one dimension. */
function factsOf(telling: Telling): readonly Fact[] {
  const { frame } = telling;
  if (!frame.range) return [];
  const before = frame.against;
  return [
    ...factsIn(telling, "now", frame.range),
    ...factsIn(telling, "groups", frame.range),
    ...(before ? factsIn(telling, "before", before) : []),
  ];
}

function factsIn(telling: Telling, purpose: string, range: TimeRange): readonly Fact[] {
  const { frame, main, world } = telling;
  const table = tableOf(telling, purpose);
  const filtered = frame.filters.map(({ op, values }) =>
    op === "in" && values.length === 1 ? String(values[0]) : undefined,
  );
  const dimensions = table?.columns.filter(({ role }) => role === "dimension") ?? [];
  const isSeries = table?.columns.some(({ role }) => role === "time");
  const isNarrowed = frame.having.length > 0 || filtered.includes(undefined);
  if (!table || isSeries || isNarrowed || dimensions.length > 1) return [];
  const target = metricNamed(world, main.target?.metric ?? "");
  return table.rows.slice(0, MOST_ROWS).flatMap((row) => {
    const members = [
      ...filtered.flatMap((member) => member ?? []),
      ...dimensions.map(({ id }) => textIn(table, row, id)),
    ];
    const value = numberIn(table, row, main.name);
    const goal =
      target && columnOf(table, target.name) ? numberIn(table, row, target.name) : undefined;
    return [
      ...(value === undefined
        ? []
        : [{ kind: "value" as const, metric: main, range, members, value }]),
      ...(goal === undefined
        ? []
        : [{ kind: "target" as const, metric: main, range, members, value: goal }]),
    ];
  });
}

/** Targets and benchmarks that two documents give differently. */
function yardstickLines(telling: Telling, passages: readonly FoundPassage[]): string[] {
  const { frame, main, world } = telling;
  if (frame.intent !== "health") return [];
  const members = membersAsked(telling);
  return yardsticksFor(main, passages, members).flatMap((first) => {
    const elsewhere = passages.filter(({ source }) => source !== first.said.passage.source);
    const other = yardsticksFor(main, elsewhere, members).find(({ kind }) => kind === first.kind);
    if (!other || other.value === first.value) return [];
    const [one, two] = [first, other].map(
      ({ value, said }) => `${figure(value, main.unit, world)} ${cite(said.passage)}`,
    );
    return [`- ${main.label} ${first.kind}: one document gives ${one}, another ${two}.`];
  });
}
