import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { type Config, describeConfig } from "../agent/config.ts";
import type { Deps } from "../agent/deps.ts";
import { createApp } from "./app.ts";
import { OFFLINE_IN_PRODUCTION } from "./health.ts";
import { checkEntry } from "./identity/check-entry.ts";
import type { Identity } from "./identity/open-identity.ts";
import { listen } from "./listen.ts";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { createService, type RunTurn, type Service } from "./service.ts";
import { pause } from "./until-overdue.ts";
import { watchTurns } from "./watch-turns.ts";

export type ServeOptions = {
  readonly config: Config;
  readonly identity: Identity;
  readonly open: () => Promise<Deps>;
  readonly runTurn: RunTurn;
  readonly log: Log;
  readonly webDir?: string;
  /** How long running turns may go on after a signal; with what follows, the process is gone within 8 s. */
  readonly graceMs?: number;
};

const GRACE_MS = 6_000;
const FLUSH_MS = 300;

/** A connection that takes nothing for this long is dropped; heartbeats keep living ones above it. */
const STALLED_MS = 60_000;

/**
 * Serves until the process is told to stop; the exit code. Listens before anything is open and says so
 * to whoever asks meanwhile. A start that fails is logged in words. Never throws.
 */
export async function serve(options: ServeOptions): Promise<number> {
  const { config, log, identity, graceMs = GRACE_MS } = options;
  log.info(describeConfig(config), "starting");
  if (config.production && config.model.kind === "offline") log.warn(OFFLINE_IN_PRODUCTION);

  const stop = stopSignals(log);
  const server: Server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env),
  }) as Server;
  server.timeout = STALLED_MS;
  const listening = listen(server, config.http);
  const open = async () => {
    await listening;
    const deps = await options.open();
    try {
      for (const words of checkEntry(config, deps)) log.warn(words);
      return deps;
    } catch (error) {
      await deps[Symbol.asyncDispose]();
      throw error;
    }
  };
  const metrics = createMetrics({ process: true });
  const runTurn = watchTurns(options.runTurn, { metrics, log });
  const service = createService({ open, runTurn, log });
  const app = createApp({
    service,
    identity,
    metrics,
    ...(options.webDir && { webDir: options.webDir }),
  });

  try {
    const started = listening.then((url) => service.ready.then(() => announce(options, url)));
    await Promise.race([started, stop.asked]);
  } catch (error) {
    const words = `Cannot start: ${error instanceof Error ? error.message : String(error)}`;
    log.fatal({ err: error }, words);
    if (!config.production) process.stderr.write(`\n  ${words}\n\n`);
    server.close();
    return 1;
  }
  const code = await stop.asked;
  await shutDown(service, server, graceMs);
  log.info("stopped");
  return code;
}

function announce({ config, log }: ServeOptions, url: string): void {
  log.info({ url }, `InsightAgent is ready at ${url}`);
  if (!config.production) process.stdout.write(`\n  InsightAgent is ready: ${url}\n\n`);
}

/** Turns first, then streams, then connections, then data: nobody is cut off in mid-sentence. */
async function shutDown(service: Service, server: Server, graceMs: number): Promise<void> {
  await service.stop(graceMs);
  const flushed = new AbortController();
  server.close(() => flushed.abort());
  server.closeIdleConnections();
  await pause(FLUSH_MS, flushed.signal);
  server.closeAllConnections();
  await service.close();
}

/** `asked` resolves with the exit code when the process is told, or has reason, to stop; a second signal ends it at once. */
function stopSignals(log: Log): { readonly asked: Promise<number> } {
  const asked = new Promise<number>((resolve) => {
    let told = false;
    const onSignal = (signal: string) => {
      if (told) process.exit(1);
      told = true;
      log.info({ signal }, "stopping");
      resolve(0);
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
    process.on("uncaughtException", (error) => {
      log.fatal({ err: error }, "uncaught");
      resolve(1);
    });
  });
  process.on("unhandledRejection", (reason) => log.error({ err: reason }, "unhandled rejection"));
  return { asked };
}
