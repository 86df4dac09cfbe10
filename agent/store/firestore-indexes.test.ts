import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { emptyCheckpoint } from "@langchain/langgraph-checkpoint";
import { z } from "zod";
import { createCheckpoints } from "./checkpoints.ts";
import type { DocumentQuery, Documents, Write } from "./documents.ts";
import { createFeedbacks } from "./feedback.ts";
import { createMemories } from "./memories.ts";
import { createSessions } from "./sessions.ts";
import { createClock } from "./testing/clock.ts";
import { createMemoryDocuments } from "./testing/memory-documents.ts";
import { createTurns } from "./turns.ts";
import { createUserData } from "./user-data.ts";

const Indexes = z.object({
  indexes: z.array(
    z.object({
      collectionGroup: z.string(),
      queryScope: z.enum(["COLLECTION", "COLLECTION_GROUP"]),
      fields: z.array(
        z.union([
          z.object({ fieldPath: z.string(), order: z.string() }),
          z.object({
            fieldPath: z.string(),
            vectorConfig: z.object({ dimension: z.int().max(2048), flat: z.object({}) }),
          }),
        ]),
      ),
    }),
  ),
  fieldOverrides: z.array(
    z.object({
      collectionGroup: z.string(),
      fieldPath: z.string(),
      ttl: z.boolean().optional(),
      indexes: z.array(z.unknown()),
    }),
  ),
});

/** Every query asked and every write made when all that the stores offer is used. */
async function useEverything() {
  const queries: DocumentQuery[] = [];
  const writes: Write[] = [];
  const clock = createClock();
  const memory = createMemoryDocuments(clock.now);
  const documents: Documents = {
    ...memory,
    query: (query) => {
      queries.push(query);
      return memory.query(query);
    },
    commit: (asked) => {
      writes.push(...asked);
      return memory.commit(asked);
    },
  };
  const policy = { userId: "ada", role: "member", workspace: "shop" };
  const checkpoints = createCheckpoints(documents);
  const sessions = createSessions(documents, { checkpoints, now: clock.now });
  const turns = createTurns(documents, { now: clock.now });
  const memories = createMemories(documents, { mostEntries: 2 });
  const feedbacks = createFeedbacks(documents);
  const large = randomBytes(1_000_000).toString("base64");
  const thread = { configurable: { thread_id: "s1", checkpoint_ns: "" } };
  const checkpoint = { ...emptyCheckpoint(), channel_values: { large } };
  const config = await checkpoints.put(
    thread,
    checkpoint,
    { source: "loop", step: 1, parents: {} },
    { large: 1 },
  );
  await checkpoints.putWrites(config, [["large", large]], "t");
  await checkpoints.getTuple(thread);
  for (const asked of [thread, config, { configurable: { thread_id: "s1" } }]) {
    await checkpoints.list(asked, { before: config }).next();
  }
  await sessions.create(policy, "s1");
  await sessions.list("ada");
  const question = { sessionId: "s1", userId: "ada", content: "Why?" };
  await turns.begin({ ...question, messageId: "m1" });
  await turns.finish("m1", "done", [{ type: "content", delta: large }]);
  await turns.begin({ ...question, messageId: "m2" });
  await turns.finish("m2", "done", []);
  await turns.ofSession("s1");
  await turns.closeAbandoned();
  for (const kind of ["finding", "preference", "context"] as const) {
    const saved = { kind, value: "x", savedAt: "2025-01-06" };
    await memories.save(policy, { ...saved, key: "1" });
    await memories.save(policy, { ...saved, key: "2" });
    await memories.save(policy, { ...saved, key: "3" });
  }
  await memories.saveSession(policy, {
    sessionId: "s1",
    date: "2025-01-06",
    topics: [],
    keyFindings: [],
  });
  await memories.recall(policy);
  await feedbacks.list("shop");
  const userData = createUserData({ documents, sessions, turns });
  await userData.exportUser("ada");
  await userData.deleteUser("ada");
  return { queries, writes };
}

function collectionOf({ from }: DocumentQuery): string {
  return "everyCollection" in from ? from.everyCollection : (from.at(-1) ?? "");
}

