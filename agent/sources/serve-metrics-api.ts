import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import { parseConfig } from "../config.ts";
import { modelOfStore } from "../semantic/stores.ts";
import { openWarehouse } from "../warehouse/open-warehouse.ts";
import type { Workspace } from "../workspace.ts";
import { metricsService } from "./open-metrics-api.ts";

const USAGE = `npm run metrics-api -- [--workspace NAME] [--port 8090]

The reference Metrics API of a workspace, as a service of its own: /v1/kpis, /openapi.json. The workspace's service then
asks it with METRICS_API_URL=http://127.0.0.1:8090.
`;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      workspace: { type: "string" },
      port: { type: "string", default: "8090" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const config = parseConfig(process.env);
  const workspace = choose(await loadWorkspaces(config.knowledgeDirs), values.workspace);
  const { warehouse, scope } = await openWarehouse(workspace, config);
  const timeoutMs = config.limits.toolTimeoutMs;
  const seconds = workspace.metricsApi?.freshSeconds ?? 60;
  const model = modelOfStore(workspace.model, "warehouse");
  const service = metricsService(
    { workspace: { ...workspace, model }, warehouse, scope, timeoutMs },
    seconds,
  );
  const server = createServer(async (request, response) => {
    const answer = await service.request(request.url ?? "/", { method: request.method ?? "GET" });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(Number(values.port), config.http.host, () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : values.port;
    process.stdout.write(
      `Metrics API of ${workspace.title} on http://${config.http.host}:${port}\n`,
    );
  });
  const stop = () => {
    server.close(() => void warehouse[Symbol.asyncDispose]());
    server.closeAllConnections();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  return 0;
}

/** @throws {Error} that names those that have a Metrics API. */
function choose(workspaces: readonly Workspace[], wanted: string | undefined): Workspace {
  const offering = workspaces.filter(({ metricsApi }) => metricsApi !== undefined);
  const [only, another] = offering;
  const found = offering.find(({ name }) => name === wanted);
  if (found) return found;
  if (wanted === undefined && only && !another) return only;
  const names = offering.map(({ name }) => name).join(", ") || "none";
  throw new Error(`Cannot serve "${wanted ?? ""}": workspaces with a metrics_api are ${names}`);
}
