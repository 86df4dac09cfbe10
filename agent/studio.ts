import { describeConfig, parseConfig } from "./config.ts";
import type { Deps } from "./deps.ts";
import { buildGraph } from "./graph.ts";
import { openDeps } from "./open-deps.ts";

let opened: Promise<Deps> | undefined;

/**
 * What LangGraph Studio's server runs: the same graph, compiled without a checkpointer, since the server brings its own.
 * The server asks for it with every request; everything is opened once.
 */
export async function graph() {
  opened ??= open();
  try {
    return buildGraph(await opened).compile({ name: "insight-agent" });
  } catch (cause) {
    opened = undefined; // What failed may be there for the next request.
    throw cause;
  }
}

function open(): Promise<Deps> {
  const config = parseConfig(process.env);
  process.stderr.write(`${JSON.stringify(describeConfig(config))}\n`);
  return openDeps(config, {
    report: (cause, about) => process.stderr.write(`${JSON.stringify(about)} ${String(cause)}\n`),
  });
}
