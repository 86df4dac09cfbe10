import { type Config, parseConfig } from "../agent/config.ts";
import { openDeps } from "../agent/open-deps.ts";
import { writeCandidates } from "./candidates.ts";
import { evaluate } from "./evaluate.ts";
import { parseOptions, USAGE } from "./options.ts";
import type { Screen } from "./report/terminal.ts";
import { openGoogleStack } from "./stack/google-stack.ts";

const CANDIDATES = "evals/candidates";

const screen: Screen = {
  write: (text) => process.stdout.write(text),
  isTerminal: process.stdout.isTTY === true,
  columns: process.stdout.columns ?? 100,
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    screen.write(USAGE);
    return 0;
  }
  const options = parseOptions(args);
  const config = parseConfig(process.env);
  if (options["from-feedback"]) return fromFeedback(config);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const { signal } = stop;
  if (options.stack === undefined) return evaluate({ options, config, screen, signal });
  await using stack = await openGoogleStack(config, options);
  const settings = parseConfig({ ...process.env, ...stack.env });
  return await evaluate({ options, config: settings, screen, signal, stack });
}

async function fromFeedback(config: Config): Promise<number> {
  await using deps = await openDeps(config);
  const files = await writeCandidates(deps, CANDIDATES);
  screen.write(files.length === 0 ? "No votes are stored yet\n" : `${files.join("\n")}\n`);
  return 0;
}
