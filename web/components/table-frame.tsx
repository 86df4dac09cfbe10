import type { ComponentChildren } from "preact";
import { CopyButton } from "./copy-button.tsx";
import { Icon } from "./icon.tsx";
import { ScrollBox } from "./scroll-box.tsx";

type Props = {
  /** Names the table to a screen reader. */
  readonly label: string;
  /** How much of it is shown. */
  readonly words: string;
  readonly onSave: () => void;
  /** The table as text, cells parted by tabs. */
  readonly toText: () => string;
  readonly children: ComponentChildren;
};

/** A table that scrolls within itself, never the page, with its size below, and taken along as cells or as a file. */
export function TableFrame({ label, words, onSave, toText, children }: Props) {
  return (
    <div class="table-frame">
      <ScrollBox class="table-scroll" label={label}>
        {children}
      </ScrollBox>
      <footer class="table-foot">
        <span>{words}</span>
        <span class="table-tools">
          <CopyButton text={toText} label="Copy table" />
          <button type="button" class="quiet" title="Save as CSV" onClick={onSave}>
            <Icon name="download" size={13} /> CSV
          </button>
        </span>
      </footer>
    </div>
  );
}
