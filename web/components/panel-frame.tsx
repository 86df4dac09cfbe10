import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { closePanel } from "../state/panel.ts";
import { toVisible } from "../text/plain.ts";
import { IconButton } from "./icon-button.tsx";

type FrameProps = {
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
};

/** A panel's frame. It takes the focus when it opens and gives it back when it closes. */
export function PanelFrame({ title, note, children }: FrameProps) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => frame.current?.focus(), []);
  return (
    <aside class="panel" aria-label={title} tabIndex={-1} ref={frame}>
      <header class="panel-head">
        <div>
          <h2>{toVisible(title)}</h2>
          {note !== undefined && <p>{toVisible(note)}</p>}
        </div>
        <IconButton icon="close" label="Close" onClick={closePanel} />
      </header>
      <div class="panel-body">{children}</div>
    </aside>
  );
}
