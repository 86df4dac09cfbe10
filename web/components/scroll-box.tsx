import type { ComponentChildren } from "preact";

type Props = {
  readonly label: string;
  readonly class: string;
  readonly children: ComponentChildren;
};

/** What is too wide scrolls here, by keyboard as well. */
export function ScrollBox({ label, class: look, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take the focus (WCAG 2.1.1)
    <section class={look} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
