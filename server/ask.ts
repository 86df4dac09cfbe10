import { parseConfig } from "../agent/config.ts";
import type { TurnEvent } from "../agent/events.ts";
import { toWords } from "../agent/failure.ts";
import { openDeps } from "../agent/open-deps.ts";
import { runTurn } from "../agent/turn.ts";
import { findError, toTurnAnswer } from "../agent/turn-answer.ts";
import { type AskOptions, parseAskOptions, USAGE } from "./ask-options.ts";
import { askTurn, workspaceOf } from "./ask-turn.ts";
import { createLog, reportTo } from "./log.ts";
import { createTerminal } from "./terminal.ts";

const parsed = parseAskOptions(process.argv.slice(2));
if (parsed.ok) {
  process.exitCode = await ask(parsed.value).catch((error: unknown) => {
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  });
} else {
  process.stderr.write(`✗ ${toWords(parsed.failure)}\n\n${USAGE}`);
  process.exitCode = 1;
}

/** The exit code: 0 when the question was answered. */
async function ask(options: AskOptions): Promise<number> {
  const config = parseConfig(process.env);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const log = createLog("error", "stderr");
  await using deps = await openDeps(config, {
    ...reportTo(log),
    choose: (names, stores) => workspaceOf(options, names, stores),
  });
  const { signal } = stop;
  const asked = await askTurn(options, { deps, runTurn, log, signal });
  const color = process.stdout.isTTY === true;
  const terminal = createTerminal((text) => process.stdout.write(text), color);
  const events: TurnEvent[] = [];
  for await (const event of asked.events) {
    events.push(event);
    if (!options.json) terminal.show(event);
  }
  const error = findError(events);
  if (options.json) {
    const { messageId, sessionId } = asked;
    const answer = { session_id: sessionId, ...toTurnAnswer(messageId, events) };
    process.stdout.write(`${JSON.stringify(error ? { ...answer, error } : answer, null, 2)}\n`);
  } else if (!error && !options.session) {
    process.stdout.write(`Go on with: npm run ask -- --session ${asked.sessionId} "…"\n`);
  }
  return error ? 1 : 0;
}
