import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What starts servers, browsers and emulators takes longest: begun last, it would be waited for alone. */
const SLOW = [
  "server/crash",
  "web/real-service",
  "web/browser",
  "agent/turn-gemini",
  "agent/open-deps",
  "web/accessibility",
  "web/content",
  "server/two-servers",
  "agent/store/checkpoints",
  "agent/warehouse/load-bigquery",
  "web/",
  "server/",
  "agent/warehouse/",
];

/** The slow first, whatever an earlier run has taken; a fresh clone has seen none. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = SLOW.findIndex((name) => moduleId.includes(`/${name}`));
      return found < 0 ? SLOW.length : found;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  plugins: [preact()],
  test: {
    // LangGraph's published saver suite calls describe, it and expect as globals.
    globals: true,
    include: ["{agent,server,web,knowledge,evals}/**/*.test.{ts,tsx}"],
    // One Firestore emulator, one built client and one browser for all files, made for the first that asks.
    globalSetup: ["vitest.shared.ts"],
    pool: "forks",
    // Modules hold no state (nothing is opened on import), so that the files of a process can share them: a third less to
    // load and compile. What a file puts in a module's place (`vi.mock`) it takes away again, as it does with timers and globals.
    isolate: false,
    // One more than processors: much of the time a test waits for servers and browsers of its own.
    maxWorkers: Math.min(availableParallelism(), 4) + 1,
    sequence: { sequencer: SlowFirst },
    // Servers that tests start load what the one before has compiled.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), "insight-agent-compiled") },
    // Against what hangs, not against what is slow: beside other work a test of seconds takes a minute.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default", "./vitest.reporter.ts"],
  },
});
