import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A line to a service that can be cut, held up, and led elsewhere. */
export type Line = {
  readonly url: string;
  /** What was sent to the service, in order, one text a connection. */
  readonly sent: readonly string[];
  /** Where it leads from now on; undefined: nowhere, every connection breaks. */
  lead(to: string | undefined): void;
  /** Of each answer that holds these words, nothing comes through after the event they stand in; until the line is cut. */
  holdAfter(words: string): void;
  /** Breaks every connection in the middle. */
  cut(): void;
  close(): Promise<void>;
};

/** Listens on a free port of this machine. Close it when done. */
export async function openLine(to: string): Promise<Line> {
  const sockets = new Set<Socket>();
  const sent: string[] = [];
  let target: string | undefined = to;
  let holdWords: string | undefined;

  const server = createServer((near) => {
    if (target === undefined) {
      near.destroy();
      return;
    }
    const { hostname, port } = new URL(target);
    const far = connect(Number(port), hostname);
    const at = sent.push("") - 1;
    let heard = "";
    let held = false;
    join(near, far, sockets);
    near.on("data", (data) => {
      sent[at] += data.toString("latin1");
      far.write(data);
    });
    far.on("data", (data) => {
      if (held) return;
      const before = heard.length;
      heard += data.toString("latin1");
      const end = holdWords === undefined ? -1 : endOfEvent(heard, holdWords);
      held = end >= 0;
      near.write(held ? data.subarray(0, Math.max(0, end - before)) : data);
    });
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    holdWords = undefined;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    lead: (next) => {
      target = next;
    },
    holdAfter: (words) => {
      holdWords = words;
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

/** Where the event that holds these words ends; −1 as long as it has not come. */
function endOfEvent(text: string, words: string): number {
  const at = text.indexOf(words);
  const end = at < 0 ? -1 : text.indexOf("\n\n", at);
  return end < 0 ? -1 : end + 2;
}

/** When one side ends, so does the other. */
function join(near: Socket, far: Socket, sockets: Set<Socket>): void {
  const pair = [near, far];
  for (const socket of pair) {
    sockets.add(socket);
    socket.on("error", () => undefined); // what follows an error is its close
    socket.on("close", () => {
      sockets.delete(socket);
      for (const one of pair) one.destroy();
    });
  }
}
