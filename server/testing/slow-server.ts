import { parseConfig } from "../../agent/config.ts";
import { UNPROVEN } from "../identity/open-identity.ts";
import { createLog } from "../log.ts";
import { serve } from "../serve.ts";
import { openTestDeps } from "./open-deps.ts";
import { gated, scripted, waiting } from "./script.ts";

// A real server process for `shutdown.test.ts`: real stores, scripted turns, its port as the first argument.
// The turn "gate" goes on when the process is told to stop.
const config = parseConfig({ PORT: process.argv[2] ?? "0", LOG_LEVEL: "info" });
const gate = gated();
process.once("SIGTERM", () => setTimeout(gate.open, 50));
const options = {
  config,
  identity: UNPROVEN,
  open: () => openTestDeps(),
  runTurn: scripted({ wait: waiting, gate: gate.script }),
  log: createLog(config.logLevel),
  graceMs: 1_000,
};
process.exit(await serve(options));
