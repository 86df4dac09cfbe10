import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toClosed } from "./closed-workspace.ts";
import type { Workspace } from "./workspace.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "insight-closed-"));
});
afterAll(() => rm(folder, { recursive: true }));

const closed = () => toClosed({ name: "mill", title: "The mill", folder } as Workspace);

test("toClosed() lets everyone in where the folder says nothing of roles", async () => {
  expect(await closed()).toMatchObject({ name: "mill", title: "The mill", state: "opening" });
  expect((await closed()).roles).toBeUndefined();
});

test.each([
  [
    "default_role: Clerk\nroles:\n  Clerk: {}\n  Owner: { title: Owners }\n",
    [
      { name: "Clerk", title: "Clerk", isDefault: true },
      { name: "Owner", title: "Owners", isDefault: false },
    ],
  ],
  ["roles: [Clerk", []],
  ["roles: Clerk", []],
  ["", []],
])(
  "toClosed() knows whom access.yaml lets in before it is checked, and nobody of one that cannot be read: %j",
  async (yaml, roles) => {
    await writeFile(join(folder, "access.yaml"), yaml);
    expect((await closed()).roles).toEqual(roles);
  },
);
