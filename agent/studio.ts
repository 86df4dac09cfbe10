import { describeConfig, parseConfig } from "./config.ts";
import { buildGraph } from "./graph.ts";
import { openDeps } from "./open-deps.ts";

/** What LangGraph Studio's server runs: the same graph, compiled without a checkpointer, since the server brings its own. */
export async function graph() {
  const config = parseConfig(process.env);
  const deps = await openDeps(config, {
    report: (cause, about) => process.stderr.write(`${JSON.stringify(about)} ${String(cause)}\n`),
  });
  process.stderr.write(`${JSON.stringify(describeConfig(config))}\n`);
  return buildGraph(deps).compile({ name: "insight-agent" });
}
