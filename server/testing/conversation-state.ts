import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { BaseMessage } from "@langchain/core/messages";
import { parseConfig } from "../../agent/config.ts";
import { type Audit, createAudit } from "../../agent/store/audit.ts";
import { createCheckpoints } from "../../agent/store/checkpoints.ts";
import { openFirestore } from "../../agent/store/documents-firestore.ts";
import { openSqlite } from "../../agent/store/documents-sqlite.ts";
import { readJson, type Talk } from "./talk.ts";

/** Of the bakery that these servers run. */
const WORKSPACE = "bakery";

type Message = {
  readonly message_id: string;
  readonly role: string;
  readonly content: string;
  readonly status?: string;
  readonly evidence?: readonly { readonly rows?: unknown; readonly results?: unknown }[];
  readonly figures?: readonly { readonly text: string; readonly value: number }[];
  readonly grade?: string;
};

type Recall = {
  readonly preferences: readonly Entry[];
  readonly findings: readonly Entry[];
  readonly context: readonly Entry[];
  readonly sessions: readonly { readonly topics: unknown; readonly key_findings: unknown }[];
};
type Entry = { readonly key: string; readonly value: string };

/** A conversation and what is remembered of it, without ids and times, so that two of them compare. */
export type ConversationState = {
  /** Questions that were answered, with their answers. */
  readonly answered: readonly unknown[];
  readonly remembered: unknown;
  /** What the model would be shown of it. */
  readonly said: unknown;
  /** What is wrong with the audit: breaks of the chain, entries twice, answers without any. */
  readonly audited: readonly string[];
};

export type Told = { readonly state: ConversationState; readonly messages: readonly Message[] };

export type ConversationReader = AsyncDisposable & {
  /** As the server at `url` tells it, and as it is stored. */
  read(url: string, talk: Talk): Promise<Told>;
};

/** Reads conversations of servers that run with these settings. */
export async function openReader(
  env: Readonly<Record<string, string>>,
): Promise<ConversationReader> {
  const { store, dataDir } = parseConfig(env);
  const documents = await (store.kind === "sqlite"
    ? openSqlite(join(dataDir, "insight.sqlite"))
    : openFirestore(store));
  const checkpoints = createCheckpoints(documents);
  const audit = createAudit(documents);
  return {
    read: async (url, { sessionId, userId }) => {
      const { messages } = await readJson<{ messages: readonly Message[] }>(
        `${url}/chat/history/${sessionId}`,
      );
      const recall = await readJson<Recall>(
        `${url}/user/memory?user_id=${encodeURIComponent(userId)}`,
      );
      const newest = await checkpoints.getTuple({ configurable: { thread_id: sessionId } });
      const said = newest?.checkpoint.channel_values["messages"];
      return {
        messages,
        state: {
          answered: toAnswers(messages),
          remembered: toMemories(recall),
          said: Array.isArray(said) ? said.map(toSpoken) : [],
          audited: await faultsOf(audit, { sessionId, messages }),
        },
      };
    },
    [Symbol.asyncDispose]: () => documents[Symbol.asyncDispose](),
  };
}

async function faultsOf(
  audit: Audit,
  { sessionId, messages }: { readonly sessionId: string; readonly messages: readonly Message[] },
): Promise<string[]> {
  const { problems } = await audit.verify(WORKSPACE);
  const entries = (await audit.read(WORKSPACE)).filter(({ session }) => session === sessionId);
  const written = entries.map((entry) => JSON.stringify(entry));
  const doubled = written.filter((entry, i) => written.indexOf(entry) !== i);
  const bare = messages.filter(
    ({ role, status, evidence = [], message_id }) =>
      role === "assistant" &&
      status === "done" &&
      evidence.length > 0 &&
      !entries.some(({ message }) => message === message_id),
  );
  return [
    ...problems.map(String),
    ...doubled.map((entry) => `twice: ${entry}`),
    ...bare.map(({ message_id }) => `no entry for ${message_id}`),
  ];
}

/** Results of queries that ran side by side come in any order, so only who spoke counts of them. */
function toSpoken(message: BaseMessage): unknown {
  const type = message.getType();
  return { type, text: type === "tool" ? "" : message.text };
}

function toAnswers(messages: readonly Message[]): unknown[] {
  return messages
    .filter(({ role, status }) => role === "assistant" && status === "done")
    .map(({ message_id, content, evidence = [], figures = [], grade }) => ({
      question: messages.find((one) => one.message_id === message_id && one.role === "user")
        ?.content,
      answer: content,
      // Queries of one step run side by side.
      evidence: evidence.map(({ rows, results }) => JSON.stringify(rows ?? results)).sort(),
      figures: figures.map(({ text, value }) => ({ text, value })),
      grade,
    }));
}

function toMemories({ preferences, findings, context, sessions }: Recall): unknown {
  const plain = (entries: readonly Entry[]) =>
    entries.map(({ key, value }) => `${key}: ${value}`).sort();
  return {
    preferences: plain(preferences),
    findings: plain(findings),
    context: plain(context),
    sessions: sessions.map(({ topics, key_findings }) => ({ topics, key_findings })),
  };
}

/** Where two states differ, in words; empty when nowhere. */
export function differences(found: ConversationState, wanted: ConversationState): string[] {
  return (["answered", "remembered", "said", "audited"] as const)
    .filter((part) => !isDeepStrictEqual(found[part], wanted[part]))
    .map((part) => {
      const [is, should] = [JSON.stringify(found[part]), JSON.stringify(wanted[part])];
      const at = Math.max(0, [...is].findIndex((char, i) => char !== should[i]) - 60);
      const near = (text: string) => text.slice(at, at + 200);
      return `${part} differs from an undisturbed conversation: …${near(is)}… not …${near(should)}…`;
    });
}
