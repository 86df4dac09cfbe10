import { onTestFinished } from "vitest";
import type { Deps } from "../../agent/deps.ts";
import { createApp } from "../app.ts";
import { type Identity, UNPROVEN } from "../identity/open-identity.ts";
import { createLog } from "../log.ts";
import { createService, type RunTurn, type ServiceOptions } from "../service.ts";
import { openTestDeps } from "./open-deps.ts";
import { scripted } from "./script.ts";

export type TestOptions = Partial<ServiceOptions> & {
  readonly runTurn?: RunTurn;
  readonly now?: () => number;
  readonly webDir?: string;
  readonly identity?: Identity;
  /** In place of `open`. */
  readonly deps?: Deps;
};

/** An app over real stores and scripted turns, put away at the end of the test. */
export async function openApp(options: TestOptions = {}) {
  const { runTurn = scripted(), now, webDir, identity = UNPROVEN, ...others } = options;
  const { open = () => openTestDeps(now), deps: given, ...rest } = others;
  const deps = given ?? (await open());
  const log = createLog("silent");
  const service = createService({ open: async () => deps, runTurn, log, stopMs: 200, ...rest });
  await service.ready;
  const app = createApp({ service, identity, ...(webDir && { webDir }) });
  onTestFinished(async () => {
    await service.stop(0);
    await service.close();
  });
  return { app, deps, service };
}

export type TestApp = Awaited<ReturnType<typeof openApp>>["app"];
