import { useEffect, useRef, useState } from "preact/hooks";
import { conversation, turns } from "../state/conversation.ts";
import { title } from "../state/title.ts";
import { ConversationFailure } from "./conversation-failure.tsx";
import { Icon } from "./icon.tsx";
import { lazy } from "./lazy.ts";
import { loadTurns } from "./load-turns.ts";
import { Welcome } from "./welcome.tsx";

const TurnList = lazy(async () => (await loadTurns()).TurnList);

/** How far from the end still counts as being there, in pixels. */
const NEAR = 120;

/** The conversation, as far as there is one. */
export function Thread() {
  const scroller = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const current = conversation.value;
  const all = turns.value;
  const watch = () => {
    const box = scroller.current;
    if (box !== null) setAway(box.scrollHeight - box.scrollTop - box.clientHeight > NEAR);
  };
  useEffect(() => {
    const grown = new ResizeObserver(watch);
    if (column.current !== null) grown.observe(column.current);
    return () => grown.disconnect();
  }, []);
  return (
    <div class="thread" ref={scroller} onScroll={watch}>
      <div class="thread-column" ref={column}>
        {current.status === "open" && all.length === 0 && <Welcome session={current} />}
        {current.status === "failed" && <ConversationFailure failure={current.failure} />}
        {current.status === "open" && all.length > 0 && (
          <TurnList
            key={current.sessionId}
            turns={all}
            workspace={current.workspace}
            title={title.value}
          />
        )}
      </div>
      {away && all.length > 0 && (
        <button
          type="button"
          class="to-end"
          aria-label="To the end"
          title="To the end"
          onClick={() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })}
        >
          <Icon name="send" />
        </button>
      )}
    </div>
  );
}
