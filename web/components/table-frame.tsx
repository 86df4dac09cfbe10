import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import { ScrollBox } from "./scroll-box.tsx";

type Props = {
  /** Names the table to a screen reader. */
  readonly label: string;
  /** How much of it is shown. */
  readonly words: string;
  readonly onSave: () => void;
  readonly children: ComponentChildren;
};

/** A table that scrolls within itself, never the page, with its size and its CSV below. */
export function TableFrame({ label, words, onSave, children }: Props) {
  return (
    <div class="table-frame">
      <ScrollBox class="table-scroll" label={label}>
        {children}
      </ScrollBox>
      <footer class="table-foot">
        <span>{words}</span>
        <button type="button" class="quiet" onClick={onSave}>
          <Icon name="download" size={13} /> CSV
        </button>
      </footer>
    </div>
  );
}
