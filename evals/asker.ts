import type { MemoryBefore } from "./question.ts";
import type { AskedTurn } from "./scoring/check.ts";

/** One user who talks to the agent; nobody before or beside them has the same name. */
export type Talk = {
  /** In the present conversation. Never throws for what the agent does wrong: that is a turn with an `error`. */
  ask(question: string, signal: AbortSignal): Promise<AskedTurn>;
  /** From here on a new conversation. */
  startSession(): Promise<void>;
};

/** Whoever answers: the graph in this process, or a service by HTTP. */
export type Asker = {
  /** Names of the workspaces it has. */
  readonly workspaces: ReadonlySet<string>;
  /** A new user of the workspace with these memories; undefined when memories cannot be placed there. */
  talk(workspace: string, memories: readonly MemoryBefore[]): Promise<Talk | undefined>;
};
