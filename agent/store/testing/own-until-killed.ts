import { openSqliteOwners } from "../documents-sqlite-owners.ts";

/** A process that takes its place among the owners and says its name. */
const [folder = ""] = process.argv.slice(2);
const owners = openSqliteOwners(folder);
// Held for as long as the process lives: what nothing refers to is collected, and its lock with it.
process.once("exit", () => owners[Symbol.dispose]());
process.send?.(owners.own);
setInterval(() => {}, 1_000);
