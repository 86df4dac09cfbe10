import { useContext } from "preact/hooks";
import type { Passage } from "../../agent/events.ts";
import { openPanel } from "../state/panel.ts";
import { toPlain } from "../text/markdown.ts";
import { toVisible } from "../text/plain.ts";
import { documentName } from "../text/words.ts";
import { AnswerContext } from "./answer-context.ts";
import { each } from "./each.ts";
import { Icon } from "./icon.tsx";

/** Passages that a search found, most relevant first; each opens its document there. */
export function Passages({ passages }: { passages: readonly Passage[] }) {
  const { workspace } = useContext(AnswerContext);
  if (passages.length === 0) return <p class="quiet-words">No document speaks of this.</p>;
  return (
    <ul class="passages">
      {each(passages, ({ source, heading, content, relevance_score, start, end }) => (
        <li>
          <button
            type="button"
            class="passage-head"
            onClick={() =>
              openPanel({ kind: "document", place: { workspace, source, heading, start, end } })
            }
          >
            <Icon name="document" size={14} />
            <span>
              {documentName(source)} · {toVisible(heading)}
            </span>
            <span class="step-time">{Math.round(relevance_score * 100)}% match</span>
          </button>
          <p class="passage-text" dir="auto">
            {toPlain(content)}
          </p>
        </li>
      ))}
    </ul>
  );
}
