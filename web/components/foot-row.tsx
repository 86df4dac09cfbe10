import type { ComponentChildren } from "preact";

type Props = {
  /** What the row holds; the list within says it to a screen reader. */
  readonly label: string;
  readonly children: ComponentChildren;
};

/** A row of what stands below an answer: what it is, and beside it, in a column of its own, the thing itself. */
export function FootRow({ label, children }: Props) {
  return (
    <div class="foot-row">
      <span class="foot-label" aria-hidden="true">
        {label}
      </span>
      <div class="foot-value">{children}</div>
    </div>
  );
}
