import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toProblem } from "../http-error.ts";
import { openIdentity } from "./open-identity.ts";
import { CLAIMS, createSigner, RULES, type Signer } from "./testing/tokens.ts";

let signer: Signer;
let server: Server;
let url: string;
beforeAll(async () => {
  signer = await createSigner();
  const set = JSON.stringify({ keys: [signer.jwk] });
  const answers: Record<string, () => { status: number; body: string }> = {
    "/keys": () => ({ status: 200, body: set }),
    "/moved": () => ({ status: 302, body: "" }),
    "/large": () => ({ status: 200, body: `${" ".repeat(300_000)}${set}` }),
    "/page": () => ({ status: 200, body: "<html>" }),
    "/empty": () => ({ status: 200, body: '{"keys":[]}' }),
    "/broken": () => ({ status: 500, body: set }),
  };
  server = createServer((request, response) => {
    const { status, body } = answers[request.url ?? ""]?.() ?? { status: 404, body: "" };
    response.writeHead(status, { Location: "/keys" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const open = (keys: string) => openIdentity({ kind: "jwt", ...RULES, keys });

async function token(): Promise<string> {
  const iat = Math.floor(Date.now() / 1_000);
  return `Bearer ${await signer.sign({ ...CLAIMS, iat, exp: iat + 600 })}`;
}

describe("openIdentity()", () => {
  it("reads keys from an address, from a file and from JSON", async () => {
    const folder = await mkdtemp(join(tmpdir(), "insight-keys-"));
    const file = join(folder, "jwks.json");
    const text = JSON.stringify({ keys: [signer.jwk] });
    await writeFile(file, text);
    for (const keys of [`${url}/keys`, file, text]) {
      const { callerOf } = await open(keys);
      expect(await callerOf(await token())).toMatchObject({ userId: "ada" });
    }
    await rm(folder, { recursive: true });
  });

  it.each(["moved", "large", "page", "empty", "broken", "nowhere"])(
    "says that sign-ins cannot be checked where the address answers as /%s",
    async (path) => {
      const { callerOf } = await open(`${url}/${path}`);
      const thrown = await callerOf(await token()).catch(toProblem);
      expect(thrown).toEqual({ kind: "upstream", service: "sign-in service", retryable: true });
    },
  );

  it.each(["/nowhere/jwks.json", "{", '{"keys":[]}'])("refuses %s at the start", async (keys) => {
    await expect(open(keys)).rejects.toThrow(/Cannot read AUTH_JWKS.*public keys/);
  });
});
