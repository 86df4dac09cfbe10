import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { openDataDir } from "../data-dir.ts";
import { type Check, failed, ok, warning } from "./check.ts";

/** `engines` of package.json: from here on Node runs TypeScript as it is. */
const LEAST_NODE = [22, 18] as const;
const LITTLE_GIB = 1;
const GIB = 2 ** 30;
const PATIENCE_MS = 2_000;

export const checkNode: Check = {
  name: "Node",
  needs: "environment",
  run: async () => {
    const { node } = process.versions;
    const [major = 0, minor = 0] = node.split(".").map(Number);
    const [least, leastMinor] = LEAST_NODE;
    const isEnough = major > least || (major === least && minor >= leastMinor);
    if (isEnough) return [ok(`version ${node}`)];
    const todo = "Install Node 24, or on Linux run npm ci: it brings one";
    return [failed(`version ${node} is too old; ${LEAST_NODE.join(".")} or newer is needed`, todo)];
  },
};

export const checkDataDir: Check = {
  name: "Data folder",
  needs: "settings",
  run: async ({ dataDir }) => {
    await openDataDir(dataDir);
    const { bavail, bsize } = await statfs(dataDir);
    const free = (bavail * bsize) / GIB;
    const words = `"${dataDir}" can be written to, ${free.toFixed(1)} GiB are free`;
    return [free < LITTLE_GIB ? warning(words, "Make room, or set DATA_DIR") : ok(words)];
  },
};

export const checkPort: Check = {
  name: "Port",
  needs: "settings",
  run: async ({ http: { port, host } }) => {
    if (port === 0) return [ok("any free one")];
    const problem = await tryToListen(port, host);
    switch (problem) {
      case undefined:
        return [ok(`${host}:${port} is free`)];
      case "EADDRINUSE":
        return [await whoIsThere(port, host)];
      case "EACCES":
        return [failed(`${port} may not be used by this account`, "Set PORT to one above 1023")];
      default:
        return [
          failed(
            `Cannot listen on ${host}:${port} (${problem})`,
            "Set HOST to an address of this machine",
          ),
        ];
    }
  },
};

async function tryToListen(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  try {
    return await new Promise((resolve) => {
      server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      server.listen(port, host, () => resolve(undefined));
    });
  } finally {
    server.close();
  }
}

async function whoIsThere(port: number, host: string) {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const address = `http://${name.includes(":") ? `[${name}]` : name}:${port}/readyz`;
  const reply = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    // Something that does not speak HTTP.
  });
  const isOurs = reply?.headers.get("x-request-id") !== null && reply !== undefined;
  return isOurs
    ? warning(
        `${port} is in use by a service that answers as this one does`,
        "Fine if it is meant to run; else stop it",
      )
    : failed(
        `${port} is in use by something else`,
        "Stop what runs there, or set PORT to another one",
      );
}
