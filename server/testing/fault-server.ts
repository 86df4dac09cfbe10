import { join } from "node:path";
import { parseConfig } from "../../agent/config.ts";
import { openDeps } from "../../agent/open-deps.ts";
import { createStores } from "../../agent/store/create-stores.ts";
import { openFirestore } from "../../agent/store/documents-firestore.ts";
import { openSqlite } from "../../agent/store/documents-sqlite.ts";
import { openSqliteOwners } from "../../agent/store/documents-sqlite-owners.ts";
import { runTurn } from "../../agent/turn.ts";
import { UNPROVEN } from "../identity/open-identity.ts";
import { createLog, reportTo } from "../log.ts";
import { serve } from "../serve.ts";
import { createFaults } from "./faults.ts";
import { type FromServer, ServerOptions, ToServer } from "./server-messages.ts";

// The service as `main.ts` starts it, with its stores opened a second time so that they can be made to die.
const options = ServerOptions.parse(JSON.parse(process.argv[2] ?? ""));
const config = parseConfig({ ...options.env, PORT: "0", LOG_LEVEL: "error" });
const log = createLog(config.logLevel);
const now = () => Date.now() + options.aheadMs;

const tell = (message: FromServer) => process.send?.(message);
const faults = createFaults({
  onPass: (point) => tell({ kind: "passed", point }),
  onHold: (sessionId) => tell({ kind: "held", sessionId }),
});

process.on("message", (message) => {
  faults.plan(ToServer.parse(message));
  tell({ kind: "planned" });
});

// Who started it is gone, and cannot stop it any more.
process.once("disconnect", () => process.exit());

async function open() {
  await using opening = new AsyncDisposableStack();
  const deps = opening.use(await openDeps(config, reportTo(log)));
  const { store, dataDir } = config;
  const inSqlite = store.kind === "sqlite";
  const documents = opening.use(
    inSqlite
      ? await openSqlite(join(dataDir, "insight.sqlite"), { now })
      : await openFirestore({ ...store, now }),
  );
  const owners = inSqlite && opening.use(openSqliteOwners(join(dataDir, "processes")));
  const stores = createStores(faults.watchDocuments(documents), {
    sessions: { now },
    turns: { now, ...(owners && { owners }) },
  });
  const resources = opening.move();
  return { ...deps, ...stores, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const watched = faults.watchTurns(runTurn);

process.exit(
  await serve({
    config,
    identity: UNPROVEN,
    open,
    runTurn: (input, deps, signal) => {
      tell({ kind: "ran", messageId: input.messageId });
      return watched(input, deps, signal);
    },
    log,
  }),
);
