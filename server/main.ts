import { parseConfig } from "../agent/config.ts";
import { openDeps } from "../agent/open-deps.ts";
import { runTurn } from "../agent/turn.ts";
import { createLog } from "./log.ts";
import { serve } from "./serve.ts";

try {
  const config = parseConfig(process.env);
  const log = createLog(config.logLevel);
  process.exit(await serve({ config, open: () => openDeps(config), runTurn, log }));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
