import type { Server } from "node:http";

type Address = { readonly host: string; readonly port: number };

/**
 * Listens; the URL under which a person reaches it. Port 0 takes any free one.
 *
 * @throws {Error} in words when the port or host cannot be had.
 */
export function listen(server: Server, address: Address): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new Error(toWords(error, address), { cause: error })));
    server.listen(address.port, address.host, () => {
      const bound = server.address();
      const port = typeof bound === "object" && bound ? bound.port : address.port;
      resolve(`http://${toName(address.host)}:${port}`);
    });
  });
}

function toName(host: string): string {
  if (["127.0.0.1", "0.0.0.0", "::1", "::"].includes(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function toWords(error: NodeJS.ErrnoException, { host, port }: Address): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} is in use: stop what runs there, or set PORT to another one`;
    case "EACCES":
      return `Port ${port} may not be used by this account: set PORT to one above 1023`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `HOST "${host}" is not an address of this machine: set HOST to 127.0.0.1 or 0.0.0.0`;
    default:
      return `Cannot listen on ${host}:${port} (${error.code ?? "unknown reason"})`;
  }
}
