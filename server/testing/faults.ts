import type { TurnEvent } from "../../agent/events.ts";
import type { Documents, Write } from "../../agent/store/documents.ts";
import type { RunTurn } from "../service.ts";

/** A place in a turn where a process can die: the `n`th commit of its kind, or the `n`th event of its kind. */
export type Point = {
  readonly at: "commit" | "event";
  /** What is committed, as in `turns + sessions/leases`, or said, as in `plan.started`. */
  readonly label: string;
  /** From 1, since the faults were set. */
  readonly n: number;
};

/** `during` sends the commit and does not wait for its answer. An event knows only `after`. */
export type Fault = Point & { readonly when: "before" | "during" | "after" };

/** Whose turn a fault is for, known by the ids in what is committed. */
export type Talker = { readonly sessionId: string; readonly userId: string };

/** `die`: the process ends at once, by its own hand. `hold`: the turn goes no further, until someone ends the process. */
export type Planned = Talker & { readonly fault: Fault; readonly outcome: "die" | "hold" };

export type Faults = {
  /** Counts anew from here on. */
  plan(faults: readonly Planned[]): void;
  watchDocuments(documents: Documents): Documents;
  watchTurns(runTurn: RunTurn): RunTurn;
};

type FaultOptions = {
  readonly onPass: (point: Point) => void;
  readonly onHold: (sessionId: string) => void;
};

type Hit = { readonly when: Fault["when"]; readonly stop: () => Promise<never> };

/** Lets a process die where a test wants it to. For servers that tests start, never for the service. */
export function createFaults({ onPass, onHold }: FaultOptions): Faults {
  let planned: readonly Planned[] = [];
  let counts = new Map<string, number>();

  const stop = ({ outcome, sessionId }: Planned) => {
    if (outcome === "die") process.kill(process.pid, "SIGKILL");
    else onHold(sessionId);
    return new Promise<never>(() => {});
  };

  const pass = (at: Point["at"], label: string, ids: readonly string[]): Hit | undefined => {
    const whose = planned.find((one) => ids.includes(one.sessionId) || ids.includes(one.userId));
    const key = `${whose?.sessionId} ${at} ${label}`;
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    onPass({ at, label, n });
    const { fault } = whose ?? {};
    const isHit = fault?.at === at && fault.label === label && fault.n === n;
    return whose && isHit ? { when: fault.when, stop: () => stop(whose) } : undefined;
  };

  return {
    plan: (next) => {
      planned = next;
      counts = new Map();
    },
    watchDocuments: (documents) => ({
      ...documents,
      commit: async (writes) => {
        const ids = writes.flatMap(({ path }) => path);
        const hit = pass("commit", labelOf(writes), ids);
        if (hit?.when === "before") await hit.stop();
        const committing = documents.commit(writes);
        if (hit?.when === "during") {
          await new Promise(setImmediate);
          await hit.stop();
        }
        const committed = await committing;
        if (hit) await hit.stop();
        return committed;
      },
    }),
    watchTurns: (runTurn) =>
      async function* (...turn) {
        const [{ sessionId }] = turn;
        for await (const event of runTurn(...turn)) {
          yield event;
          // Here the event is in the turn's log, and perhaps on its way to a reader.
          await pass("event", nameOf(event), [sessionId])?.stop();
        }
      },
  };
}

/** The collections written to, each once. */
function labelOf(writes: readonly Write[]): string {
  const collections = writes.map(({ path }) => path.filter((_, i) => i % 2 === 0).join("/"));
  return [...new Set(collections)].join(" + ");
}

function nameOf(event: TurnEvent): string {
  return event.type === "reasoning" ? `${event.tool}.${event.status}` : event.type;
}
