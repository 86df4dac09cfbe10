import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import type { Figure } from "../../agent/events.ts";
import { figureCard, moveOff, restOn, toggleCard } from "../state/figure-card.ts";
import { AnswerContext } from "./answer-context.ts";

const SPOKEN: Record<Figure["source"]["kind"], string> = {
  cell: "from a result cell",
  derived: "computed from results",
  passage: "from a document",
  memory: "from memory",
  question: "from your question",
  unbound: "unverified",
};

/** A number of the answer that tells where it comes from. */
export function FigureMark({ index, children }: { index: number; children: ComponentChildren }) {
  const parts = useContext(AnswerContext);
  const figure = parts.figures[index];
  if (figure === undefined) return <>{children}</>;
  const { kind } = figure.source;
  const card = (event: Event) => ({ anchor: event.currentTarget as HTMLElement, figure, parts });
  const pinned = figureCard.value?.pinned === true && figureCard.value.figure === figure;
  return (
    <button
      type="button"
      class={`figure figure-${kind}`}
      aria-expanded={pinned}
      aria-description={SPOKEN[kind]}
      onPointerEnter={(event) => event.pointerType === "mouse" && restOn(card(event))}
      onPointerLeave={moveOff}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && restOn(card(event))}
      onBlur={moveOff}
      onClick={(event) => toggleCard(card(event))}
    >
      {children}
    </button>
  );
}
