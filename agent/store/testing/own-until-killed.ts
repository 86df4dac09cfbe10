import { openSqliteOwners } from "../documents-sqlite-owners.ts";

/** A process that takes its place among the owners and says its name. */
const [folder = ""] = process.argv.slice(2);
process.send?.(openSqliteOwners(folder).own);
setInterval(() => {}, 1_000);
