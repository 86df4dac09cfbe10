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

/** The same checkpoints, but a conversation that cannot be understood is refused in words (`gone`) before it is gone on with. */
export function checkConversations(checkpoints: BaseCheckpointSaver): BaseCheckpointSaver {
  return new CheckedCheckpoints(checkpoints);
}

/** A class because LangGraph's contract is one. */
class CheckedCheckpoints extends BaseCheckpointSaver {
  readonly #inner: BaseCheckpointSaver;
  readonly list: BaseCheckpointSaver["list"];
  readonly put: BaseCheckpointSaver["put"];
  readonly putWrites: BaseCheckpointSaver["putWrites"];
  readonly deleteThread: BaseCheckpointSaver["deleteThread"];

  constructor(inner: BaseCheckpointSaver) {
    super(inner.serde);
    this.#inner = inner;
    this.list = (...args) => inner.list(...args);
    this.put = (...args) => inner.put(...args);
    this.putWrites = (...args) => inner.putWrites(...args);
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

  /** What the store says of itself passes; what it holds and cannot be read does not. */
  async #read(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    try {
      return await this.#inner.getTuple(config);
    } catch (thrown) {
      throw thrown instanceof TurnError ? thrown : unreadable(thrown);
    }
  }
}

function unreadable(cause: unknown): TurnError {
  const message = "This conversation is stored in a form that cannot be read; start a new one";
  return new TurnError({ kind: "gone", message }, { cause });
}
