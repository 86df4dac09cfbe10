import { type Briefing, EMPTY_BRIEFING } from "../briefing.ts";
import type { DocumentEvidence, Passage } from "../events.ts";
import { citationsIn } from "../grounding/grade.ts";
import { questionOf, type TurnState } from "../turn-state.ts";

/** Names what the briefing brought; searches of the turn count from `E1.1`. */
const LENT_ID = "E0";

/**
 * What an answer cites of the passages that came with the prompt, where no search of the turn found them: so that the
 * citation leads somewhere and its figures are bound. Empty when there is nothing of the kind.
 */
export function lendPassages(answer: string, state: TurnState): readonly DocumentEvidence[] {
  const lent: DocumentEvidence = {
    type: "evidence",
    id: LENT_ID,
    tool: "search_knowledge_base",
    title: questionOf(state.messages),
    results: (state.briefing ?? EMPTY_BRIEFING).passages.map(toPassage),
  };
  const cited = citationsIn(answer, [...(state.evidence ?? []), lent]).filter(
    ({ evidence_id }) => evidence_id === LENT_ID,
  );
  const results = lent.results.filter((passage) =>
    cited.some(({ source, heading }) => source === passage.source && heading === passage.heading),
  );
  return results.length === 0 ? [] : [{ ...lent, results }];
}

function toPassage({ start, end, ...passage }: Briefing["passages"][number]): Passage {
  return { ...passage, ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}
