import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [preact()],
  test: {
    // LangGraph's published saver suite calls describe, it and expect as globals.
    globals: true,
    include: ["{agent,server,web,knowledge,evals}/**/*.test.{ts,tsx}"],
    // One Firestore emulator for all files, started by the first that asks for it.
    globalSetup: ["agent/store/testing/share-emulator.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ["default", "./vitest.reporter.ts"],
  },
});
