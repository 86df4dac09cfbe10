import { parseConfig } from "../config.ts";
import { openDeps } from "../open-deps.ts";
import { DEFAULT_ROLE } from "../policy.ts";
import { runTurn } from "../turn.ts";

/** A process that opens everything, asks one question and prints the answer. */
const [dataDir = "", knowledgeDir = "", question = ""] = process.argv.slice(2);
const config = parseConfig({ DATA_DIR: dataDir, KNOWLEDGE_DIR: knowledgeDir });
await using deps = await openDeps(config);
const [workspace = ""] = deps.workspaces.keys();
const policy = { userId: `user ${process.pid}`, role: DEFAULT_ROLE, workspace };
const ids = { sessionId: crypto.randomUUID(), messageId: crypto.randomUUID() };
const input = { policy, ...ids, content: question };
for await (const event of runTurn(input, deps, new AbortController().signal)) {
  if (event.type === "content") process.stdout.write(event.delta);
  if (event.type === "error") process.stdout.write(event.message);
}
