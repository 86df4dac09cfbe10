import { type Config, describeConfig, parseConfig } from "../agent/config.ts";
import { openDeps } from "../agent/open-deps.ts";
import { askInProcess } from "./ask-in-process.ts";
import { askOverHttp } from "./ask-over-http.ts";
import { accept, compare, gate, readBaseline, writeBaseline } from "./baseline.ts";
import { writeCandidates } from "./candidates.ts";
import { createGoldSource } from "./gold.ts";
import { loadQuestions } from "./load-questions.ts";
import { openRun } from "./open-run.ts";
import { type EvalOptions, parseOptions, USAGE } from "./options.ts";
import type { RunReport } from "./report/run-report.ts";
import { createProgress, type Screen, toText } from "./report/terminal.ts";
import { writeReport } from "./report/write-report.ts";
import { runJobs, toJobs } from "./run.ts";
import { openRunFile, runKey, withoutDone } from "./run-file.ts";
import { choose, summarize } from "./summary.ts";

const GOLDEN = "evals/golden";
const CANDIDATES = "evals/candidates";
const OUT = "evals/report/out";

const screen: Screen = {
  write: (text) => process.stdout.write(text),
  isTerminal: process.stdout.isTTY === true,
  columns: process.stdout.columns ?? 100,
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});

/** The exit code: 0 when the gate is open. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    screen.write(USAGE);
    return 0;
  }
  const options = parseOptions(args);
  const config = parseConfig(process.env);
  return options["from-feedback"] ? fromFeedback(config) : evaluate(options, config);
}

async function fromFeedback(config: Config): Promise<number> {
  await using deps = await openDeps(config);
  const files = await writeCandidates(deps, CANDIDATES);
  screen.write(files.length === 0 ? "No votes are stored yet\n" : `${files.join("\n")}\n`);
  return 0;
}

async function evaluate(options: EvalOptions, config: Config): Promise<number> {
  const all = await loadQuestions(GOLDEN);
  const questions = choose(all, options);
  if (questions.length === 0) throw new Error("No golden question fits; see --help");
  await using run = await openRun(config);
  const asked = options.target ?? "in process";
  const asker = options.target ? await askOverHttp(options.target) : askInProcess(run.deps);
  const jobs = toJobs(questions, options.repeat);
  const file = openRunFile(`${OUT}/run.jsonl`, runKey(questions, asked), options.resume);
  const left = withoutDone(jobs, file.done);
  const showProgress = createProgress(left.length, screen);
  const concurrency = options.concurrency ?? (options.target ? 4 : 1);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const started = Date.now();
  const fresh = await runJobs(left, {
    asker,
    gold: createGoldSource(run.deps),
    concurrency,
    signal: stop.signal,
    onResult: (result) => {
      if (stop.signal.aborted) return;
      file.add(result);
      showProgress(result);
    },
  });
  if (stop.signal.aborted) throw new Error("Stopped; --resume goes on from here");
  const baseline = await readBaseline(options.baseline);
  const results = [...file.done, ...fresh];
  const summary = summarize(results);
  const difference = compare(baseline, summary);
  const report: RunReport = {
    startedAt: new Date(started).toISOString(),
    asked,
    model: options.target ? "of the service" : String(describeConfig(run.config)["model"]),
    repeat: options.repeat,
    concurrency,
    seconds: (Date.now() - started) / 1000,
    summary,
    difference,
    closed: gate(baseline, summary, difference),
    results,
  };
  const page = await writeReport(report, OUT);
  screen.write(`${toText(report)}Report: ${page}\n`);
  if (!options.accept) return report.closed.length === 0 ? 0 : 1;
  const exist = new Set(all.map(({ id }) => id));
  await writeBaseline(options.baseline, accept(baseline, summary, exist));
  screen.write(`Accepted: ${options.baseline}\n`);
  return 0;
}
