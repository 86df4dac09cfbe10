import type { OpenWorkspace } from "./deps.ts";
import { openAll, openEarly } from "./open-workspaces.ts";
import type { Workspace } from "./workspace.ts";

const names = ["acre", "brook", "cliff"];
const found = names.map(
  (name) =>
    ({ name, title: name, description: "", currency: "EUR", folder: "/nowhere" }) as Workspace,
);

type Door = { promise: Promise<void>; resolve: () => void; reject: (cause: unknown) => void };

function createDoor(): Door {
  const door: Partial<Door> = {};
  door.promise = new Promise((resolve, reject) => Object.assign(door, { resolve, reject }));
  return door as Door;
}

/** Workspaces that open or break when the test says so. */
function createDoors() {
  const doors = new Map<string, Door>();
  const log: string[] = [];
  const door = (name: string) => {
    const made = doors.get(name) ?? createDoor();
    doors.set(name, made);
    return made;
  };
  const open = async (workspace: Workspace, own: AsyncDisposableStack) => {
    const { name } = workspace;
    log.push(`begins ${name}`);
    own.defer(() => void log.push(`closes ${name}`));
    await door(name).promise;
    return { workspace } as OpenWorkspace;
  };
  return { open, door, log };
}

const rest = () => new Promise((resolve) => setImmediate(resolve));

test("openEarly() comes back with the first one, which has the machine to itself, and the others follow", async () => {
  const { open, door, log } = createDoors();
  const opening = openEarly({ found, open });
  await rest();
  expect(log).toEqual(["begins acre"]);
  door("acre").resolve();
  await using opened = await opening;
  expect([...opened.workspaces.keys()]).toEqual(["acre"]);
  expect([...opened.closed.values()].map(({ name, state }) => [name, state])).toEqual([
    ["brook", "opening"],
    ["cliff", "opening"],
  ]);
  door("cliff").resolve();
  door("brook").resolve();
  await opened.settled("cliff");
  expect(opened.workspaces.has("cliff")).toBe(true);
  expect(opened.closed.has("cliff")).toBe(false);
});

test("openEarly() goes on without one that cannot be opened, says so, and tries it again", async () => {
  const { open, door } = createDoors();
  const told: string[] = [];
  const failed = (cause: unknown, name: string) => told.push(`${name}: ${cause}`);
  door("acre").reject("no data");
  door("cliff").resolve();
  await using opened = await openEarly({ found, open, failed, retryMs: 1 });
  expect([...opened.workspaces.keys()]).toEqual(["cliff"]);
  await opened.settled("acre");
  expect(opened.closed.get("acre")?.state).toBe("failed");
  expect(opened.closed.get("brook")?.state).toBe("opening");
  expect(told[0]).toBe("acre: no data");
  await expect.poll(() => told.length).toBeGreaterThan(2);
  door("brook").resolve();
});

test("openEarly() opens later what could not be opened at first", async () => {
  let attempts = 0;
  const { open, door } = createDoors();
  door("acre").resolve();
  door("brook").resolve();
  door("cliff").resolve();
  await using opened = await openEarly({
    found,
    retryMs: 1,
    open: async (workspace, own) => {
      attempts += workspace.name === "brook" ? 1 : 0;
      if (workspace.name === "brook" && attempts < 3) throw new Error("not yet");
      return open(workspace, own);
    },
  });
  await expect.poll(() => opened.workspaces.has("brook")).toBe(true);
  expect([attempts, opened.closed.size]).toEqual([3, 0]);
});

test.each([
  ["openEarly()", openEarly],
  ["openAll()", openAll],
])(
  "%s throws what the first threw when none opens, and closes what each had opened",
  async (_, openThem) => {
    const { open, door, log } = createDoors();
    for (const name of names) door(name).reject(new Error(`no ${name}`));
    await expect(openThem({ found, open })).rejects.toThrow("no acre");
    expect(log.filter((line) => line.startsWith("closes")).toSorted()).toEqual([
      "closes acre",
      "closes brook",
      "closes cliff",
    ]);
  },
);

test("openEarly() closes what is open, and what is still being opened once that has ended", async () => {
  const { open, door, log } = createDoors();
  door("acre").resolve();
  const opened = await openEarly({ found, open });
  const closing = opened[Symbol.asyncDispose]();
  door("brook").resolve();
  door("cliff").resolve();
  await closing;
  expect(log.filter((line) => line.startsWith("closes")).toSorted()).toEqual([
    "closes acre",
    "closes brook",
    "closes cliff",
  ]);
  expect([...opened.workspaces.keys()]).toEqual(["acre"]);
});
