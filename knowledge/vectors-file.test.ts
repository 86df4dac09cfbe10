import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testVectorStore } from "./vector-store.contract.ts";
import { createFileVectors } from "./vectors-file.ts";

const folder = await mkdtemp(join(tmpdir(), "vectors-"));
afterAll(() => rm(folder, { recursive: true }));

let last = 0;
testVectorStore("createFileVectors()", async () => {
  last += 1;
  const path = join(folder, `${last}.vectors`);
  return () => createFileVectors(path);
});
