import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [preact()],
  test: {
    // LangGraph's published saver suite calls describe, it and expect as globals.
    globals: true,
    include: ["{agent,server,web,knowledge,evals}/**/*.test.{ts,tsx}"],
    // One Firestore emulator and one built client for all files, made for the first that asks.
    globalSetup: ["agent/store/testing/share-emulator.ts", "web/testing/share-client.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ["default", "./vitest.reporter.ts"],
  },
});
