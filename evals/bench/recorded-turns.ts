import { randomUUID } from "node:crypto";
import type { RunnableConfig } from "@langchain/core/runnables";
import {
  type BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointMetadata,
  copyCheckpoint,
  MemorySaver,
} from "@langchain/langgraph-checkpoint";
import { parseConfig } from "../../agent/config.ts";
import { openDeps } from "../../agent/open-deps.ts";
import { DEFAULT_ROLE } from "../../agent/policy.ts";
import { runTurn } from "../../agent/turn.ts";
import { openBakery } from "../../server/testing/open-bakery.ts";

/** What LangGraph asked a saver to keep at the end of one turn. */
export type RecordedPut = {
  readonly checkpoint: Checkpoint;
  readonly metadata: CheckpointMetadata;
  readonly newVersions: ChannelVersions;
};

const MONTHS = ["November", "December"];
const SHAPES = ["What were takings in", "How many sales were there in", "Takings by product in"];

/** The puts of one long conversation with the real agent, in order: one a turn. */
export async function recordTurns(count: number): Promise<readonly RecordedPut[]> {
  await using bakery = await openBakery();
  await using deps = await openDeps(parseConfig(bakery.env));
  const puts: RecordedPut[] = [];
  const recording = { ...deps, checkpoints: recordInto(puts) };
  const policy = { userId: "ada", role: DEFAULT_ROLE, workspace: "bakery" };
  const sessionId = randomUUID();
  for (let turn = 0; turn < count; turn += 1) {
    const shape = SHAPES[turn % SHAPES.length];
    const content = `${shape} ${MONTHS[turn % MONTHS.length]} 2024?`;
    const input = { policy, sessionId, messageId: randomUUID(), content };
    for await (const event of runTurn(input, recording, new AbortController().signal)) {
      if (event.type === "error") throw new Error(`Turn ${turn + 1} failed: ${event.message}`);
    }
    if (puts.length !== turn + 1) throw new Error(`Turn ${turn + 1} made ${puts.length} puts`);
  }
  return puts;
}

function recordInto(puts: RecordedPut[]): BaseCheckpointSaver {
  const saver = new MemorySaver();
  const put = saver.put.bind(saver);
  saver.put = (config: RunnableConfig, checkpoint, ...rest) => {
    const [metadata, newVersions = {}] = rest as [CheckpointMetadata, ChannelVersions?];
    puts.push({ checkpoint: copyCheckpoint(checkpoint), metadata, newVersions });
    return put(config, checkpoint, metadata);
  };
  return saver;
}
