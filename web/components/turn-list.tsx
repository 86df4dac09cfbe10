import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { relate } from "../state/relations.ts";
import { place } from "../state/router.ts";
import { setOpened } from "../state/trace.ts";
import type { Turn } from "../state/turns.ts";
import { count } from "../text/words.ts";
import { wholeKey } from "./folded-turn.tsx";
import { focusNext } from "./take-focus.ts";
import { TurnArticle } from "./turn-article.tsx";

type Props = {
  readonly turns: readonly Turn[];
  readonly workspace: string;
  readonly title: string;
};

/** Turns that are drawn at first: long conversations open at their end, at once. */
const NEWEST = 30;

/** The turns of a conversation. A new question moves to the top and its answer grows below: nothing that is read moves. */
export function TurnList({ turns, workspace, title }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(() => firstShown(turns));
  const session = turns[0]?.sessionId;
  const relations = useMemo(() => relate(turns), [turns]);
  const byId = useMemo(() => new Map(turns.map((turn) => [turn.messageId, turn])), [turns]);
  const replacing = (messageId: string) =>
    byId.get(relations.get(messageId)?.later?.messageId ?? "");
  const show = (messageId: string) => {
    setOpened(wholeKey(messageId), true);
    const at = turns.findIndex((turn) => turn.messageId === messageId);
    setHidden(Math.min(hidden, Math.max(at, 0)));
    requestAnimationFrame(() => toTurn(document.getElementById(`m-${messageId}`)));
  };
  useEffect(() => {
    toStart(list.current);
    // What was clicked to ask is gone. On a phone the composer would bring its keyboard up.
    focusNext(matchMedia("(hover: hover)").matches ? "#composer" : ".turn:last-of-type");
  }, [turns.length, session]);
  return (
    <div class="turns" ref={list}>
      <h1 class="unseen">{title}</h1>
      {hidden > 0 && (
        <button
          type="button"
          class="quiet earlier"
          onClick={() => {
            setHidden(0);
            focusNext(".turn");
          }}
        >
          Show {count(hidden, "earlier question")}
        </button>
      )}
      {turns.slice(hidden).map((turn, index) => (
        <TurnArticle
          key={turn.messageId}
          turn={turn}
          number={hidden + index + 1}
          workspace={workspace}
          relations={relations.get(turn.messageId)}
          replacedBy={replacing(turn.messageId)}
          onShow={show}
        />
      ))}
    </div>
  );
}

/** The newest ones, and the one that the address names with all after it. */
function firstShown(turns: readonly Turn[]): number {
  const at = place.peek();
  const linked = turns.findIndex(
    ({ messageId }) => at.kind === "session" && at.message === messageId,
  );
  const newest = Math.max(0, turns.length - NEWEST);
  return linked < 0 ? newest : Math.min(linked, newest);
}

function toTurn(turn: HTMLElement | null): void {
  turn?.focus({ preventScroll: true });
  turn?.scrollIntoView({ block: "start" });
}

/** To the message that the address names, else to the newest question. */
function toStart(list: HTMLElement | null): void {
  const at = place.value;
  const linked = at.kind === "session" && at.message ? `m-${at.message}` : "";
  const target = document.getElementById(linked) ?? list?.querySelector(".turn:last-of-type");
  target?.scrollIntoView({ block: "start" });
}
