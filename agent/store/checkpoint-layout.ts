import type { RunnableConfig } from "@langchain/core/runnables";
import { TurnError } from "../failure.ts";
import type { DocumentPath, DocumentQuery, Filter } from "./documents.ts";

/** A checkpoint's name in LangGraph's terms. `namespace` is empty for the main graph. */
export type CheckpointAddress = {
  readonly thread: string;
  readonly namespace: string;
  readonly id: string;
};

/** Everything of a thread stands beneath this. */
export function threadPath(thread: string): DocumentPath {
  return ["threads", thread];
}

export function namespacePath({ thread, namespace }: Omit<CheckpointAddress, "id">): DocumentPath {
  return [...threadPath(thread), "namespaces", namespace, "checkpoints"];
}

export function checkpointPath(address: CheckpointAddress): DocumentPath {
  return [...namespacePath(address), address.id];
}

export function toConfig({ thread, namespace, id }: CheckpointAddress): RunnableConfig {
  return { configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: id } };
}

/**
 * Thread and namespace of a config that is to be written to.
 *
 * @throws {TurnError} `bad-request` without a thread.
 */
export function writableThread(config: RunnableConfig): Omit<CheckpointAddress, "id"> {
  return { thread: required(config, "thread_id"), namespace: namespaceOf(config) ?? "" };
}

/** @throws {TurnError} `bad-request` when a configurable is missing or empty. */
export function required(config: RunnableConfig, name: "thread_id" | "checkpoint_id"): string {
  const value = textOf(config, name);
  if (value) return value;
  throw new TurnError({
    kind: "bad-request",
    message: `Cannot write a checkpoint: configurable.${name} must be a text that is not empty`,
  });
}

/** Undefined when absent or not text. */
export function textOf(config: RunnableConfig | undefined, name: string): string | undefined {
  const value: unknown = config?.configurable?.[name];
  return typeof value === "string" ? value : undefined;
}

export function namespaceOf(config: RunnableConfig): string | undefined {
  return textOf(config, "checkpoint_ns");
}

/** Newest first: the checkpoints of one namespace, of a thread, or of all. Ids are ordered by time (uuid6). */
export function toQuery(config: RunnableConfig, before: RunnableConfig | undefined): DocumentQuery {
  const thread = textOf(config, "thread_id");
  const namespace = namespaceOf(config);
  const inOne = thread !== undefined && namespace !== undefined;
  return {
    from: inOne ? namespacePath({ thread, namespace }) : { everyCollection: "checkpoints" },
    where: [
      ...(inOne ? [] : [...equal("thread", thread), ...equal("namespace", namespace)]),
      ...equal("id", textOf(config, "checkpoint_id")),
      ...compare("<", "id", textOf(before, "checkpoint_id")),
    ],
    orderBy: { field: "id", direction: "descending" },
  };
}

function equal(field: string, value: string | undefined): Filter[] {
  return compare("=", field, value);
}

function compare(is: Filter["is"], field: string, value: string | undefined): Filter[] {
  return value === undefined ? [] : [{ field, is, value }];
}
