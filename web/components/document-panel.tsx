import { useEffect, useRef } from "preact/hooks";
import { readDocument } from "../api/routes.ts";
import type { KnowledgeDocument } from "../api/wire.ts";
import { useLoaded } from "../state/loaded.ts";
import type { DocumentPlace } from "../state/panel.ts";
import { findPassage } from "../text/passage.ts";
import { documentName } from "../text/words.ts";
import { MarkedDocument } from "./markdown.tsx";
import { PanelFrame } from "./panel-frame.tsx";

/** A company document, open at the passage that an answer leans on. */
export function DocumentPanel({ place }: { place: DocumentPlace }) {
  const { workspace, source } = place;
  const loaded = useLoaded(`${workspace}/${source}`, () => readDocument(workspace, source));
  const title = loaded.status === "ready" ? loaded.value.title : documentName(source);
  return (
    <PanelFrame title={title} note={place.heading ? `${source} · ${place.heading}` : source}>
      {loaded.status === "loading" && <p class="quiet-words">Opening…</p>}
      {loaded.status === "failed" && <p class="note note-warn">{loaded.message}.</p>}
      {loaded.status === "ready" && <DocumentText document={loaded.value} place={place} />}
    </PanelFrame>
  );
}

function DocumentText({ document, place }: { document: KnowledgeDocument; place: DocumentPlace }) {
  const box = useRef<HTMLDivElement>(null);
  const { start, end } = findPassage(document.text, place);
  useEffect(() => {
    box.current?.querySelector(".passage")?.scrollIntoView({ block: "start" });
  }, [document, start, end]);
  return (
    <div class="document" ref={box}>
      <MarkedDocument text={document.text} start={start} end={end} />
    </div>
  );
}
