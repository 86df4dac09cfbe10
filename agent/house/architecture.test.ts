import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { codeIn, ROOT, readHouse, tableUnder } from "./documents.ts";

const architecture = readHouse("ARCHITECTURE.md");

/** Names of the fields of each event type in `agent/events.ts`, in order; several shapes of one type one after another. */
function declaredEvents(): ReadonlyMap<string, readonly string[]> {
  const declared = new Map<string, readonly string[]>();
  const source = readHouse("agent/events.ts");
  for (const [, body = ""] of source.matchAll(/^export type \w+ = \{([^}]*type: "\w+"[^}]*)\}/gm)) {
    const type = /type: "(\w+)"/.exec(body)?.[1] ?? "";
    const fields = [...body.matchAll(/(?:^|;)\s*(\w+)\??:/g)].map(([, name = ""]) => name);
    const rest = fields.filter((name) => name !== "type");
    declared.set(type, [...(declared.get(type) ?? []), ...rest]);
  }
  return declared;
}

describe("ARCHITECTURE.md", () => {
  it("can tell the fields of an event", () => {
    expect(declaredEvents().get("error")).toEqual(["code", "message", "retryable"]);
    expect(declaredEvents().size).toBe(7);
  });

  it("tells every event with its fields, as agent/events.ts has them", () => {
    const told = tableUnder("Events", architecture).map(
      ([event = "", fields = ""]) => [codeIn(event)[0], codeIn(fields)] as const,
    );
    expect(new Map(told)).toEqual(declaredEvents());
  });

  it("tells the folders that are there", () => {
    const told = tableUnder("The house", architecture).map(([cell = ""]) => codeIn(cell)[0] ?? "");
    expect(told.filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
    const rooms = readdirSync(join(ROOT, "agent"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("test"))
      .map(({ name }) => `agent/${name}`);
    expect(rooms.filter((room) => !told.includes(room))).toEqual([]);
  });

  it("names files that are there, as the other documents do", () => {
    for (const document of ["ARCHITECTURE.md", "CONTRIBUTING.md"]) {
      const text = readHouse(document);
      const links = [...text.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path = ""]) => path);
      const paths = codeIn(text).filter((code) =>
        /^(agent|server|web|knowledge|evals|docs|\.biome)\/[\w./-]+\.\w+$/.test(code),
      );
      const lost = [...links, ...paths].filter((path) => !existsSync(join(ROOT, path)));
      expect({ document, lost }).toEqual({ document, lost: [] });
    }
  });
});
