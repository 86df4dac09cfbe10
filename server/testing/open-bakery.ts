import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeWorkspace } from "../../agent/testing/write-workspace.ts";

/** A small workspace and an empty data folder, as settings of servers that run for real; both go when it is disposed of. */
export async function openBakery(): Promise<
  AsyncDisposable & { readonly env: Readonly<Record<string, string>> }
> {
  const root = await mkdtemp(join(tmpdir(), "insight-bakery-"));
  await writeWorkspace(join(root, "workspaces"), "bakery");
  return {
    env: { DATA_DIR: join(root, "data"), KNOWLEDGE_DIR: join(root, "workspaces") },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

/** Each leans on the one before, so that lost state shows in the answers. */
export const BAKERY_QUESTIONS = [
  "What were takings in December 2024?",
  "and in November 2024?",
  "and by product?",
] as const;
