import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import {
  type FigureCard as Card,
  closeCard,
  dropCard,
  moveOff,
  stay,
} from "../state/figure-card.ts";
import { toOrigin } from "../text/derivation.ts";
import { IconButton } from "./icon-button.tsx";
import { OriginView } from "./origin-view.tsx";
import { place } from "./place-card.ts";

/** Where the figure that is looked at comes from, beside it, wherever in the page it stands. */
export function FigureCard({ card }: { card: Card }) {
  const { anchor, figure, parts, pinned } = card;
  const box = useRef<HTMLDivElement>(null);
  const origin = toOrigin(figure.source, parts.evidence);
  useLayoutEffect(() => {
    if (box.current === null) return undefined;
    return place(box.current, anchor);
  }, [anchor, figure]);
  useLayoutEffect(() => {
    if (pinned) box.current?.focus({ preventScroll: true });
  }, [pinned, anchor]);
  useEffect(() => {
    const off = (event: PointerEvent) => {
      const at = event.target;
      const isWithin = at instanceof Element && at.closest(".figure, .figure-card") !== null;
      if (!isWithin) dropCard();
    };
    document.addEventListener("pointerdown", off);
    return () => document.removeEventListener("pointerdown", off);
  }, []);
  return (
    <div
      ref={box}
      class="figure-card"
      role="dialog"
      aria-label={`Where ${figure.text} comes from`}
      tabIndex={-1}
      onPointerEnter={stay}
      onPointerLeave={moveOff}
    >
      <header class="figure-card-head">
        <span class="figure-card-value">{figure.text}</span>
        <span class={`origin-kind origin-${origin.kind}`}>{KINDS[origin.kind]}</span>
        {pinned && <IconButton icon="close" label="Close" onClick={() => closeCard()} />}
      </header>
      <OriginView origin={origin} parts={parts} />
    </div>
  );
}

const KINDS = {
  cell: "Read from a cell",
  derived: "Computed",
  passage: "From a document",
  memory: "From memory",
  question: "From your question",
  unverified: "Unverified",
} as const;
