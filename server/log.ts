import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import pino from "pino";

/** What the service writes to. Lines are JSON; never a user's id, a question or an answer. */
export type Log = Pick<pino.Logger, "info" | "warn" | "error" | "fatal">;

/** What a request carries through its handlers. */
export type AppEnv = { Variables: { requestId: string } };

/** Writes to standard output, or to standard error where that is for answers. `level` is one of pino's, or `silent`. */
export function createLog(level: string, to: "stdout" | "stderr" = "stdout"): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, pino.destination({ fd: to === "stdout" ? 1 : 2, sync: true }));
}

/** What the agent tells its house: causes of broken turns, and what was skipped while opening. */
export function reportTo(log: Log) {
  return {
    report: (cause: unknown, about: Readonly<Record<string, string>>) =>
      log.error({ err: cause, ...about }, "a turn met an error"),
    warn: (sentence: string) => log.warn(sentence),
  };
}

/** A request id from a proxy is kept when it is harmless to print. */
const SAFE_ID = /^[\w.-]{1,64}$/;

/** Gives each request an id and logs it by its route, which names no person, once it is answered. */
export function logRequests(log: Log): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = c.req.header("x-request-id") ?? "";
    const requestId = SAFE_ID.test(given) ? given : crypto.randomUUID();
    const startedAt = performance.now();
    c.set("requestId", requestId);
    await next();
    c.header("X-Request-Id", requestId);
    log.info(
      {
        requestId,
        method: c.req.method,
        route: routePath(c, -1),
        status: c.res.status,
        ms: Math.round(performance.now() - startedAt),
      },
      "request",
    );
  };
}
