import { useContext } from "preact/hooks";
import type { Passage } from "../../agent/events.ts";
import { openPanel } from "../state/panel.ts";
import { splitCitations } from "../text/cited.ts";
import { keepTogether, splitMarks, unmark } from "../text/marks.ts";
import { toVisible } from "../text/plain.ts";
import { documentName } from "../text/words.ts";
import { AnswerContext } from "./answer-context.ts";
import { each } from "./each.ts";
import { FigureMark } from "./figure-mark.tsx";
import { Glyph, Icon, type IconName } from "./icon.tsx";

/** Text with its citations, figures and trend signs. */
export function Runs({ text }: { text: string }) {
  const { evidence } = useContext(AnswerContext);
  return each(splitCitations(text, evidence), ({ text: piece, passage }) =>
    passage === undefined ? (
      <FiguredText text={piece} />
    ) : (
      <CitationMark passage={passage} words={toVisible(unmark(piece))} />
    ),
  );
}

/** The document that a sentence leans on, beside it. */
function CitationMark({ passage, words }: { passage: Passage; words: string }) {
  const { workspace } = useContext(AnswerContext);
  const { source, heading, start, end } = passage;
  return (
    <button
      type="button"
      class="cite"
      title={words.trim().slice(1, -1)}
      onClick={() =>
        openPanel({ kind: "document", place: { workspace, source, heading, start, end } })
      }
    >
      <Icon name="document" size={12} />
      {documentName(source)}
    </button>
  );
}

function FiguredText({ text }: { text: string }) {
  return each(keepTogether(splitMarks(text)), ({ text: run, figure, before, after }) =>
    figure === undefined ? (
      <Signs text={toVisible(run)} />
    ) : (
      <span class="together">
        {before}
        <FigureMark index={figure}>{toVisible(run)}</FigureMark>
        {after}
      </span>
    ),
  );
}

const SIGNS: Record<string, { icon: IconName; label: string }> = {
  "✅": { icon: "check", label: "Good:" },
  "⚠️": { icon: "warning", label: "Attention:" },
  "⚠": { icon: "warning", label: "Attention:" },
  "🔴": { icon: "dot", label: "Bad:" },
  "🟢": { icon: "check", label: "Good:" },
  "💾": { icon: "disk", label: "Saved:" },
};
const SIGN = /(✅|⚠\uFE0F?|🔴|🟢|💾)/u;

/** A sign stays on the line of the words before it. */
function Signs({ text }: { text: string }) {
  const parts = text.split(SIGN);
  return each(parts, (part, at) => {
    const sign = SIGNS[part];
    if (sign !== undefined) return <Glyph emoji={part} icon={sign.icon} label={sign.label} />;
    return at < parts.length - 1 ? part.replace(/ $/, "\u00A0") : part;
  });
}
