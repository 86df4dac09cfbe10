import { readFileSync } from "node:fs";
import { brief } from "../testing/brief.ts";
import { openWorld, WORKSPACES, type WorkspaceName } from "../testing/worlds.ts";
import { understand } from "./understand.ts";
import type { World } from "./world.ts";

/** Lines of `question => what is understood`, as `brief` writes it. */
function table(name: string): [string, string][] {
  const lines = readFileSync(new URL(`testdata/${name}.txt`, import.meta.url), "utf8").split("\n");
  return lines.filter(Boolean).map((line) => line.split(" => ") as [string, string]);
}

describe.each(Object.keys(WORKSPACES) as WorkspaceName[])("understand() over %s", (name) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(name);
  });

  test.each(table(name))("reads %s", (question, expected) => {
    expect(brief(understand(question, world))).toBe(expected);
  });

  test("never passes over a word that nothing explains", () => {
    const lost = table(name).filter(([question]) => {
      const understood = understand(`${question.replace(/[?.!]$/, "")} xylophones`, world);
      const { status } = understood;
      // What documents are asked is searched for with all its words.
      const isSearched = status === "frame" && brief(understood) === "know";
      const isAct = status === "act" || brief(understood) === "refused change-data";
      return !isSearched && !isAct && status !== "refused" && !isDefined(understood);
    });
    expect(lost.map(([question]) => question)).toEqual([]);
  });
});

function isDefined(understood: ReturnType<typeof understand>): boolean {
  return understood.status === "frame" && understood.frame.documents !== undefined;
}
