import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { conversation, runningTurn, submit } from "../state/conversation.ts";
import { draft } from "../state/draft.ts";
import { stop } from "../state/turns.ts";
import { workspace, workspaces } from "../state/workspaces.ts";
import { Icon } from "./icon.tsx";
import { preloadTurns } from "./load-turns.ts";

/** Characters above which the service would refuse (20 kB, DESIGN §6), with room for long ones. */
const MAX_CHARS = 6_000;

/** Where questions are written: Enter sends, Shift and Enter break the line, Escape stops the answer. */
export function Composer() {
  const box = useRef<HTMLTextAreaElement>(null);
  const running = runningTurn();
  const ready = conversation.value.status === "open";
  const text = draft.value;
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) box.current?.focus();
  }, []);
  useLayoutEffect(() => {
    if (box.current !== null) fitHeight(box.current);
  }, [text]);
  const send = () => {
    if (submit(draft.value)) draft.value = "";
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="composer-label" for="composer">
        <span aria-hidden="true">fx</span>
        <span class="unseen">Your question</span>
      </label>
      <textarea
        id="composer"
        ref={box}
        rows={1}
        dir="auto"
        maxLength={MAX_CHARS}
        placeholder={`Ask about ${titleOfWorkspace()}`}
        value={text}
        onInput={(event) => {
          preloadTurns();
          draft.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      {running === undefined ? (
        <button
          type="submit"
          class="composer-send"
          title="Send"
          aria-label="Send"
          disabled={!ready || text.trim() === ""}
        >
          <Icon name="send" />
        </button>
      ) : (
        <button
          type="button"
          class="composer-send composer-stop"
          title="Stop (Esc)"
          aria-label="Stop"
          onClick={() => {
            stop(running);
            box.current?.focus();
          }}
        >
          <Icon name="stop" />
        </button>
      )}
    </form>
  );
}

function fitHeight(box: HTMLTextAreaElement): void {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function titleOfWorkspace(): string {
  const current = workspaces.value.find(({ name }) => name === workspace.value);
  return current?.title ?? "your data";
}
