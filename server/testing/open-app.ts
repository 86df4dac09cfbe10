import { onTestFinished } from "vitest";
import { createApp } from "../app.ts";
import { createLog } from "../log.ts";
import { createService, type RunTurn, type ServiceOptions } from "../service.ts";
import { openTestDeps } from "./open-deps.ts";
import { scripted } from "./script.ts";

export type TestOptions = Partial<ServiceOptions> & {
  readonly runTurn?: RunTurn;
  readonly now?: () => number;
  readonly webDir?: string;
};

/** An app over real stores and scripted turns, put away at the end of the test. */
export async function openApp(options: TestOptions = {}) {
  const { runTurn = scripted(), now, webDir, open = () => openTestDeps(now), ...rest } = options;
  const deps = await open();
  const log = createLog("silent");
  const service = createService({ open: async () => deps, runTurn, log, stopMs: 200, ...rest });
  await service.ready;
  const app = createApp({ service, ...(webDir && { webDir }) });
  onTestFinished(async () => {
    await service.stop(0);
    await service.close();
  });
  return { app, deps, service };
}

export type TestApp = Awaited<ReturnType<typeof openApp>>["app"];
