import { useContext } from "preact/hooks";
import type { Citation } from "../../agent/events.ts";
import { openPanel } from "../state/panel.ts";
import { toVisible } from "../text/plain.ts";
import { documentName, lastHeading } from "../text/words.ts";
import { AnswerContext } from "./answer-context.ts";
import { each } from "./each.ts";
import { Icon } from "./icon.tsx";

/** The documents an answer leans on; each opens at its passage. */
export function Citations({ citations }: { citations: readonly Citation[] }) {
  const { workspace, evidence } = useContext(AnswerContext);
  const open = (citation: Citation) => {
    const { source, heading } = citation;
    const found = evidence.find(({ id }) => id === citation.evidence_id);
    const passage =
      found?.tool === "search_knowledge_base"
        ? found.results.find((one) => one.source === source && one.heading === heading)
        : undefined;
    const start = citation.start ?? passage?.start;
    const end = citation.end ?? passage?.end;
    openPanel({ kind: "document", place: { workspace, source, heading, start, end } });
  };
  return (
    <ul class="citations" aria-label="Sources">
      {each(citations, (citation) => (
        <li>
          <button type="button" class="source" onClick={() => open(citation)}>
            <Icon name="document" size={14} />
            <span class="source-name">{documentName(citation.source)}</span>
            <span class="source-heading">{toVisible(lastHeading(citation.heading))}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
