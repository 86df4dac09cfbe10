import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** What changes more than its own file, and what must stand in the same file to undo it. */
const UNDONE = {
  "vi.mock(": "vi.resetModules()",
  "vi.stubEnv(": "vi.unstubAllEnvs()",
  "vi.stubGlobal(": "vi.unstubAllGlobals()",
  "vi.useFakeTimers(": "vi.useRealTimers()",
} as const;

function notUndone(text: string): string[] {
  return Object.entries(UNDONE).flatMap(([change, undo]) =>
    text.includes(change) && !text.includes(undo) ? [undo] : [],
  );
}

describe("tests, which share a process and its modules,", () => {
  it("undo what they change in it", async () => {
    const tests = "{agent,server,web,knowledge,evals}/**/*.test.{ts,tsx}";
    const left: string[] = [];
    for await (const file of glob(tests, { cwd: ROOT })) {
      const missing = notUndone(await readFile(join(ROOT, file), "utf8"));
      if (missing.length > 0) left.push(`${file}: ${missing.join(", ")}`);
    }
    expect(left).toEqual([]);
  });

  it("are seen when they do not", () => {
    expect(notUndone('vi.mock("./a.ts");')).toEqual(["vi.resetModules()"]);
  });
});
