import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseConfig } from "../config.ts";
import type { Deps } from "../deps.ts";
import type { TurnEvent } from "../events.ts";
import { openDeps } from "../open-deps.ts";
import { DEFAULT_ROLE } from "../policy.ts";
import { runTurn } from "../turn.ts";
import { toTurnAnswer } from "../turn-answer.ts";
import { codeIn, namedBlocks, ROOT, readHouse, tableUnder } from "./documents.ts";

const readme = readHouse("README.md");
const scripts: readonly string[] = Object.keys(JSON.parse(readHouse("package.json")).scripts);

async function ask(deps: Deps, content: string): Promise<string> {
  const [workspace = ""] = deps.workspaces.keys();
  const messageId = randomUUID();
  const policy = { userId: "reader", role: DEFAULT_ROLE, workspace };
  const input = { policy, sessionId: randomUUID(), messageId, content };
  const events: TurnEvent[] = [];
  for await (const event of runTurn(input, deps, new AbortController().signal)) events.push(event);
  return toTurnAnswer(messageId, events).answer;
}

describe("README.md", () => {
  it("lists every script of package.json, and no other", () => {
    const commands = tableUnder("Commands", readme).flatMap(([cell = ""]) => codeIn(cell));
    const named = commands.map((command) => /^npm (?:run )?([\w:-]+)/.exec(command)?.[1]);
    expect(named.sort()).toEqual([...scripts].sort());
  });

  it("shows pictures and links to files that are there", () => {
    const targets = [...readme.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path = ""]) => path);
    expect(targets.length).toBeGreaterThan(3);
    expect(targets.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it("names files of the house that are there", () => {
    const paths = codeIn(readme).filter((code) =>
      /^(agent|server|web|evals)\/[\w./-]+$/.test(code),
    );
    const made = ["web/dist", "evals/report/out"];
    expect(paths.filter((path) => !existsSync(join(ROOT, path)) && !made.includes(path))).toEqual(
      [],
    );
  });

  it("gives a workspace that answers as it says", async () => {
    const folder = await mkdtemp(join(tmpdir(), "readme-"));
    try {
      for (const [path, text] of namedBlocks(readme)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      const env = { KNOWLEDGE_DIR: join(folder, "mine"), DATA_DIR: join(folder, "data") };
      await using deps = await openDeps(parseConfig(env));
      const asked = [...readme.matchAll(/npm run ask -- "([^"…]+)" +# … (.*)$/gm)];
      expect(asked).toHaveLength(2);
      for (const [, question = "", words = ""] of asked) {
        expect((await ask(deps, question)).replaceAll("*", "")).toContain(words);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
