import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Asker } from "./asker.ts";
import type { Question } from "./question.ts";
import type { QuestionResult } from "./result.ts";
import { type RunOptions, runJobs, toJobs } from "./run.ts";
import { openRunFile, runKey, withoutDone } from "./run-file.ts";
import { turnWith } from "./scoring/empty-answer.ts";
import { expecting } from "./scoring/testing.ts";

const said = (text: string, new_session = false) => ({
  question: text,
  expect: expecting({ must_say: ["fine"] }),
  new_session,
});
const question = (id: string, ...turns: ReturnType<typeof said>[]): Question => ({
  id,
  workspace: "shop",
  topic: "talk",
  why: "a test",
  memoryBefore: [],
  turns,
});
const gold = { forTurn: async () => new Map() };
const answering = (talk: Partial<Awaited<ReturnType<Asker["talk"]>>> = {}): Asker => ({
  workspaces: new Set(["shop"]),
  talk: async () => ({ ask: async () => turnWith("fine"), startSession: async () => {}, ...talk }),
});
const run = (questions: readonly Question[], options: Partial<RunOptions> = {}) =>
  runJobs(toJobs(questions, 1), {
    asker: answering(),
    gold,
    concurrency: 2,
    onResult: () => {},
    signal: new AbortController().signal,
    ...options,
  });

describe("runJobs()", () => {
  test("asks the turns of a question in order, in new conversations where it says so", async () => {
    const heard: string[] = [];
    const asker = answering({
      ask: async (text) => {
        heard.push(text);
        return turnWith("fine");
      },
      startSession: async () => void heard.push("(new)"),
    });
    const [result] = await run([question("q", said("one"), said("two", true))], { asker });
    expect(heard).toEqual(["one", "(new)", "two"]);
    expect(result?.passed).toBe(true);
  });

  test("never asks more at one time than it may", async () => {
    let now = 0;
    let most = 0;
    const asker = answering({
      ask: async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        return turnWith("fine");
      },
    });
    const many = Array.from({ length: 9 }, (_, index) => question(`q${index}`, said("one")));
    await run(many, { asker, concurrency: 3 });
    expect(most).toBe(3);
  });

  test("makes a failed turn of what throws, and goes on", async () => {
    const asker = answering({
      ask: async () => {
        throw new Error("connection lost");
      },
    });
    const [result] = await run([question("q", said("one"))], { asker });
    expect(result?.turns[0]?.checks).toEqual([
      { rule: "runs", passed: false, detail: "connection lost" },
    ]);
  });

  test("skips what the other side cannot be asked", async () => {
    const elsewhere = { ...answering(), workspaces: new Set(["other"]) };
    const [result] = await run([question("q", said("one"))], { asker: elsewhere });
    expect(result?.skipped).toMatch(/no workspace "shop"/);
    const forgetful = { ...answering(), talk: async () => undefined };
    const [second] = await run([question("q", said("one"))], { asker: forgetful });
    expect(second?.skipped).toMatch(/memories/);
  });

  test("stops between questions when told to", async () => {
    const stop = new AbortController();
    const onResult = () => stop.abort();
    const two = [question("a", said("one")), question("b", said("one"))];
    const results = await run(two, { concurrency: 1, onResult, signal: stop.signal });
    expect(results).toHaveLength(1);
  });
});

describe("openRunFile()", () => {
  const folder = mkdtempSync(join(tmpdir(), "run-file-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "run.jsonl");
  const result = { id: "a", attempt: 1 } as QuestionResult;

  test("goes on after a run that was killed in the middle of a line", () => {
    openRunFile(file, "key", false).add(result);
    writeFileSync(file, `${readFileSync(file, "utf8")}{"id":"b","att`);
    const resumed = openRunFile(file, "key", true);
    expect(resumed.done).toEqual([result]);
    const jobs = toJobs([question("a", said("one")), question("b", said("one"))], 1);
    expect(withoutDone(jobs, resumed.done).map((job) => job.question.id)).toEqual(["b"]);
  });

  test("starts anew when the questions have changed", () => {
    openRunFile(file, runKey([question("a")], "here"), false).add(result);
    expect(openRunFile(file, runKey([question("b")], "here"), true).done).toEqual([]);
  });
});
