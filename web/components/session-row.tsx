import { useState } from "preact/hooks";
import type { SessionLine } from "../api/wire.ts";
import { tell } from "../state/announce.ts";
import { go, sessionPath } from "../state/router.ts";
import { remove, rename } from "../state/sessions.ts";
import { startNew } from "../state/start.ts";
import { toVisible } from "../text/plain.ts";
import { IconButton } from "./icon-button.tsx";
import { focusNext, takeFocus } from "./take-focus.ts";

type Mode = "plain" | "renaming" | "deleting";

type Props = {
  readonly line: SessionLine;
  readonly current: boolean;
  /** The workspace it is about, when it is not the one in use. */
  readonly note?: string | undefined;
};

/** One conversation: opened, renamed, deleted. */
export function SessionRow({ line, current, note }: Props) {
  const [mode, setMode] = useState<Mode>("plain");
  const { session_id: id, title } = line;
  const back = () => {
    setMode("plain");
    focusNext(`a[href="${sessionPath(id)}"]`);
  };
  if (mode === "renaming") return <RenameForm line={line} onEnd={back} />;
  if (mode === "deleting") {
    const confirm = () => {
      void remove(id).catch(() => tell("The conversation could not be deleted"));
      tell("Deleted");
      focusNext(".sessions a", "#session-search");
      if (current) startNew();
    };
    return (
      <li class="session session-deleting">
        <span>Delete this conversation?</span>
        <button type="button" class="danger" ref={takeFocus} onClick={confirm}>
          Delete
        </button>
        <button type="button" class="quiet" onClick={back}>
          Keep
        </button>
      </li>
    );
  }
  return (
    <li class={`session ${current ? "session-current" : ""}`}>
      <a
        href={sessionPath(id)}
        aria-current={current ? "page" : undefined}
        dir="auto"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go(sessionPath(id));
        }}
      >
        {toVisible(title)}
        {note !== undefined && <span class="session-note">{note}</span>}
      </a>
      <span class="session-actions">
        <IconButton icon="pencil" label={`Rename ${title}`} onClick={() => setMode("renaming")} />
        <IconButton icon="trash" label={`Delete ${title}`} onClick={() => setMode("deleting")} />
      </span>
    </li>
  );
}

function RenameForm({ line, onEnd }: { line: SessionLine; onEnd: () => void }) {
  const [title, setTitle] = useState(line.title);
  const save = () => {
    onEnd();
    if (title.trim() === line.title) return;
    rename(line.session_id, title).catch(() => tell("The name could not be changed"));
  };
  return (
    <li class="session">
      <form
        class="session-rename"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <input
          value={title}
          maxLength={200}
          dir="auto"
          aria-label="Name of the conversation"
          ref={takeFocus}
          onInput={(event) => setTitle(event.currentTarget.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            onEnd();
          }}
        />
      </form>
    </li>
  );
}
