import type { EngineConnection } from "./duckdb-engine.ts";

/** Connections that are lent out one at a time each, first come first served. */
export type Pool = {
  /** Runs `work` on a free connection, waiting for one. @throws the reason of `signal` while it waits. */
  use<T>(work: (connection: EngineConnection) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Closes every connection once it is free. */
  close(): Promise<void>;
};

export function createPool(connections: readonly EngineConnection[]): Pool {
  const idle = [...connections];
  const waiting: ((connection: EngineConnection) => void)[] = [];

  const take = (signal: AbortSignal): Promise<EngineConnection> => {
    signal.throwIfAborted();
    const free = idle.pop();
    if (free !== undefined) return Promise.resolve(free);
    return new Promise((resolve, reject) => {
      const turn = (connection: EngineConnection) => {
        signal.removeEventListener("abort", leave);
        resolve(connection);
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      waiting.push(turn);
    });
  };

  const give = (connection: EngineConnection) => {
    const next = waiting.shift();
    if (next === undefined) idle.push(connection);
    else next(connection);
  };

  return {
    use: async (work, signal) => {
      const connection = await take(signal);
      try {
        return await work(connection);
      } finally {
        give(connection);
      }
    },
    close: async () => {
      const all = await Promise.all(connections.map(() => take(new AbortController().signal)));
      for (const connection of all) connection.close();
    },
  };
}
