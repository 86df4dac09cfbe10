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
  /** A new user of the workspace in the role, with these memories; undefined when memories or roles cannot be given there. */
  talk(
    workspace: string,
    memories: readonly MemoryBefore[],
    role?: string,
  ): Promise<Talk | undefined>;
};
