import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { App } from "./routes.ts";

const INFO = {
  title: "InsightAgent",
  version: "1",
  description: [
    "Ask questions. Get answers. With context.",
    "Start a conversation, send a question, and follow its turn as server-sent events:",
    "`reasoning`, `evidence`, `content`, `grounding`, `memory`, and one `done` or `error` at the end.",
    "Each event has the id `<message_id>:<n>`; send it back as `Last-Event-ID` to go on after it.",
  ].join("\n"),
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>InsightAgent: the API</title>
    <link rel="icon" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/initializer.js"></script>
  </body>
</html>
`;

const INITIALIZER = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
  supportedSubmitMethods: ["get", "post", "patch", "delete"],
});
`;

/** The files of swagger-ui-dist that the page needs; no other is served. */
const ASSETS = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
} as const;

const TOKEN = "session_token";

/** The API's description and a page to try it on, with nothing loaded from elsewhere. */
export function addOpenApi(app: App): void {
  app.openAPIRegistry.registerComponent("securitySchemes", TOKEN, {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "Where `GET /auth` says so. Its user is who asks; `user_id` may be left out then.",
  });
  const security = [{ [TOKEN]: [] }, {}];
  app.get("/openapi.json", (c) =>
    c.json(app.getOpenAPI31Document({ openapi: "3.1.0", info: INFO, security })),
  );
  app.get("/docs", (c) => c.html(PAGE));
  app.get("/docs/initializer.js", (c) =>
    c.body(INITIALIZER, 200, { "Content-Type": "text/javascript; charset=utf-8" }),
  );
  for (const [name, type] of Object.entries(ASSETS)) {
    app.get(`/docs/${name}`, async (c) => {
      const file = fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`));
      return c.body(await readFile(file), 200, {
        "Content-Type": type,
        "Cache-Control": "public, max-age=3600",
      });
    });
  }
}
