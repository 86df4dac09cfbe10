const GAP = 8;
const MARGIN = 12;

/** Sets the box below the anchor, or above it where there is more room, and keeps it there. Returns what ends that. */
export function place(box: HTMLElement, anchor: HTMLElement): () => void {
  const update = () => {
    const at = anchor.getBoundingClientRect();
    const width = Math.min(box.offsetWidth, innerWidth - 2 * MARGIN);
    const below = innerHeight - at.bottom - GAP - MARGIN;
    const above = at.top - GAP - MARGIN;
    const isBelow = below >= Math.min(box.scrollHeight, 320) || below >= above;
    const left = Math.max(MARGIN, Math.min(at.left, innerWidth - width - MARGIN));
    box.style.left = `${left}px`;
    box.style.maxHeight = `${Math.max(120, isBelow ? below : above)}px`;
    box.style.top = isBelow ? `${at.bottom + GAP}px` : "auto";
    box.style.bottom = isBelow ? "auto" : `${innerHeight - at.top + GAP}px`;
  };
  update();
  const over = new AbortController();
  addEventListener("scroll", update, { capture: true, passive: true, signal: over.signal });
  addEventListener("resize", update, { signal: over.signal });
  const grown = new ResizeObserver(update);
  grown.observe(box);
  return () => {
    over.abort();
    grown.disconnect();
  };
}
