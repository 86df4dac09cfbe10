import type { ComponentChildren } from "preact";
import { CopyButton } from "./copy-button.tsx";
import { Icon } from "./icon.tsx";
import { ScrollBox } from "./scroll-box.tsx";

type Props = {
  /** Names the table to a screen reader. */
  readonly label: string;
  /** How much of it is shown. */
  readonly words: string;
  /** Leads to the rest, where this is a part. */
  readonly onMore?: (() => void) | undefined;
  readonly onSave: () => void;
  /** The table as text, cells parted by tabs. */
  readonly toText: () => string;
  readonly children: ComponentChildren;
};

/** A table that scrolls within itself, never the page, with its size below, and taken along as cells or as a file. */
export function TableFrame({ label, words, onMore, onSave, toText, children }: Props) {
  return (
    <div class="table-frame">
      <ScrollBox class="table-scroll" label={label}>
        {children}
      </ScrollBox>
      <footer class="table-foot">
        <span>{words}</span>
        {onMore && (
          <button type="button" class="text-link" title="Opens the result" onClick={onMore}>
            Show more
          </button>
        )}
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
