import { useContext } from "preact/hooks";
import { openPanel } from "../state/panel.ts";
import { toVisible } from "../text/plain.ts";
import { AnswerContext } from "./answer-context.ts";

/** A link to one of the answer's documents opens it; any other address is only shown. */
export function DocumentLink({ href, text }: { href: string; text: string }) {
  const { evidence, workspace } = useContext(AnswerContext);
  const passages = evidence.flatMap((found) =>
    found.tool === "search_knowledge_base" ? found.results : [],
  );
  const [name = ""] = href.replace(/^\.?\//, "").split("#");
  const passage = passages.find(({ source }) => source === name || source.endsWith(`/${name}`));
  if (passage === undefined) {
    const words = toVisible(text);
    const address = toVisible(href);
    return <span class="plain-link">{words === address ? words : `${words} (${address})`}</span>;
  }
  const { source, start, end, heading } = passage;
  return (
    <button
      type="button"
      class="text-link"
      onClick={() =>
        openPanel({ kind: "document", place: { workspace, source, start, end, heading } })
      }
    >
      {toVisible(text)}
    </button>
  );
}
