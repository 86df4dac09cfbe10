import { BaseMessage } from "@langchain/core/messages";
import type { RunnableConfig } from "@langchain/core/runnables";
import { BaseCheckpointSaver, type CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { z } from "zod";
import { TurnError } from "../failure.ts";

/** Form of LangGraph's checkpoints that this version writes (`Checkpoint.v`); older ones it can read. */
const FORM = 4;

/** What a stored conversation holds, as `TurnState` keeps it. Each part may be missing. */
const Conversation = z.object({
  messages: z.array(z.custom<BaseMessage>((value) => BaseMessage.isInstance(value))).optional(),
  conversationCostUsd: z.number().optional(),
});

/** The conversations that a graph goes on with. */
export type Conversations = {
  /** The same checkpoints, but what cannot be understood is refused in words (`gone`) before it is gone on with. */
  readonly checkpoints: BaseCheckpointSaver;
  /**
   * Settles once what the graph has handed in of the session is stored, or could not be. LangGraph does not wait for it when
   * a run is stopped (1.7.3). Never rejects.
   */
  stored(sessionId: string): Promise<void>;
};

export function guardConversations(checkpoints: BaseCheckpointSaver): Conversations {
  const guarded = new GuardedCheckpoints(checkpoints);
  return { checkpoints: guarded, stored: (sessionId) => guarded.stored(sessionId) };
}

/** A class because LangGraph's contract is one. */
class GuardedCheckpoints extends BaseCheckpointSaver {
  readonly #inner: BaseCheckpointSaver;
  readonly #writing = new Map<string, Set<Promise<unknown>>>();
  readonly list: BaseCheckpointSaver["list"];
  readonly put: BaseCheckpointSaver["put"];
  readonly putWrites: BaseCheckpointSaver["putWrites"];
  readonly deleteThread: BaseCheckpointSaver["deleteThread"];

  constructor(inner: BaseCheckpointSaver) {
    super(inner.serde);
    this.#inner = inner;
    this.list = (...args) => inner.list(...args);
    this.put = (...args) => this.#write(args[0], inner.put(...args));
    this.putWrites = (...args) => this.#write(args[0], inner.putWrites(...args));
    this.deleteThread = (...args) => inner.deleteThread(...args);
  }

  async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const tuple = await this.#read(config);
    if (!tuple) return undefined;
    const { v, channel_values } = tuple.checkpoint;
    const parsed = Conversation.safeParse(channel_values);
    if (!(v <= FORM) || !parsed.success) throw unreadable(parsed.error);
    return tuple;
  }

  async stored(sessionId: string): Promise<void> {
    await Promise.allSettled(this.#writing.get(sessionId) ?? []);
  }

  /** What the store says of itself passes; what it holds and cannot be read does not. */
  async #read(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    try {
      return await this.#inner.getTuple(config);
    } catch (thrown) {
      throw thrown instanceof TurnError ? thrown : unreadable(thrown);
    }
  }

  async #write<T>(config: RunnableConfig, work: Promise<T>): Promise<T> {
    const session = String(config.configurable?.["thread_id"]);
    const writing = this.#writing.get(session) ?? new Set();
    this.#writing.set(session, writing.add(work));
    try {
      return await work;
    } finally {
      writing.delete(work);
      if (writing.size === 0) this.#writing.delete(session);
    }
  }
}

function unreadable(cause: unknown): TurnError {
  const message = "This conversation is stored in a form that cannot be read; start a new one";
  return new TurnError({ kind: "gone", message }, { cause });
}
