import { parseConfig } from "../agent/config.ts";
import { openDeps } from "../agent/open-deps.ts";
import { runTurn } from "../agent/turn.ts";
import { openIdentity } from "./identity/open-identity.ts";
import { createLog, reportTo } from "./log.ts";
import { serve } from "./serve.ts";
import { startTelemetry } from "./telemetry.ts";

try {
  const config = parseConfig(process.env);
  const log = createLog(config.logLevel);
  const telemetry = await startTelemetry(process.env);
  const open = () =>
    openDeps(config, {
      ...reportTo(log),
      early: true,
      opened: ({ workspace, customers }) => {
        log.info({ workspace: workspace.name }, "a workspace is open");
        customers?.warm();
      },
    });
  const identity = await openIdentity(config.auth);
  const code = await serve({ config, identity, open, runTurn, log });
  await telemetry?.stop();
  process.exit(code);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
