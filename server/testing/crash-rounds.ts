import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Crashed, checkRecovery, type Recovery } from "./check-recovery.ts";
import {
  type ConversationReader,
  type ConversationState,
  openReader,
} from "./conversation-state.ts";
import type { Fault, Point } from "./faults.ts";
import { type ServerProcess, startServer } from "./start-server.ts";
import { say, startTalk, type Talk } from "./talk.ts";

/** Where a process dies: at a fault of the turn, or after so many milliseconds of it, by a signal from outside. */
export type Death = { readonly fault: Fault } | { readonly afterMs: number };

export type CrashOptions = {
  /** Settings of the servers: one store, one workspace. */
  readonly env: Readonly<Record<string, string>>;
  /** Three questions of one conversation; the server dies over the second. */
  readonly questions: readonly [string, string, string];
  /** Clocks go on by this with every restart, past leases that nobody can know to be dead. */
  readonly aheadMs: number;
};

export type Round = Recovery & { readonly death: Death };

/** A store with a server on it that is killed again and again. */
export type CrashSite = AsyncDisposable & {
  /** Every point that the second turn passes, in order. */
  readonly points: readonly Point[];
  /** How long that turn took. */
  readonly turnMs: number;
  /** One `kill -9` that meets as many conversations as there are deaths, each at its own; then a restart and what is left. */
  crash(deaths: readonly Death[]): Promise<readonly Round[]>;
};

export async function openCrashSite(options: CrashOptions): Promise<CrashSite> {
  const { env, questions, aheadMs } = options;
  await using opening = new AsyncDisposableStack();
  let restarts = 0;
  let server = await startServer({ env, aheadMs: 0 });
  opening.defer(() => server[Symbol.asyncDispose]());
  const reader = opening.use(await openReader(env));
  const { points, turnMs, reference } = await withoutCrash({ server, reader }, questions);
  const resources = opening.move();
  return {
    points,
    turnMs,
    crash: async (deaths) => {
      const crashed = await crashOver(server, questions, deaths);
      restarts += 1;
      server = await startServer({ env, aheadMs: restarts * aheadMs });
      const rounds: Round[] = [];
      for (const [index, one] of crashed.entries()) {
        const recovery = await checkRecovery({ url: server.url, reader }, one, reference);
        rounds.push({ death: deaths[index] ?? { afterMs: 0 }, ...recovery });
      }
      return rounds;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

type Without = Pick<CrashSite, "points" | "turnMs"> & { readonly reference: ConversationState };

async function withoutCrash(
  { server, reader }: { readonly server: ServerProcess; readonly reader: ConversationReader },
  questions: CrashOptions["questions"],
): Promise<Without> {
  const talk = await startTalk(server.url, `user ${randomUUID()}`);
  let points: readonly Point[] = [];
  let turnMs = 0;
  for (const [index, content] of questions.entries()) {
    await server.plan([]);
    const start = performance.now();
    await say(server.url, talk, { messageId: randomUUID(), content });
    if (index !== 1) continue;
    turnMs = performance.now() - start;
    points = [...server.passed];
  }
  const { state } = await reader.read(server.url, talk);
  if (state.answered.length < questions.length) {
    throw new Error(
      `Cannot compare: ${questions.length} questions, ${state.answered.length} answers`,
    );
  }
  return { points, turnMs, reference: state };
}

async function crashOver(
  server: ServerProcess,
  [first, second, next]: CrashOptions["questions"],
  deaths: readonly Death[],
): Promise<readonly Crashed[]> {
  const { url } = server;
  const talks: Talk[] = [];
  for (const _ of deaths) {
    const talk = await startTalk(url, `user ${randomUUID()}`);
    await say(url, talk, { messageId: randomUUID(), content: first });
    talks.push(talk);
  }
  const outcome = deaths.length > 1 ? "hold" : "die";
  await server.plan(
    deaths.flatMap((death, i) => {
      const talk = talks[i];
      return talk && "fault" in death ? [{ ...talk, fault: death.fault, outcome }] : [];
    }),
  );
  let answered = 0;
  const crashed = talks.map(async (talk): Promise<Crashed> => {
    const messageId = randomUUID();
    const heard = await say(url, talk, { messageId, content: second });
    answered += 1;
    return { talk, messageId, content: second, heard, next };
  });
  const timed = deaths.find((death) => "afterMs" in death);
  if (timed && "afterMs" in timed) await sleep(timed.afterMs);
  else while (answered + server.held.size < deaths.length) await sleep(2);
  server.kill();
  await server.exited;
  return Promise.all(crashed);
}

/** Every way to die over a turn that passes these points. */
export function deathsAt(points: readonly Point[]): readonly Death[] {
  return points.flatMap((point) =>
    (point.at === "event" ? (["after"] as const) : (["before", "during", "after"] as const)).map(
      (when) => ({ fault: { ...point, when } }),
    ),
  );
}

export function describeDeath(death: Death): string {
  if ("afterMs" in death) return `after ${Math.round(death.afterMs)} ms`;
  const { when, at, label, n } = death.fault;
  return `${when} ${at} ${label} ${n}`;
}
