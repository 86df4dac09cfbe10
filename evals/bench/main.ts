import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { benchCrash } from "./crash.ts";
import { benchEvents } from "./events.ts";
import { benchLoad, type LoadBench } from "./load.ts";
import { benchMetricsApi } from "./metrics-api.ts";
import { benchState } from "./state.ts";
import { benchTurn } from "./turn.ts";
import { benchTwoServers } from "./two-servers.ts";

const USAGE = `npm run bench -- state|turn|crash|two-servers|load|client|events|metrics-api|knowledge [options]
  state         what a turn's checkpoint costs, on every store, at turn 5 and turn 200
    --prototype FILE   another saver for Firestore to compare with: exports class FirestoreSaver
    --sessions N       conversations that are measured (10)
  turn          first token and whole turn with a Gemini that takes its time, whoever plans
    --questions N      golden questions (60)
    --workspace NAME   whose (acme)
  crash         kill -9 of the service at every point of a turn, on both stores
    --rounds N         kills on each store (100)
    --store NAME       only sqlite or only firestore
  two-servers   conversations whose requests go to either of two servers on one Firestore
    --sessions N       conversations (200)
  load          many users who ask at the same moment, over HTTP: p50, p95, none lost
    --users N,N        how many (10,50)
    --questions N      of each, one after another (3)
    --workspace NAME   whose golden questions (acme and metrica, in all its roles)
  client        the page: first paint, ready to type, five scenes, a long answer, 1,000 messages
  knowledge     search of 100 to 100,000 passages beside LangChain's MemoryVectorStore, ingest, warm start
  events        what analysts ask most of events: by hand, compiled over rows, compiled over roll-ups
    --events N         how many there are, about (100,000,000: 2 GiB on disk, minutes to make)
    --folder PATH      where they are, and stay (.data/bench)
    --workspace NAME   whose generator and model (metrica)
  metrics-api   the reference Metrics API: each KPI once, then from its memory
    --requests N       from memory (2,000)
`;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`✗ ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  return 1;
});

/** Runs a command of its own, which nothing here may import; its exit code. */
async function runScript(file: string): Promise<number> {
  const child = spawn(process.execPath, [file], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  return Number(code ?? 1);
}

/** The exit code: 0 when every bar was met. */
async function main(args: readonly string[]): Promise<number> {
  const text = { type: "string" } as const;
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      prototype: text,
      sessions: text,
      rounds: text,
      store: text,
      questions: text,
      workspace: text,
      events: text,
      folder: text,
      users: text,
      requests: text,
    },
  });
  const { prototype, sessions, rounds, store, questions, workspace = "acme" } = values;
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  switch (positionals[0]) {
    case "state":
      return benchState(
        { sessions: Number(sessions ?? 10), ...(prototype && { prototype }) },
        print,
      );
    case "turn":
      return benchTurn({ questions: Number(questions ?? 60), workspace }, print);
    case "crash":
      return benchCrash({ rounds: Number(rounds ?? 100), ...(store && { store }) }, print);
    case "two-servers":
      return benchTwoServers({ sessions: Number(sessions ?? 200) }, print);
    case "load":
      return benchLoad(loadOptions(values), print);
    case "metrics-api": {
      const { requests = "2000", folder = ".data/bench/load" } = values;
      return benchMetricsApi({ requests: Number(requests), folder }, print);
    }
    case "client":
      return runScript("web/stopwatch.ts");
    case "knowledge":
      return runScript("knowledge/bench/main.ts");
    case "events": {
      const { events: count = 100_000_000, folder = ".data/bench" } = values;
      const options = { events: Number(count), folder, workspace: values.workspace ?? "metrica" };
      return benchEvents(options, print);
    }
    default:
      process.stderr.write(USAGE);
      return 1;
  }
}

function loadOptions({
  users = "10,50",
  questions = "3",
  workspace,
  folder = ".data/bench/load",
}: Readonly<Partial<Record<string, string>>>): LoadBench {
  const workspaces = workspace === undefined ? ["acme", "metrica"] : [workspace];
  return { users: users.split(",").map(Number), questions: Number(questions), workspaces, folder };
}
