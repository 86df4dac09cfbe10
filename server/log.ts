import { AsyncLocalStorage } from "node:async_hooks";
import { trace } from "@opentelemetry/api";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import pino from "pino";
import type { Policy } from "../agent/policy.ts";
import { toErrorFacts } from "./error-facts.ts";
import type { Caller } from "./identity/who.ts";
import type { Metrics } from "./metrics.ts";

/** What the service writes to. Lines are JSON; never a user's id, a question or an answer. */
export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error" | "fatal">;

/** What a request carries through its handlers. */
export type AppEnv = {
  Variables: {
    requestId: string;
    caller?: Caller;
    /** Those that it was given, each for the audit. */
    policies?: readonly Policy[];
  };
};

/** Where lines go: a stream of the process, or what a test reads. */
export type LogTarget = "stdout" | "stderr" | { write(line: string): void };

/** The request that a line belongs to; a turn's lines belong to the request that asked for it, long after its answer. */
const request = new AsyncLocalStorage<{ readonly requestId: string }>();

/**
 * Writes to standard output, or to standard error where that is for answers. `level` is one of pino's, or `silent`.
 * Errors are told by kind and place; at level `debug` with their words too, which may quote data.
 */
export function createLog(level: string, to: LogTarget = "stdout"): Log {
  const withWords = level === "debug";
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: idsHere,
    serializers: { err: (thrown: unknown) => toErrorFacts(thrown, withWords) },
    hooks: { logMethod: withoutErrorsWords },
  };
  if (typeof to === "object") return pino(options, to);
  return pino(options, pino.destination({ fd: to === "stdout" ? 1 : 2, sync: true }));
}

/** Without a sentence of ours pino takes the error's own. */
function withoutErrorsWords(
  this: pino.Logger,
  args: Parameters<pino.LogFn>,
  write: pino.LogFn,
): void {
  if (args.length === 1 && typeof args[0] === "object") write.apply(this, [args[0], "error"]);
  else write.apply(this, args);
}

/** The request, and the trace where spans are made: what joins lines of one turn. */
function idsHere(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext();
  return { ...request.getStore(), ...(span && { traceId: span.traceId, spanId: span.spanId }) };
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

/** Asked for every few seconds by whatever watches the process. */
const PROBES: readonly string[] = ["/healthz", "/readyz", "/metrics"];

/** Gives each request an id, logs and counts it by its route, which names no person, once it is answered. */
export function logRequests(log: Log, metrics?: Metrics): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = c.req.header("x-request-id") ?? "";
    const requestId = SAFE_ID.test(given) ? given : crypto.randomUUID();
    const startedAt = performance.now();
    c.set("requestId", requestId);
    await request.run({ requestId }, next);
    c.header("X-Request-Id", requestId);
    const { method } = c.req;
    const route = routePath(c, -1);
    const { status } = c.res;
    const ms = performance.now() - startedAt;
    metrics?.request({ method, route, status, ms });
    const level = PROBES.includes(route) && status < 400 ? "debug" : "info";
    log[level]({ requestId, method, route, status, ms: Math.round(ms) }, "request");
  };
}
