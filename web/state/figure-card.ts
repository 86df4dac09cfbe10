import { signal } from "@preact/signals";
import type { Figure } from "../../agent/events.ts";
import type { AnswerParts } from "./answer-parts.ts";

/** The figure whose origin is shown. A pinned card stays until it is closed. */
export type FigureCard = {
  readonly anchor: HTMLElement;
  readonly figure: Figure;
  readonly parts: AnswerParts;
  readonly pinned: boolean;
};

export const figureCard = signal<FigureCard | null>(null);

/** Long enough to move the pointer from the figure to its card. */
const LINGER_MS = 180;
const PAUSE_MS = 110;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows the card after a short rest on the figure; a pinned card is not disturbed. */
export function restOn(card: Omit<FigureCard, "pinned">): void {
  clearTimeout(timer);
  if (figureCard.value?.pinned) return;
  timer = setTimeout(() => {
    figureCard.value = { ...card, pinned: false };
  }, PAUSE_MS);
}

/** Keeps the card while the pointer is on it. */
export function stay(): void {
  clearTimeout(timer);
}

/** Hides the card soon, unless it is pinned. */
export function moveOff(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (figureCard.value?.pinned === false) figureCard.value = null;
  }, LINGER_MS);
}

/** Pins the figure's card, or closes it when it is the one that is pinned. */
export function toggleCard(card: Omit<FigureCard, "pinned">): void {
  clearTimeout(timer);
  const shown = figureCard.value;
  if (shown?.pinned && shown.anchor === card.anchor) closeCard();
  else figureCard.value = { ...card, pinned: true };
}

/** Closes the card; true when one was open. A pinned card gives the focus back to its figure. */
export function closeCard(): boolean {
  clearTimeout(timer);
  const shown = figureCard.value;
  if (shown === null) return false;
  figureCard.value = null;
  if (shown.pinned) shown.anchor.focus();
  return true;
}

/** Closes the card because the person turned to something else, which keeps the focus. */
export function dropCard(): void {
  clearTimeout(timer);
  figureCard.value = null;
}
