import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands before a server and can cut what runs through it. `host` is `host:port`. */
export type CuttingProxy = AsyncDisposable & {
  readonly host: string;
  /** Every connection that is open now. */
  cut(): void;
};

/** To the server at `target`, `host:port`. */
export async function openCuttingProxy(target: string): Promise<CuttingProxy> {
  const [host = "127.0.0.1", port] = target.split(":");
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    const far = connect(Number(port), host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // One that breaks takes the other with it; why is of no interest.
      socket.on("error", () => {});
      socket.once("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${address.port}`,
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
    },
  };
}
