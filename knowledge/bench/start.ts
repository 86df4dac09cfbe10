import { join } from "node:path";
import { openLocalEmbedder } from "../embedder-local.ts";
import { openKnowledge } from "../search.ts";

/* One start of Acme's knowledge for the bench; prints its milliseconds. */

const began = performance.now();
await using embedder = openLocalEmbedder();
await using knowledge = await openKnowledge({
  folder: join(import.meta.dirname, "..", "acme"),
  name: "acme",
  dataDir: process.argv[2] ?? ".data",
  embedder,
});
await knowledge.embedded;
process.stdout.write(String(performance.now() - began));
