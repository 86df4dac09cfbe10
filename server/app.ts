import { fileURLToPath } from "node:url";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { auditRequests } from "./audit-requests.ts";
import { addMessages } from "./chat.ts";
import { addFeedback } from "./feedback.ts";
import { addHealth } from "./health.ts";
import { addHistory } from "./history.ts";
import { problemResponse, RefusedError, STATUS, toProblem } from "./http-error.ts";
import { guardPaths } from "./identity/identify.ts";
import type { Identity } from "./identity/open-identity.ts";
import { addSignIn } from "./identity/sign-in.ts";
import { addKnowledge } from "./knowledge.ts";
import { type Log, logRequests } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { addMetrics } from "./metrics-route.ts";
import { addOpenApi } from "./openapi.ts";
import { type App, createRouter } from "./routes.ts";
import { secureHeaders } from "./security-headers.ts";
import type { Service } from "./service.ts";
import { addSessions } from "./sessions.ts";
import { createStatic } from "./static.ts";
import { addUserMemory } from "./user.ts";
import { addUserData } from "./user-data.ts";
import { addWorkspaces } from "./workspaces.ts";

export type AppOptions = {
  readonly service: Service;
  readonly identity: Identity;
  /** Where the built client lies; default `web/dist`. */
  readonly webDir?: string;
  /** What `/metrics` tells. */
  readonly metrics?: Metrics;
};

/** Room for a question of 20 kB written as JSON escapes. */
const MAX_BODY_BYTES = 256_000;

const WEB_DIR = fileURLToPath(new URL("../web/dist", import.meta.url));

/** HTTP in front of the service. Opens nothing; tested by `app.request`. */
export function createApp({
  service,
  identity,
  webDir = WEB_DIR,
  metrics = createMetrics(),
}: AppOptions): App {
  const app = createRouter();
  app.use(logRequests(service.log, metrics));
  app.use(secureHeaders());
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseBody }));
  for (const path of ["/", "/c/*", "/assets/*", "/docs/*", "/openapi.json"]) {
    app.use(path, compress());
  }
  auditRequests(app, service);
  guardPaths(app, service, identity);
  addSignIn(app, service, identity);
  addSessions(app, service);
  addMessages(app, service);
  addHistory(app, service);
  addFeedback(app, service);
  addUserMemory(app, service);
  addUserData(app, service);
  addWorkspaces(app, service);
  addKnowledge(app, service);
  addHealth(app, service);
  addMetrics(app, service, metrics);
  addOpenApi(app);
  answerTheRest(app, createStatic(webDir));
  app.onError((error, c) => {
    const problem = toProblem(error);
    if (STATUS[problem.kind] >= 500) logCause(service.log, c.get("requestId"), error);
    return problemResponse(c, problem);
  });
  return app;
}

const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"] as const;

/** Files of the client; else a method that the path does not know, or a path that nobody knows. */
function answerTheRest(app: App, readStatic: ReturnType<typeof createStatic>): void {
  app.notFound(async (c) => {
    const { method, path } = c.req;
    const isRead = method === "GET" || method === "HEAD";
    const file = isRead ? await readStatic(c) : undefined;
    if (file) return file;
    const allow = METHODS.filter((one) => hasRoute(app, one, path));
    return allow.length > 0
      ? problemResponse(c, { kind: "method-not-allowed", method, allow })
      : problemResponse(c, { kind: "not-found", what: "a page at this address" });
  });
}

/** Middleware is registered for every method and does not count. */
function hasRoute(app: App, method: string, path: string): boolean {
  return app.router.match(method, path)[0].some(([[, route]]) => route.method !== "ALL");
}

function refuseBody(): never {
  throw new RefusedError({ kind: "too-large", message: "The request is too large" });
}

/** The one place where the cause of a failed request is written down. */
function logCause(log: Log, requestId: string, error: Error): void {
  if (error instanceof RefusedError) return;
  log.error({ requestId, err: error }, "request failed");
}
