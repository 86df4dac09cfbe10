import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(ROOT, file), "utf8"));
}

const locked = read<{ packages: Record<string, Locked> }>("package-lock.json").packages;

/** True where Node would find the package from `at`, a path of the lock file. */
function reaches(at: string, name: string): boolean {
  if (`${at}/node_modules/${name}` in locked) return true;
  const above = at.lastIndexOf("/node_modules/");
  return above < 0 ? `node_modules/${name}` in locked : reaches(at.slice(0, above), name);
}

describe("package-lock.json", () => {
  it("names no address to download from", () => {
    const addressed = Object.entries(locked).filter(([, { resolved }]) => resolved !== undefined);
    expect(addressed).toEqual([]);
  });

  // npm leaves out what its registry lacks, and `npm ci` then refuses the file on every machine.
  it("lists the packages of every platform", () => {
    const missing = Object.entries(locked).flatMap(([at, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !reaches(at, name)),
    );
    expect(missing).toEqual([]);
  });

  it("pins the same Node for every platform that has one on npm", () => {
    const { optionalDependencies } = read<Locked>("package.json");
    const versions = new Set(Object.values(optionalDependencies ?? {}));
    expect([...versions]).toEqual([expect.stringMatching(/^24\.\d+\.\d+$/)]);
  });
});

describe("package.json", () => {
  it("pins every package exactly", () => {
    const { dependencies, devDependencies } =
      read<Record<string, Record<string, string>>>("package.json");
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
