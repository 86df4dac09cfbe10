import type { Deps, OpenWorkspace } from "../agent/deps.ts";
import type { TurnEvent } from "../agent/events.ts";
import type { TurnInput } from "../agent/turn.ts";
import { RefusedError, refuse } from "./http-error.ts";
import type { Log } from "./log.ts";
import { createRunningTurns, type RunningTurns, type TurnsOptions } from "./turns.ts";
import { whenOpen } from "./when-open.ts";

/** `agent/turn.ts`'s `runTurn`, or a script in its place. */
export type RunTurn = (
  input: TurnInput,
  deps: Deps,
  signal: AbortSignal,
) => AsyncIterable<TurnEvent>;

/** What handlers work with once everything is open. */
export type Opened = { readonly deps: Deps; readonly running: RunningTurns };

export type ServiceState = "starting" | "ready" | "stopping";

/** One process's service, from before its data is open to after its last turn. */
export type Service = {
  readonly log: Log;
  state(): ServiceState;
  /** @throws {RefusedError} while the service is starting. */
  opened(): Opened;
  /** Settles when everything is open; rejects with what `open` threw. */
  readonly ready: Promise<void>;
  /** Aborts when streams should end and their readers come back to another process. */
  readonly closing: AbortSignal;
  /** Not ready, no new turns; running ones may finish within `graceMs`, then they are stopped; at last streams end. */
  stop(graceMs: number): Promise<void>;
  /** Closes data and stores. */
  close(): Promise<void>;
};

export type ServiceOptions = Partial<Omit<TurnsOptions, "run" | "turns" | "sessions">> & {
  readonly open: () => Promise<Deps>;
  readonly runTurn: RunTurn;
  readonly log: Log;
  /** How often turns of dead processes are looked for. */
  readonly sweepMs?: number;
};

/** Begins to open everything and answers meanwhile. */
export function createService({ open, runTurn, ...options }: ServiceOptions): Service {
  const { log, sweepMs = 15_000 } = options;
  const closing = new AbortController();
  let state: ServiceState = "starting";
  let opened: Opened | undefined;
  let sweeper: NodeJS.Timeout | undefined;

  async function begin(): Promise<void> {
    const deps = await open();
    const { turns, sessions } = deps;
    const run = (input: TurnInput, signal: AbortSignal) => runTurn(input, deps, signal);
    await sweep(deps, log);
    opened = { deps, running: createRunningTurns({ ...options, turns, sessions, run }) };
    sweeper = setInterval(() => void sweep(deps, log), sweepMs).unref();
    if (state === "starting") state = "ready";
  }

  const ready = begin();
  return {
    log,
    ready,
    state: () => state,
    closing: closing.signal,
    opened: () => opened ?? starting(),
    stop: async (graceMs) => {
      state = "stopping";
      clearInterval(sweeper);
      await opened?.running.stop(graceMs);
      closing.abort();
    },
    close: async () => {
      await opened?.deps[Symbol.asyncDispose]();
    },
  };
}

function starting(): never {
  throw new RefusedError({ kind: "starting" });
}

async function sweep({ turns }: Deps, log: Log): Promise<void> {
  try {
    const closed = await turns.closeAbandoned();
    if (closed > 0) log.warn({ closed }, "turns of a process that died were closed");
  } catch (error) {
    log.error({ err: error }, "abandoned turns could not be closed");
  }
}

/**
 * The workspace of that name, once it is open; the first by name when none is given.
 *
 * @throws {RefusedError} `unavailable` when it cannot be opened.
 */
export async function findWorkspace(
  deps: Pick<Deps, "workspaces" | "closed" | "settled">,
  name: string | undefined,
): Promise<OpenWorkspace> {
  const names = [...deps.workspaces.keys(), ...(deps.closed?.keys() ?? [])].sort();
  const wanted = name ?? names[0] ?? "";
  await whenOpen(deps, wanted);
  const found = deps.workspaces.get(wanted);
  return (
    found ?? refuse({ kind: "not-found", what: `workspace "${name}"; there is ${list(names)}` })
  );
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}
