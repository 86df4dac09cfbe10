import { setTimeout as pause } from "node:timers/promises";
import { toClosed } from "./closed-workspace.ts";
import type { ClosedWorkspace, Deps, OpenWorkspace } from "./deps.ts";
import type { Workspace } from "./workspace.ts";

export type OpeningWorkspaces = {
  /** By name. */
  readonly found: readonly Workspace[];
  /** What it opens on the way goes onto the stack. */
  readonly open: (workspace: Workspace, own: AsyncDisposableStack) => Promise<OpenWorkspace>;
  readonly opened?: (open: OpenWorkspace) => void;
  /** Told each time that one cannot be opened while others can. */
  readonly failed?: (cause: unknown, workspace: string) => void;
  readonly retryMs?: number;
};

export type OpenedWorkspaces = AsyncDisposable &
  Required<Pick<Deps, "workspaces" | "closed" | "settled">>;

/** All of them at once. @throws what the first threw that could not be opened, once all have ended and are closed again. */
export async function openAll(options: OpeningWorkspaces): Promise<OpenedWorkspaces> {
  const { found, open, opened } = options;
  await using opening = new AsyncDisposableStack();
  const work = found.map((workspace) => open(workspace, opening));
  // What is still being opened when another fails could not be closed.
  await Promise.allSettled(work);
  const all = await Promise.all(work);
  for (const one of all) opened?.(one);
  const resources = opening.move();
  return {
    workspaces: new Map(all.map((one) => [one.workspace.name, one])),
    closed: new Map(),
    settled: async () => {},
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const RETRY_MS = 30_000;
const LEAVE_MS = 1_000;

/**
 * Comes back as soon as one is open: the first by name, which is asked when none is named, has the machine to itself. The
 * others follow; one that cannot be opened keeps nobody from the rest, and is tried again.
 *
 * @throws what the first threw, when none could be opened.
 */
export async function openEarly(options: OpeningWorkspaces): Promise<OpenedWorkspaces> {
  const workspaces = new Map<string, OpenWorkspace>();
  const closed = new Map<string, ClosedWorkspace>();
  for (const one of options.found) closed.set(one.name, await toClosed(one));
  const resources = new AsyncDisposableStack();
  const stop = new AbortController();

  const attempt = async (workspace: Workspace): Promise<void> => {
    await using own = new AsyncDisposableStack();
    const one = await options.open(workspace, own);
    stop.signal.throwIfAborted();
    resources.use(own.move());
    workspaces.set(workspace.name, one);
    closed.delete(workspace.name);
    options.opened?.(one);
  };
  const tellFailed = (name: string, cause: unknown) => {
    const known = closed.get(name);
    if (known) closed.set(name, { ...known, state: "failed" });
    options.failed?.(cause, name);
  };
  const tryAgain = async (workspace: Workspace, first: Promise<void>): Promise<void> => {
    let outcome = await outcomeOf(first);
    while (!(outcome.ok || stop.signal.aborted)) {
      tellFailed(workspace.name, outcome.cause);
      await sleep(options.retryMs ?? RETRY_MS, stop.signal);
      if (!stop.signal.aborted) outcome = await outcomeOf(attempt(workspace));
    }
  };
  const first = new Map<string, Promise<void>>();
  const ends: Promise<void>[] = [];
  const begin = (workspace: Workspace) => {
    const attempted = attempt(workspace);
    first.set(workspace.name, attempted);
    ends.push(tryAgain(workspace, attempted));
    return attempted;
  };
  const close = async () => {
    stop.abort();
    // Data that are just being made cannot be left at once; nobody who stops the process waits for them.
    await Promise.race([Promise.allSettled(ends), sleep(LEAVE_MS)]);
    await resources.disposeAsync();
  };

  const [default_, ...others] = options.found;
  const early = default_ ? [begin(default_)] : [];
  await Promise.allSettled(early);
  try {
    await Promise.any([...early, ...others.map(begin)]);
  } catch (cause) {
    await close();
    throw cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause;
  }
  const settled = async (name: string) => {
    await first.get(name)?.catch(() => {}); // Whoever waits looks at what it has come to.
  };
  return { workspaces, closed, settled, [Symbol.asyncDispose]: close };
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly cause: unknown };

function outcomeOf(work: Promise<void>): Promise<Outcome> {
  return work.then(
    () => ({ ok: true }),
    (cause: unknown) => ({ ok: false, cause }),
  );
}

/** Keeps no process alive. Never throws. */
async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await pause(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {});
}
