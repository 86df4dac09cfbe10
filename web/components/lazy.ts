import { type ComponentType, h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { tell } from "../state/announce.ts";
import { waitForLine } from "../state/line.ts";

const RETRY_MS = 2_000;
const IDLE_MS = 1_000;

/** What is still to be fetched. */
const waiting = new Set<() => Promise<unknown>>();

/** A component whose code is fetched when it is first shown, to keep the first view light; again when the line was down. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let ready: ComponentType<P> | undefined;
  const fetchIt = async () => {
    ready = await load();
    waiting.delete(fetchIt);
  };
  waiting.add(fetchIt);
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (ready !== undefined) return;
      const left = new AbortController();
      void untilFetched(fetchIt, left.signal).then(() => !left.signal.aborted && redraw(1));
      return () => left.abort();
    }, []);
    return ready === undefined ? null : h(ready, props);
  };
}

/** Never throws. */
async function untilFetched(fetchIt: () => Promise<unknown>, left: AbortSignal): Promise<void> {
  while (!left.aborted) {
    try {
      await fetchIt();
      return;
    } catch {
      tell("A part of the page could not be loaded yet; it is tried again");
      await waitForLine(RETRY_MS, left);
    }
  }
}

/** Fetches the rest once the page has nothing else to do, so that it is there when the line is not. */
export function fetchRestWhenIdle(): void {
  const fetchRest = async () => {
    for (const fetchIt of [...waiting]) await fetchIt();
    if (waiting.size > 0) await fetchRest(); // what was fetched brought parts of its own
  };
  setTimeout(() => {
    fetchRest().catch(() => undefined); // each is tried again when it is shown
  }, IDLE_MS);
}
