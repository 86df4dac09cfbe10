import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import type { Passage } from "../../agent/events.ts";
import { openPanel } from "../state/panel.ts";
import { type Part, toPieces } from "../text/pieces.ts";
import { SIGN_WORDS } from "../text/spoken.ts";
import { documentName } from "../text/words.ts";
import { AnswerContext } from "./answer-context.ts";
import { each } from "./each.ts";
import { FigureMark } from "./figure-mark.tsx";
import { Glyph, Icon, type IconName } from "./icon.tsx";

/** Text with its citations, figures and trend signs. */
export function Runs({ text }: { text: string }) {
  const { evidence } = useContext(AnswerContext);
  return each(toPieces(text, evidence), (piece) =>
    piece.kind === "text" ? (
      <Words text={piece.text} />
    ) : (
      <span class="together">
        {each(piece.parts, (part) => (
          <PartView part={part} />
        ))}
      </span>
    ),
  );
}

/** Words quoted from a script that runs from right to left, one after another, stay in the order of the sentence. */
function Words({ text }: { text: string }) {
  if (!RIGHT_TO_LEFT.test(text)) return text;
  return each(text.split(QUOTED), (part, at) => (at % 2 === 1 ? <bdi>{part}</bdi> : part));
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const QUOTED = /(["“«][^"“”«»]+["”»])/u;

function PartView({ part }: { part: Part }): ComponentChildren {
  switch (part.kind) {
    case "text":
      return part.text;
    case "figure":
      return <FigureMark index={part.index}>{part.text}</FigureMark>;
    case "sign":
      return <Sign emoji={part.text} />;
    case "citation":
      return <CitationMark passage={part.passage} words={part.text.slice(1, -1)} />;
  }
}

/** The document that a sentence leans on, beside it. */
function CitationMark({ passage, words }: { passage: Passage; words: string }) {
  const { workspace } = useContext(AnswerContext);
  const { source, heading, start, end } = passage;
  const place = { workspace, source, heading, start, end };
  return (
    <button
      type="button"
      class="cite"
      title={words}
      onClick={() => openPanel({ kind: "document", place })}
    >
      <Icon name="document" size={12} />
      <span>{documentName(source)}</span>
    </button>
  );
}

const SIGN_ICONS: Record<string, IconName> = {
  "✅": "check",
  "🟢": "check",
  "🔴": "dot",
  "⚠": "warning",
  "💾": "disk",
};

function Sign({ emoji }: { emoji: string }) {
  const sign = emoji.replace("\uFE0F", "");
  return (
    <Glyph emoji={emoji} icon={SIGN_ICONS[sign] ?? "warning"} label={SIGN_WORDS[sign] ?? ""} />
  );
}
