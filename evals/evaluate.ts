import { type Config, describeConfig } from "../agent/config.ts";
import type { Deps } from "../agent/deps.ts";
import { askInProcess } from "./ask-in-process.ts";
import { askOverHttp } from "./ask-over-http.ts";
import type { Asker } from "./asker.ts";
import { accept, type Baseline, compare, gate, readBaseline, writeBaseline } from "./baseline.ts";
import { createGoldSource } from "./gold.ts";
import { loadQuestions } from "./load-questions.ts";
import { openRun } from "./open-run.ts";
import type { EvalOptions } from "./options.ts";
import type { Question } from "./question.ts";
import type { RunReport } from "./report/run-report.ts";
import { createProgress, type Screen, toText } from "./report/terminal.ts";
import { writeReport } from "./report/write-report.ts";
import type { QuestionResult } from "./result.ts";
import { runJobs, toJobs } from "./run.ts";
import { openRunFile, runKey, withoutDone } from "./run-file.ts";
import { choose, summarize } from "./summary.ts";

const GOLDEN = "evals/golden";
const OUT = "evals/report/out";

export type Evaluation = {
  readonly options: EvalOptions;
  readonly config: Config;
  readonly screen: Screen;
  /** Stops between questions; what ran stays in the run file. */
  readonly signal: AbortSignal;
  /** What the questions go through, when it is not just what the settings name. */
  readonly stack?: EvalStack;
};

/** Services of this machine that the settings point at. */
export type EvalStack = {
  /** Is told what was opened, before anything is asked. */
  attach(deps: Deps): void;
  /** The same questions; whatever else happens to them is the stack's. */
  around(asker: Asker): Asker;
};

/**
 * Asks the golden questions that the options choose and writes the report; the exit code: 0 when the gate is open.
 *
 * @throws {Error} in words, when there is nothing to ask, or the run was stopped.
 */
export async function evaluate(evaluation: Evaluation): Promise<number> {
  const { options, config, screen } = evaluation;
  const all = await loadQuestions(GOLDEN);
  const questions = choose(all, options);
  if (questions.length === 0) throw new Error("No golden question fits; see --help");
  const started = Date.now();
  const results = await askAll(questions, evaluation);
  const baseline = await readBaseline(options.baseline);
  const report = toReport(results, { baseline, started, options, config });
  const page = await writeReport(report, OUT);
  screen.write(`${toText(report)}Report: ${page}\n`);
  if (!options.accept) return report.closed.length === 0 ? 0 : 1;
  const exist = new Set(all.map(({ id }) => id));
  await writeBaseline(options.baseline, accept(baseline, report.summary, exist));
  screen.write(`Accepted: ${options.baseline}\n`);
  return 0;
}

async function askAll(
  questions: readonly Question[],
  { options, config, screen, signal, stack }: Evaluation,
): Promise<readonly QuestionResult[]> {
  await using run = await openRun(config, stack ? { withOwn: true } : {});
  stack?.attach(run.deps);
  const { target } = options;
  const plain = target ? await askOverHttp(target) : askInProcess(run.deps);
  const asker = stack?.around(plain) ?? plain;
  const jobs = toJobs(questions, options.repeat);
  const file = openRunFile(`${OUT}/run.jsonl`, runKey(questions, askedOf(options)), options.resume);
  const left = withoutDone(jobs, file.done);
  const showProgress = createProgress(left.length, screen);
  const fresh = await runJobs(left, {
    asker,
    gold: createGoldSource(run.deps),
    concurrency: concurrencyOf(options),
    signal,
    onResult: (result) => {
      if (signal.aborted) return;
      file.add(result);
      showProgress(result);
    },
  });
  if (signal.aborted) throw new Error("Stopped; --resume goes on from here");
  return [...file.done, ...fresh];
}

type Circumstances = {
  readonly baseline: Baseline;
  /** Unix ms. */
  readonly started: number;
  readonly options: EvalOptions;
  readonly config: Config;
};

function toReport(
  results: readonly QuestionResult[],
  { baseline, started, options, config }: Circumstances,
): RunReport {
  const summary = summarize(results);
  const difference = compare(baseline, summary);
  return {
    startedAt: new Date(started).toISOString(),
    asked: askedOf(options),
    model: options.target ? "of the service" : String(describeConfig(config)["model"]),
    repeat: options.repeat,
    concurrency: concurrencyOf(options),
    seconds: (Date.now() - started) / 1000,
    summary,
    difference,
    closed: gate(baseline, summary, difference),
    results,
  };
}

function askedOf({ target, stack, faults }: EvalOptions): string {
  return target ?? (stack ? `stand-ins of ${stack}${faults ? ", with faults" : ""}` : "in process");
}

/** One at a time in this process, so that a turn's time is that of one user. */
function concurrencyOf({ concurrency, target }: EvalOptions): number {
  return concurrency ?? (target ? 4 : 1);
}
