import { useState } from "preact/hooks";
import { clearMemory, forgetMemory, readMemory } from "../api/routes.ts";
import type { MemoryLine } from "../api/wire.ts";
import { announce, tell } from "../state/announce.ts";
import { useLoaded } from "../state/loaded.ts";
import { userId } from "../state/user.ts";
import { workspace } from "../state/workspaces.ts";
import { toVisible } from "../text/plain.ts";
import { day } from "../text/words.ts";
import { IconButton } from "./icon-button.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import { takeFocus } from "./take-focus.ts";

/** What is remembered of the person who asks: read it, forget one thing, forget all. */
export function MemoryPanel() {
  const [version, setVersion] = useState(0);
  const owner = { userId: userId.value, workspace: workspace.value };
  const loaded = useLoaded(`${owner.userId}/${owner.workspace}/${version}`, () =>
    readMemory(owner),
  );
  const act = async (work: Promise<unknown>, words: string) => {
    try {
      await work;
      announce(words);
    } catch {
      tell("That could not be done"); // the list below shows what still stands
    }
    document.querySelector<HTMLElement>(".panel")?.focus(); // what had the focus goes
    setVersion(version + 1);
  };
  const forget = (line: MemoryLine) =>
    void act(forgetMemory(owner, line.memory_type, line.key), "Forgotten");
  return (
    <PanelFrame title="Memory" note="What is remembered from your conversations">
      {loaded.status === "loading" && <p class="quiet-words">Reading…</p>}
      {loaded.status === "failed" && <p class="note note-warn">{loaded.message}.</p>}
      {loaded.status === "ready" && (
        <>
          <MemoryGroup title="Findings" lines={loaded.value.findings} onForget={forget} />
          <MemoryGroup title="Preferences" lines={loaded.value.preferences} onForget={forget} />
          <MemoryGroup title="Context" lines={loaded.value.context} onForget={forget} />
          {countLines(loaded.value) === 0 ? (
            <p class="quiet-words">
              Nothing yet. Findings with figures, causes and your preferences are kept here.
            </p>
          ) : (
            <ClearButton onClear={() => void act(clearMemory(owner), "Memory cleared")} />
          )}
        </>
      )}
    </PanelFrame>
  );
}

type GroupProps = {
  readonly title: string;
  readonly lines: readonly MemoryLine[];
  readonly onForget: (line: MemoryLine) => void;
};

function MemoryGroup({ title, lines, onForget }: GroupProps) {
  if (lines.length === 0) return null;
  return (
    <section class="memory-group">
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line.key}>
            <div>
              <p dir="auto">{toVisible(line.value)}</p>
              <p class="memory-meta">
                {line.key.replaceAll("_", " ")} · {day(line.saved_at)}
              </p>
              {line.replaced && (
                <p class="memory-meta" dir="auto">
                  Before, {day(line.replaced.saved_at)}: {toVisible(line.replaced.value)}
                </p>
              )}
            </div>
            <IconButton icon="trash" label={`Forget ${line.key}`} onClick={() => onForget(line)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ClearButton({ onClear }: { onClear: () => void }) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" class="danger-quiet" onClick={() => setAsking(true)}>
        Clear memory
      </button>
    );
  }
  return (
    <div class="confirm">
      <p>Forget all of this? It cannot be undone.</p>
      <button type="button" class="danger" ref={takeFocus} onClick={onClear}>
        Forget everything
      </button>
      <button type="button" class="quiet" onClick={() => setAsking(false)}>
        Keep
      </button>
    </div>
  );
}

function countLines(memory: Record<"findings" | "preferences" | "context", readonly MemoryLine[]>) {
  return memory.findings.length + memory.preferences.length + memory.context.length;
}
