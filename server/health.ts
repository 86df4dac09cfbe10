import { createRoute, z } from "@hono/zod-openapi";
import { RefusedError } from "./http-error.ts";
import { type App, ERRORS, json } from "./routes.ts";
import type { Service } from "./service.ts";
import { closedWords } from "./when-open.ts";

const tags = ["Operation"];

const live = createRoute({
  method: "get",
  path: "/healthz",
  tags,
  summary: "Whether the process answers at all",
  responses: { 200: json("It does", z.object({ status: z.string() })), ...ERRORS },
});

const ready = createRoute({
  method: "get",
  path: "/readyz",
  tags,
  summary: "Whether data and documents of a workspace are open and questions are taken",
  description: "A workspace that is not open yet, or could not be opened, is named in `warnings`.",
  responses: {
    200: json(
      "Ready",
      z.object({
        status: z.literal("ready"),
        model: z.string(),
        warehouse: z.string(),
        store: z.string(),
        workspaces: z.array(z.string()),
        warnings: z.array(z.string()),
      }),
    ),
    ...ERRORS,
  },
});

/** For whoever watches the process. */
export function addHealth(app: App, service: Service): void {
  app.openapi(live, (c) => c.json({ status: "ok" }, 200));

  app.openapi(ready, (c) => {
    const state = service.state();
    if (state !== "ready") throw new RefusedError({ kind: state });
    const { config, workspaces, closed = new Map() } = service.opened().deps;
    const offline = config.model.kind === "offline";
    return c.json(
      {
        status: "ready" as const,
        model: config.model.kind === "gemini" ? config.model.model : "offline",
        warehouse: config.warehouse.kind,
        store: config.store.kind,
        workspaces: [...workspaces.keys()].sort(),
        warnings: [
          ...(offline && config.production ? [OFFLINE_IN_PRODUCTION] : []),
          ...[...closed.values()].map(closedWords),
          ...[...workspaces].flatMap(([name, { knowledge }]) => {
            const lacking = knowledge.lacking?.();
            return lacking === undefined ? [] : [`${name}: ${lacking}`];
          }),
        ],
      },
      200,
    );
  });
}

/** Said at start and by `/readyz`: nobody should meet the offline analyst in production unawares. */
export const OFFLINE_IN_PRODUCTION =
  "Running in production with the offline analyst; set GOOGLE_API_KEY to answer with Gemini";
