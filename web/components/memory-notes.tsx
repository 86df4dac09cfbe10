import { useState } from "preact/hooks";
import type { MemoryEvent } from "../../agent/events.ts";
import { forgetMemory } from "../api/routes.ts";
import { announce } from "../state/announce.ts";
import type { Turn } from "../state/turns.ts";
import { workspace } from "../state/workspaces.ts";
import { toVisible } from "../text/plain.ts";
import { Glyph } from "./icon.tsx";
import { focusNext } from "./take-focus.ts";

/** What was kept from this answer, none left out; each can be taken back. */
export function MemoryNotes({ turn, memories }: { turn: Turn; memories: readonly MemoryEvent[] }) {
  return (
    <ul class="memory-notes" aria-label="Saved to memory">
      {memories.map((memory) => (
        <MemoryNote key={`${memory.memory_type}/${memory.key}`} turn={turn} memory={memory} />
      ))}
    </ul>
  );
}

type Status = "kept" | "going" | "gone" | "failed";

function MemoryNote({ turn, memory }: { turn: Turn; memory: MemoryEvent }) {
  const [status, setStatus] = useState<Status>("kept");
  const undo = async () => {
    setStatus("going");
    try {
      const owner = { userId: turn.userId, workspace: workspace.value };
      await forgetMemory(owner, memory.memory_type, memory.key);
      setStatus("gone");
      announce("Forgotten");
      focusNext(`[id="m-${turn.messageId}"]`);
    } catch {
      setStatus("failed"); // the words below say so; the button offers another try
    }
  };
  return (
    <li class={`memory-note memory-note-${status}`}>
      <Glyph emoji="💾" icon="disk" label="Saved" />
      <span class="memory-note-text" dir="auto">
        {status === "gone" ? "Forgotten" : toVisible(memory.value)}
      </span>
      {status !== "gone" && (
        <button
          type="button"
          class="quiet"
          disabled={status === "going"}
          onClick={() => void undo()}
        >
          {status === "failed" ? "Not forgotten, try again" : "Undo"}
        </button>
      )}
    </li>
  );
}
