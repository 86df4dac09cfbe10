import { describeConfig, parseConfig } from "./config.ts";
import type { Deps } from "./deps.ts";
import { buildGraph } from "./graph.ts";
import { openDeps } from "./open-deps.ts";

let opening: Promise<Deps> | undefined;

/**
 * What LangGraph Studio's server runs: the same graph, without a checkpointer, since the server sets its own on it.
 *
 * The server calls this for every request: what the graph needs is opened once, by the first, and stays open.
 */
export async function graph() {
  opening ??= open();
  try {
    return buildGraph(await opening).compile({ name: "insight-agent" });
  } catch (error) {
    opening = undefined; // the next request tries again, with a workspace that may have been mended
    throw error;
  }
}

async function open(): Promise<Deps> {
  const config = parseConfig(process.env);
  write(describeConfig(config));
  return await openDeps(config, {
    report: (cause, about) => write({ ...about, cause: String(cause) }),
    warn: (sentence) => write({ warning: sentence }),
  });
}

function write(line: Readonly<Record<string, unknown>>): void {
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
