import { useMemo } from "preact/hooks";
import type { AnswerParts } from "../state/answer-parts.ts";
import type { Relations } from "../state/relations.ts";
import { isSecondTry } from "../state/second-try.ts";
import type { Turn } from "../state/turns.ts";
import { lastDate } from "../text/limits.ts";
import { AnswerContext } from "./answer-context.ts";
import { AnswerFoot } from "./answer-foot.tsx";
import { Markdown } from "./markdown.tsx";
import { LineNotice, TurnFailure } from "./notices.tsx";
import { Question } from "./question.tsx";
import { RelationNotes } from "./relation-notes.tsx";
import { Trace } from "./trace.tsx";

type Props = {
  readonly turn: Turn;
  readonly number: number;
  readonly workspace: string;
  readonly relations: Relations | undefined;
  readonly onShow: (messageId: string) => void;
};

/** A question and its answer, as a numbered row of the sheet. */
export function TurnArticle({ turn, number, workspace, relations, onShow }: Props) {
  const view = turn.view.value;
  const { figures, evidence } = view;
  const { messageId } = turn;
  const parts = useMemo<AnswerParts>(
    () => ({ messageId, workspace, figures, evidence, asOf: lastDate(evidence) }),
    [messageId, workspace, figures, evidence],
  );
  const streaming = view.status === "writing";
  return (
    <AnswerContext.Provider value={parts}>
      <article
        class={`turn turn-${view.status}`}
        id={`m-${messageId}`}
        aria-label={`Question ${number}`}
        aria-busy={view.status !== "done" && view.status !== "failed"}
        tabIndex={-1}
      >
        <span class="turn-number" aria-hidden="true">
          {number}
        </span>
        {relations !== undefined && <RelationNotes relations={relations} onShow={onShow} />}
        <Question turn={turn} />
        <Trace turn={turn} view={view} />
        {view.answer !== "" && (
          <div class="answer">
            <Markdown text={view.answer} streaming={streaming} figures={figures} />
          </div>
        )}
        {isSecondTry(messageId) && (
          <p class="aside">The service restarted in mid-answer, so this was asked once more.</p>
        )}
        <LineNotice line={turn.line.value} view={view} />
        {view.status === "failed" && <TurnFailure turn={turn} failure={view.failure} />}
        {view.status === "done" && <AnswerFoot turn={turn} view={view} end={view.end} />}
      </article>
    </AnswerContext.Provider>
  );
}
