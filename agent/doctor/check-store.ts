import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Config } from "../config.ts";
import type { DocumentQuery, Documents } from "../store/documents.ts";
import { openFirestore } from "../store/documents-firestore.ts";
import { openSqlite } from "../store/documents-sqlite.ts";
import { type Check, type Finding, failed, failures, note, ok } from "./check.ts";
import { explainGoogle, isMissingIndex } from "./google-trouble.ts";

const INDEXES = new URL("../../firestore.indexes.json", import.meta.url);
const DEPLOY = "Run firebase deploy --only firestore:indexes, and wait until they are built";
const EXPIRY =
  "Expiry cannot be seen from here: gcloud firestore fields ttls list shows whether expireAt is ACTIVE";

const Indexes = z.object({
  indexes: z.array(
    z.object({
      collectionGroup: z.string(),
      queryScope: z.enum(["COLLECTION", "COLLECTION_GROUP"]),
      fields: z.array(
        z.object({
          fieldPath: z.string(),
          // Vector indexes have a field without one.
          order: z.enum(["ASCENDING", "DESCENDING"]).optional(),
        }),
      ),
    }),
  ),
});

/** That documents can be written, read and removed, and that every query has its index. */
export const checkStore: Check = {
  name: "Store",
  after: ["Data folder"],
  needs: "settings",
  run: async ({ store, dataDir }) => {
    switch (store.kind) {
      case "sqlite": {
        await using documents = await openSqlite(join(dataDir, "insight.sqlite"));
        return [await tryToKeep(documents, `SQLite in "${dataDir}"`)];
      }
      case "firestore":
        return checkFirestore(store);
    }
  },
};

async function checkFirestore(
  store: Extract<Config["store"], { kind: "firestore" }>,
): Promise<readonly Finding[]> {
  const { project, emulatorHost } = store;
  const where = emulatorHost ? `the emulator at ${emulatorHost}` : `project ${project}`;
  await using documents = await openFirestore(store);
  try {
    const kept = await tryToKeep(documents, `Firestore in ${where}`);
    if (kept.health === "failed") return [kept];
    const missing = await missingIndexes(documents);
    if (missing.length > 0) return [kept, ...missing];
    return [
      kept,
      emulatorHost ? note("An emulator asks for no indexes") : ok("every query has its index"),
      ...(emulatorHost ? [] : [note(EXPIRY)]),
    ];
  } catch (thrown) {
    return [
      explainGoogle(thrown, {
        what: `Firestore in ${where} cannot be used`,
        role: "Cloud Datastore User",
        make: `Run gcloud firestore databases create --project=${project} --location=LOCATION`,
      }),
    ];
  }
}

async function tryToKeep(documents: Documents, where: string): Promise<Finding> {
  const path = ["doctor", randomUUID()];
  const isWritten = await documents.commit([{ kind: "put", path, fields: { works: true } }]);
  const found = await documents.get(path);
  await documents.commit([{ kind: "delete", path }]);
  return isWritten && found?.fields["works"] === true
    ? ok(`${where} was written to and read from`)
    : failed(`${where} does not give back what was written`);
}

async function missingIndexes(documents: Documents): Promise<readonly Finding[]> {
  const { indexes } = Indexes.parse(JSON.parse(await readFile(INDEXES, "utf8")));
  const ordered = indexes.filter(({ fields }) => fields.every(({ order }) => order !== undefined));
  const found = await Promise.all(
    ordered.map(async (index) => {
      try {
        await documents.query(toQuery(index));
        return [];
      } catch (thrown) {
        if (!isMissingIndex(thrown)) throw thrown;
        const fields = index.fields.map(({ fieldPath }) => fieldPath).join(", ");
        return failures(
          new Error(`The index of ${index.collectionGroup} by ${fields} is missing`),
          DEPLOY,
        );
      }
    }),
  );
  return found.flat();
}

/** A query that only this index can answer; it finds nothing. */
function toQuery({
  collectionGroup,
  queryScope,
  fields,
}: z.infer<typeof Indexes>["indexes"][number]): DocumentQuery {
  const ordered = fields.at(-1);
  return {
    from:
      queryScope === "COLLECTION_GROUP"
        ? { everyCollection: collectionGroup }
        : ["doctor", "indexes", collectionGroup],
    where: fields
      .slice(0, -1)
      .map(({ fieldPath }) => ({ field: fieldPath, is: "=", value: "doctor" })),
    ...(ordered && {
      orderBy: {
        field: ordered.fieldPath,
        direction: ordered.order === "ASCENDING" ? "ascending" : "descending",
      },
    }),
    limit: 1,
  };
}
