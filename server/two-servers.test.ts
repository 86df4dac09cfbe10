import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { emulatorHost } from "../agent/store/testing/stores.ts";
import { BAKERY_QUESTIONS, openBakery } from "./testing/open-bakery.ts";
import { talkToTwoServers } from "./testing/two-servers.ts";

const SESSIONS = 4;
/** Servers start in seconds; a machine that is busy with much else takes far longer. */
const PATIENCE_MS = 120_000;

it(
  "two servers on one Firestore lose no turn and run none twice, whichever is asked",
  async () => {
    await using bakery = await openBakery();
    const env = {
      ...bakery.env,
      STORE: "firestore",
      GOOGLE_CLOUD_PROJECT: `two-${randomUUID()}`,
      FIRESTORE_EMULATOR_HOST: await emulatorHost(),
    };
    const questions = BAKERY_QUESTIONS.slice(0, 2);
    const report = await talkToTwoServers({ env, questions, sessions: SESSIONS, concurrency: 4 });
    expect(report.problems).toEqual([]);
    expect(report.turns).toBeGreaterThanOrEqual(SESSIONS * (questions.length + 1));
    expect(report.ran[0] + report.ran[1]).toBe(report.turns);
  },
  PATIENCE_MS,
);
