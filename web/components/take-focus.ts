/** As a `ref`: what is drawn anew is moved into view, as little as need be. */
export function comeIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}

/** As a `ref`: what is drawn anew takes the focus, once. Being one function it is not called again when it is drawn over. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}
