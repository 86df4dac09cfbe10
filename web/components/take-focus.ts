/** As a `ref`: what is drawn anew is moved into view, as little as need be. */
export function comeIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}

/** As a `ref`: what is drawn anew takes the focus, once. Being one function it is not called again when it is drawn over. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}

/** Gives the focus to what stands in the place of what just vanished, once it is drawn; the first that is there. */
export function focusNext(...selectors: readonly string[]): void {
  requestAnimationFrame(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (!lost) return;
    for (const selector of selectors) {
      const found = document.querySelector<HTMLElement>(selector);
      if (found !== null) {
        found.focus();
        return;
      }
    }
  });
}
