import { Worker } from "node:worker_threads";
import type {
  PostgresDriver,
  PostgresRows,
  PostgresSession,
  PostgresStatement,
} from "./postgres-driver.ts";
import type { PostgresReply, PostgresRequest, PostgresWorkerData } from "./postgres-worker.ts";

/**
 * Postgres in a thread of this process, in memory: made and filled by the scripts when it is first asked or warmed, which
 * takes a second or two in which the process goes on serving. One statement at a time; one that its caller gave up on still
 * runs to its end. The thread does not keep the process alive.
 */
export function openPostgresEmbedded(
  scripts: () => Promise<readonly string[]>,
): Required<PostgresDriver> {
  let opening: Promise<Thread> | undefined;
  const open = async (): Promise<Thread> => {
    // A thread that failed is not remembered: the next question tries again.
    const forget = () => {
      opening = undefined;
    };
    opening ??= scripts().then((all) => openThread(all, forget));
    opening.catch(forget);
    return opening;
  };
  return {
    run: async (statement, session, signal) => {
      signal.throwIfAborted();
      const { ask } = await open();
      signal.throwIfAborted();
      return ask({ statement, session }, signal);
    },
    warm: async () => {
      await open();
    },
    [Symbol.asyncDispose]: async () => {
      const thread = await opening?.catch(() => undefined);
      await thread?.close();
    },
  };
}

type Asked = { readonly statement: PostgresStatement; readonly session: PostgresSession };

type Thread = {
  ask(asked: Asked, signal: AbortSignal): Promise<PostgresRows>;
  close(): Promise<void>;
};

type Waiting = {
  readonly resolve: (read: PostgresRows) => void;
  readonly reject: (cause: unknown) => void;
};

function openThread(scripts: readonly string[], onEnd: () => void): Thread {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  const worker = new Worker(new URL("./postgres-worker.ts", import.meta.url), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    workerData: { scripts } satisfies PostgresWorkerData,
  });
  worker.unref();
  let broken: Error | undefined;
  const end = (cause: Error) => {
    broken ??= cause;
    onEnd();
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  };
  const settle = (id: number): Waiting | undefined => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    return asked;
  };
  worker.on("message", (reply: PostgresReply) => {
    const asked = settle(reply.id);
    if ("read" in reply) asked?.resolve(reply.read);
    else asked?.reject(Object.assign(new Error(reply.error), { code: reply.code }));
  });
  worker.on("error", (cause) => end(cause));
  worker.on("exit", () => end(new Error("Cannot ask the customer database: it is closed")));
  return {
    ask: (asked, signal) => {
      if (broken) return Promise.reject(broken);
      last += 1;
      const id = last;
      const stop = () => settle(id)?.reject(signal.reason);
      const reading = new Promise<PostgresRows>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      });
      signal.addEventListener("abort", stop, { once: true });
      // Referenced only while it works, so that an idle thread does not hold the process.
      worker.ref();
      worker.postMessage({ id, ...asked } satisfies PostgresRequest);
      return reading.finally(() => signal.removeEventListener("abort", stop));
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
