import { deltaChannelHistoryTests, validate } from "@langchain/langgraph-checkpoint-validation";
import { createCheckpoints } from "./checkpoints.ts";
import type { Documents } from "./documents.ts";
import { openTemporary } from "./testing/open-temporary.ts";

let documents: Documents;
const suite = {
  checkpointerName: "createCheckpoints() on SQLite",
  createCheckpointer: async () => {
    documents = await openTemporary();
    return createCheckpoints(documents);
  },
  destroyCheckpointer: async () => documents[Symbol.asyncDispose](),
};

validate(suite);
deltaChannelHistoryTests(suite);
