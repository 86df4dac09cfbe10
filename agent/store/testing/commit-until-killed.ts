import { openSqlite } from "../documents-sqlite.ts";

/** A process that commits pairs of documents and says how many, until it is killed. */
const [file = ""] = process.argv.slice(2);
const documents = await openSqlite(file);
for (let count = 1; ; count += 1) {
  const fields = { text: "x".repeat(5000) };
  await documents.commit([
    { kind: "put", path: ["a", `${count}-1`], fields },
    { kind: "put", path: ["a", `${count}-2`], fields },
  ]);
  process.send?.(count);
  await new Promise(setImmediate);
}