/** The composite index a query needs in Firestore; undefined where its own single-field indexes do. */
function neededIndex(query: DocumentQuery): string | undefined {
  const { from, where = [], orderBy } = query;
  const equal = where.filter(({ is, field }) => is === "=" && field !== orderBy?.field);
  if (equal.length === 0 || !orderBy) return undefined;
  const scope = "everyCollection" in from ? "COLLECTION_GROUP" : "COLLECTION";
  const fields = equal.map(({ field }) => `${field} ASCENDING`);
  const ordered = `${orderBy.field} ${orderBy.direction.toUpperCase()}`;
  return [scope, collectionOf(query), ...fields, ordered].join(" ");
}

describe("firestore.indexes.json", async () => {
  const file = new URL("../../firestore.indexes.json", import.meta.url);
  const { indexes, fieldOverrides } = Indexes.parse(JSON.parse(await readFile(file, "utf8")));
  const { queries, writes } = await useEverything();
  const puts = writes.flatMap((write) => (write.kind === "put" ? [write] : []));

  it("has the composite index of every query, and no other", () => {
    const needed = new Set(queries.flatMap((query) => neededIndex(query) ?? []));
    const there = indexes.flatMap(({ queryScope, collectionGroup, fields }) => {
      const ordered = fields.flatMap((field) =>
        "order" in field ? [`${field.fieldPath} ${field.order}`] : [],
      );
      const isOfVectors = ordered.length < fields.length;
      return isOfVectors ? [] : [[queryScope, collectionGroup, ...ordered].join(" ")];
    });
    expect(new Set(there)).toEqual(needed);
  });

  it("expires every collection whose documents expire, and no other", () => {
    const expiring = puts.filter(({ expireAtMs }) => expireAtMs !== undefined);
    const policies = fieldOverrides.filter(({ ttl, fieldPath }) => ttl && fieldPath === "expireAt");
    expect(new Set(policies.map(({ collectionGroup }) => collectionGroup))).toEqual(
      new Set(expiring.map(({ path }) => path.at(-2))),
    );
  });

  it("indexes no bytes, which cost and cannot be asked for", () => {
    const exempt = fieldOverrides.map((one) => `${one.collectionGroup}.${one.fieldPath}`);
    const bytes = puts.flatMap(({ path, fields }) =>
      Object.entries(fields)
        .filter(([, value]) => value instanceof Uint8Array)
        .map(([name]) => `${path.at(-2)}.${name}`),
    );
    expect(exempt).toEqual(expect.arrayContaining([...new Set(bytes)]));
  });

  it("has the vector index of each embedder that knowledge comes with, filtered as it is asked", () => {
    const ofVectors = indexes.flatMap(({ collectionGroup, fields }) =>
      fields.flatMap((field) =>
        "vectorConfig" in field
          ? [
              {
                collectionGroup,
                filters: fields.filter((one) => "order" in one).map((one) => one.fieldPath),
                field: field.fieldPath,
                dimension: field.vectorConfig.dimension,
              },
            ]
          : [],
      ),
    );
    const vector = {
      collectionGroup: "passages",
      filters: ["embedder", "workspace"],
      field: "whole",
    };
    expect(ofVectors).toEqual([
      { ...vector, dimension: 512 },
      { ...vector, dimension: 768 },
    ]);
  });

  it("indexes none of the entries that a folded memory holds, each of which would cost as many", () => {
    const exempt = fieldOverrides.map((one) => `${one.collectionGroup}.${one.fieldPath}`);
    const folded = puts.flatMap(({ path, fields }) =>
      fields["earlier"] === undefined ? [] : [`${path.at(-2)}.earlier`],
    );
    expect(new Set(folded)).toEqual(
      new Set(["findings.earlier", "preferences.earlier", "context.earlier"]),
    );
    expect(exempt).toEqual(expect.arrayContaining(folded));
  });

  it("exempts no field that a query asks for", () => {
    const asked = queries.flatMap((query) =>
      [...(query.where ?? []), ...(query.orderBy ? [query.orderBy] : [])].map(
        ({ field }) => `${collectionOf(query)}.${field}`,
      ),
    );
    const exempt = fieldOverrides.map((one) => `${one.collectionGroup}.${one.fieldPath}`);
    expect(exempt.filter((field) => asked.includes(field))).toEqual([]);
  });
});
