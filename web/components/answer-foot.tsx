import type { Citation, DoneEvent } from "../../agent/events.ts";
import type { TurnView } from "../state/turn-view.ts";
import type { Turn } from "../state/turns.ts";
import { lastDate, limitsOf } from "../text/limits.ts";
import { count, day } from "../text/words.ts";
import { Actions } from "./actions.tsx";
import { Citations } from "./citations.tsx";
import { FollowUps } from "./follow-ups.tsx";
import { FootRow } from "./foot-row.tsx";
import { GradeBadge } from "./grade-badge.tsx";
import { Icon } from "./icon.tsx";
import { Limits } from "./limits.tsx";
import { MemoryNotes } from "./memory-notes.tsx";
import { UsageLine } from "./usage-line.tsx";

type Props = {
  readonly turn: Turn;
  readonly view: TurnView;
  readonly end: Omit<DoneEvent, "type">;
};

/** What stands below an answer: how far to trust it, where it comes from, what it took, and how to go on. */
export function AnswerFoot({ turn, view, end }: Props) {
  const asOf = lastDate(view.evidence);
  const limits = limitsOf(view, end.warnings);
  const citations = uniqueCitations(end.citations);
  const saved = view.memories.filter(({ action }) => action === "saved");
  const unverified = view.figures.filter(({ source }) => source.kind === "unbound").length;
  return (
    <footer class="answer-foot">
      {unverified > 0 && (
        <p class="note note-warn">
          <Icon name="warning" size={14} />
          {count(unverified, "figure")} in this answer could not be traced to a result or a
          document.
        </p>
      )}
      <div class="foot-rows">
        <FootRow label="Basis">
          <div class="trust">
            <GradeBadge grade={end.grade} />
            {asOf !== undefined && <span>Data through {day(asOf)}</span>}
            <UsageLine usage={end.usage} evidence={view.evidence} />
          </div>
        </FootRow>
        {limits.length > 0 && (
          <FootRow label="Not shown">
            <Limits limits={limits} />
          </FootRow>
        )}
        {citations.length > 0 && (
          <FootRow label="Sources">
            <Citations citations={citations} />
          </FootRow>
        )}
        {saved.length > 0 && (
          <FootRow label="Remembered">
            <MemoryNotes turn={turn} memories={saved} />
          </FootRow>
        )}
      </div>
      <Actions turn={turn} view={view} />
      <FollowUps questions={end.suggested_followups} />
    </footer>
  );
}

function uniqueCitations(citations: readonly Citation[]): readonly Citation[] {
  const places = new Map(citations.map((one) => [`${one.source}#${one.heading}`, one]));
  return [...places.values()];
}
