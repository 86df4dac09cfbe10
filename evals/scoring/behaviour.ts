import type { MemoryEvent } from "../../agent/events.ts";
import type { Expect } from "../question.ts";
import { type AskedTurn, type Check, check } from "./check.ts";
import { figuresFromData } from "./figures.ts";
import { endOfLead, says, withoutCitations } from "./text.ts";

/** Which tools ran, and how often. */
export function scoreTools({ answer }: AskedTurn, { tools }: Expect): readonly Check[] {
  if (!tools) return [];
  const ran = answer.reasoning.map(({ tool }) => tool);
  const calls = ran.filter((tool) => !["memory", "plan", "synthesize"].includes(tool)).length;
  const least = tools.min_calls;
  return [
    ...tools.required.map((tool) => check(`runs ${tool}`, ran.includes(tool))),
    ...tools.forbidden.map((tool) => check(`does not run ${tool}`, !ran.includes(tool))),
    ...(least === undefined
      ? []
      : [check(`at least ${least} tool calls`, calls >= least, `${calls} ran`)]),
  ];
}

export function scoreCitations({ answer }: AskedTurn, { cites }: Expect): readonly Check[] {
  const cited = [...new Set(answer.citations.map(({ source }) => source))];
  return cites.map((source) =>
    check(`cites ${source}`, cited.includes(source), `cited: ${cited.join(", ") || "nothing"}`),
  );
}

function leadOf({ answer: { answer } }: Pick<AskedTurn, "answer">): string {
  return withoutCitations(answer.slice(0, endOfLead(answer)));
}

export function scoreWords({ answer }: AskedTurn, expect: Expect): readonly Check[] {
  const lead = leadOf({ answer });
  return [
    ...expect.leads_with.map((pattern) => check(`leads with ${pattern}`, says(lead, pattern))),
    ...expect.must_say.map((pattern) => check(`says ${pattern}`, says(answer.answer, pattern))),
    ...expect.must_not_say.map((pattern) =>
      check(`does not say ${pattern}`, !says(answer.answer, pattern)),
    ),
  ];
}

/** Words without which nobody has said no. */
const NO =
  "/\\b(can ?not|can't|could not|couldn't|unable|don't|do not|does not|doesn't|no data|no figures?|not|nothing|never|outside|only (read|report))\\b|\\bno \\w+ (matches|is|are)\\b/";

/** The one rule that the gate knows by name: a question without an answer must not get one. */
export const REFUSES = "refuses";

export function scoreRefusal(turn: AskedTurn, expect: Expect): readonly Check[] {
  const { grade, suggested_followups: followups } = turn.answer;
  const noData = scoreNoData(turn);
  return [
    ...(expect.refusal
      ? [
          check(REFUSES, noData.passed, noData.detail),
          check("says that it cannot", says(leadOf(turn), NO), leadOf(turn)),
          check("offers follow-ups", followups.length > 0),
        ]
      : []),
    ...(expect.clarifies
      ? [
          check("asks back", turn.answer.answer.includes("?") && noData.passed, noData.detail),
          check("offers readings", followups.length > 1, `${followups.length} offered`),
        ]
      : []),
    ...(expect.grade
      ? [check(`grade ${expect.grade.join(" or ")}`, expect.grade.includes(grade), grade)]
      : []),
    ...(expect.followups === undefined
      ? []
      : [check(`at least ${expect.followups} follow-ups`, followups.length >= expect.followups)]),
  ];
}

function scoreNoData({ answer }: AskedTurn): { readonly passed: boolean; readonly detail: string } {
  const figures = figuresFromData(answer.figures).map(({ text }) => text);
  const isFree = answer.grade === "none" || answer.grade === "document";
  const passed = isFree && figures.length === 0 && answer.answer.trim() !== "";
  return { passed, detail: passed ? "" : `grade ${answer.grade}, figures ${figures.join(", ")}` };
}

export function scoreMemory({ answer }: AskedTurn, expect: Expect): readonly Check[] {
  const rules = [
    ["saves", "saved", expect.saves],
    ["recalls", "recalled", expect.recalls],
    ["forgets", "deleted", expect.forgets],
  ] as const;
  return rules.flatMap(([word, action, patterns]) => {
    const events = answer.memories.filter((memory) => memory.action === action);
    return patterns.map((pattern) =>
      check(
        `${word} ${pattern}`,
        events.some((event) => tells(event, pattern)),
        told(events),
      ),
    );
  });
}

type Memory = Omit<MemoryEvent, "type">;

function tells({ key, value }: Memory, pattern: string): boolean {
  return says(value, pattern) || says(key, pattern);
}

function told(memories: readonly Memory[]): string {
  return memories.map(({ value }) => value).join(" | ") || "nothing";
}

export function scoreLimits({ answer, ms }: AskedTurn, expect: Expect): readonly Check[] {
  const cost = answer.usage?.cost_usd ?? 0;
  const { max_ms: mostMs, max_cost_usd: mostUsd } = expect;
  return [
    ...(mostMs === undefined
      ? []
      : [check(`within ${mostMs} ms`, ms <= mostMs, `${Math.round(ms)} ms`)]),
    ...(mostUsd === undefined
      ? []
      : [check(`within $${mostUsd}`, cost <= mostUsd, `$${cost.toFixed(4)}`)]),
  ];
}
