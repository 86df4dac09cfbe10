import { randomUUID } from "node:crypto";
import type { RunnableConfig } from "@langchain/core/runnables";
import { startFirestoreEmulator } from "../../agent/store/testing/firestore-emulator.ts";
import { percentile } from "./percentile.ts";
import { type RecordedPut, recordTurns } from "./recorded-turns.ts";
import { type MeasuredSaver, openSavers } from "./savers.ts";

type StateBench = { readonly sessions: number; readonly prototype?: string };
type Print = (line: string) => void;

/** One turn with one saver. Bytes and documents are what its put wrote. */
type Sample = {
  readonly saver: string;
  readonly turn: number;
  readonly getMs: number;
  readonly putMs: number;
  readonly commits: number;
  readonly documents: number;
  readonly bytes: number;
};

const TURNS = 200;
const SHOWN = [5, 50, TURNS];
const NEAR = 5;
const LOCAL_COMMIT_P95_MS = 2;

/** What LangGraph's checkpoint of a turn costs on every store. 0 when the bars of state are met. */
export async function benchState({ sessions, ...rest }: StateBench, print: Print): Promise<number> {
  await using opening = new AsyncDisposableStack();
  const emulator = opening.use(await startFirestoreEmulator());
  const puts = await recordTurns(TURNS);
  const savers = await openSavers({ emulatorHost: emulator.host, ...rest }, opening);
  const samples: Sample[] = [];
  for (let session = 0; session < sessions; session += 1) {
    samples.push(...(await replaySession(savers, puts)));
  }
  print(
    `${sessions} sessions of ${TURNS} turns; milliseconds of one call: p50 / p95, and of puts the slowest`,
  );
  for (const turn of SHOWN) for (const { name } of savers) print(describe(samples, turn, name));
  for (const { name } of savers) {
    print(`all turns ${name.padEnd(12)}  ${calls(samples.filter(({ saver }) => saver === name))}`);
  }
  return savers.map((saver) => meetsBars(saver, samples, print)).every(Boolean) ? 0 : 1;
}

/** The same turns with every saver, one after another within each turn, so that all see the same machine. */
async function replaySession(
  savers: readonly MeasuredSaver[],
  puts: readonly RecordedPut[],
): Promise<readonly Sample[]> {
  const thread = randomUUID();
  const configs = new Map<string, RunnableConfig>();
  const samples: Sample[] = [];
  for (const [index, put] of puts.entries()) {
    // Each goes first as often as any other, so that none pays for what another leaves to be cleaned up.
    const first = index % savers.length;
    for (const saver of [...savers.slice(first), ...savers.slice(0, first)]) {
      const start = { configurable: { thread_id: thread, checkpoint_ns: "" } };
      const before = configs.get(saver.name);
      const { config, sample } = await turnWith(saver, { start, before, put });
      configs.set(saver.name, config);
      samples.push({ ...sample, turn: index + 1 });
    }
  }
  return samples;
}

type Turn = {
  readonly start: RunnableConfig;
  readonly before: RunnableConfig | undefined;
  readonly put: RecordedPut;
};

/** What LangGraph does in a turn with `durability: "exit"`: reads the newest checkpoint, writes one. */
async function turnWith(
  { name, saver, written }: MeasuredSaver,
  { start, before, put }: Turn,
): Promise<{ config: RunnableConfig; sample: Omit<Sample, "turn"> }> {
  const began = performance.now();
  const found = await saver.getTuple(start);
  const read = performance.now();
  const wanted: unknown = before?.configurable?.["checkpoint_id"];
  if (found?.checkpoint.id !== wanted) throw new Error(`${name} lost checkpoint ${wanted}`);
  const was = { commits: 0, documents: 0, bytes: 0, ...written };
  const { checkpoint, metadata, newVersions } = put;
  const writing = performance.now();
  const config = await saver.put(before ?? start, checkpoint, metadata, newVersions);
  const putMs = performance.now() - writing;
  const is = { ...was, ...written };
  const [commits, documents] = [is.commits - was.commits, is.documents - was.documents];
  const bytes = is.bytes - was.bytes;
  const getMs = read - began;
  return { config, sample: { saver: name, getMs, putMs, commits, documents, bytes } };
}

/** A few turns up to the one shown make its percentiles. */
function describe(all: readonly Sample[], turn: number, saver: string): string {
  const own = all.filter((one) => one.saver === saver);
  const one = own.find((sample) => sample.turn === turn);
  const stored = one?.commits
    ? `${one.commits} commit, ${one.documents} document, ${one.bytes} bytes`
    : "nothing stored";
  const near = own.filter((sample) => sample.turn > turn - NEAR && sample.turn <= turn);
  return `turn ${String(turn).padStart(3)}  ${saver.padEnd(12)}  ${calls(near)}  ${stored}`;
}

function calls(samples: readonly Sample[]): string {
  const ms = (values: readonly number[], ...ratios: readonly number[]) =>
    ratios.map((ratio) => percentile(values, ratio).toFixed(2)).join(" / ");
  const gets = samples.map(({ getMs }) => getMs);
  const puts = samples.map(({ putMs }) => putMs);
  return `get ${ms(gets, 0.5, 0.95).padEnd(15)}  put ${ms(puts, 0.5, 0.95, 1).padEnd(23)}`;
}

function meetsBars(
  { name, written }: MeasuredSaver,
  all: readonly Sample[],
  print: Print,
): boolean {
  if (!written || name === "Prototype") return true;
  const samples = all.filter(({ saver }) => saver === name);
  const isSingle = samples.every(({ commits }) => commits === 1);
  print(`${isSingle ? "✓" : "✗"} ${name}: one commit a turn in ${samples.length} turns`);
  if (name !== "SQLite") return isSingle;
  const p95 = percentile(written.commitMs, 0.95);
  const isQuick = p95 <= LOCAL_COMMIT_P95_MS;
  print(
    `${isQuick ? "✓" : "✗"} ${name}: commit p95 ${p95.toFixed(2)} ms, bar ${LOCAL_COMMIT_P95_MS} ms`,
  );
  return isSingle && isQuick;
}
