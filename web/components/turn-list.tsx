import { useEffect, useRef } from "preact/hooks";
import { place } from "../state/router.ts";
import type { Turn } from "../state/turns.ts";
import { TurnArticle } from "./turn-article.tsx";

type Props = {
  readonly turns: readonly Turn[];
  readonly workspace: string;
  readonly title: string;
};

/** The turns of a conversation. A new question moves to the top and its answer grows below: nothing that is read moves. */
export function TurnList({ turns, workspace, title }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    toStart(list.current);
  }, [turns.length, turns[0]?.sessionId]);
  return (
    <div class="turns" ref={list}>
      <h1 class="unseen">{title}</h1>
      {turns.map((turn, index) => (
        <TurnArticle key={turn.messageId} turn={turn} number={index + 1} workspace={workspace} />
      ))}
    </div>
  );
}

/** To the message that the address names, else to the newest question. */
function toStart(list: HTMLElement | null): void {
  const at = place.value;
  const linked = at.kind === "session" && at.message ? `m-${at.message}` : "";
  const target = document.getElementById(linked) ?? list?.querySelector(".turn:last-of-type");
  target?.scrollIntoView({ block: "start" });
}
