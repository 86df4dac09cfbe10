import { computed, useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { AnswerParts } from "../state/answer-parts.ts";
import type { Relations } from "../state/relations.ts";
import { place } from "../state/router.ts";
import { isSecondTry } from "../state/second-try.ts";
import { opened } from "../state/trace.ts";
import type { Turn } from "../state/turns.ts";
import { lastDate } from "../text/limits.ts";
import { AnswerContext } from "./answer-context.ts";
import { AnswerFoot } from "./answer-foot.tsx";
import { FoldedTurn, wholeKey } from "./folded-turn.tsx";
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
  /** The turn in which this one's question was asked anew, if it was. */
  readonly replacedBy: Turn | undefined;
  readonly onShow: (messageId: string) => void;
};

/** A question and its answer, as a numbered row of the sheet; one that was asked anew is folded to its question. */
export function TurnArticle(props: Props) {
  const { turn, number, relations, replacedBy, onShow } = props;
  const { messageId, question } = turn;
  const later = relations?.later;
  const isFolded = useFolded(messageId, replacedBy) && later !== undefined;
  const status = useComputed(() => turn.view.value.status).value;
  return (
    <article
      class={`turn turn-${isFolded ? "folded" : status}`}
      id={`m-${messageId}`}
      aria-label={`Question ${number}`}
      aria-busy={status !== "done" && status !== "failed"}
      tabIndex={-1}
    >
      <span class="turn-number" aria-hidden="true">
        {number}
      </span>
      {isFolded ? (
        <FoldedTurn messageId={messageId} question={question} later={later} onShow={onShow} />
      ) : (
        <TurnBody {...props} />
      )}
    </article>
  );
}

/** Its answer has a newer one, or is about to have it, and nobody has asked to see it all the same. */
function useFolded(messageId: string, replacedBy: Turn | undefined): boolean {
  const hasNewer = useMemo(
    () => computed(() => replacedBy !== undefined && replacedBy.view.value.status !== "failed"),
    [replacedBy],
  );
  const at = place.value;
  const isLinked = at.kind === "session" && at.message === messageId;
  return hasNewer.value && !isLinked && opened.value.get(wholeKey(messageId)) !== true;
}

function TurnBody({ turn, workspace, relations, onShow }: Props) {
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
    </AnswerContext.Provider>
  );
}
