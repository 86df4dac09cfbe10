import type { EvidenceEvent } from "../../agent/events.ts";
import { toVisible } from "../text/plain.ts";
import { EvidenceTable } from "./evidence-table.tsx";
import { Passages } from "./passages.tsx";
import { SqlView } from "./sql-view.tsx";

type Props = {
  readonly found: EvidenceEvent;
  readonly messageId: string;
  /** What the step above is called: said once is enough. */
  readonly label: string;
};

/** What one step found: the rows and the query that gave them, or the passages. */
export function Finding({ found, messageId, label }: Props) {
  if (found.tool === "search_knowledge_base") {
    return (
      <div class="finding">
        <Passages passages={found.results} />
      </div>
    );
  }
  return (
    <div class="finding">
      {!saysSame(label, found.title) && <p class="finding-title">{toVisible(found.title)}</p>}
      {found.origin !== undefined && <p class="finding-title">{toVisible(found.origin)}</p>}
      <EvidenceTable table={found} messageId={messageId} />
      <SqlView sql={found.sql} />
    </div>
  );
}

/** `Querying sales by month` says `Sales by month` already. */
function saysSame(label: string, title: string): boolean {
  return label.toLowerCase().endsWith(title.toLowerCase());
}
