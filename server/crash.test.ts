import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { emulatorHost } from "../agent/store/testing/stores.ts";
import {
  type CrashOptions,
  deathsAt,
  describeDeath,
  openCrashSite,
} from "./testing/crash-rounds.ts";
import { BAKERY_QUESTIONS, openBakery } from "./testing/open-bakery.ts";

/** Servers start in seconds; a machine that is busy with much else takes far longer. */
const PATIENCE_MS = 120_000;

/** Longer than a lease, which is all that tells of a dead process on Firestore. */
const PAST_LEASES_MS = 31_000;

/** Every sixth way to die over a turn, before it is recorded, and the last; `npm run bench -- crash` dies them all. */
const EVERY = 6;

async function crashOn(
  store: { readonly env: CrashOptions["env"]; readonly aheadMs: number },
  from: number,
) {
  await using bakery = await openBakery();
  const env = { ...bakery.env, ...store.env };
  const { aheadMs } = store;
  await using site = await openCrashSite({ env, aheadMs, questions: BAKERY_QUESTIONS });
  const deaths = deathsAt(site.points);
  // What the turn before left to write may come first on a busy machine.
  const unrecorded = deaths.findIndex((death) => /before commit turns/.test(describeDeath(death)));
  const isEnd = (index: number) => index === unrecorded || index === deaths.length - 1;
  const rounds = await site.crash(
    deaths.filter((_, index) => index % EVERY === from || isEnd(index)),
  );
  const problems = rounds.flatMap((round) =>
    round.problems.map((problem) => `${describeDeath(round.death)}: ${problem}`),
  );
  return { rounds, problems };
}

describe("the service, killed with -9 in the middle of turns", () => {
  it(
    "loses and doubles nothing on SQLite, and answers at once after its restart",
    async () => {
      const { rounds, problems } = await crashOn({ env: {}, aheadMs: 0 }, 0);
      expect(problems).toEqual([]);
      expect(rounds.length).toBeGreaterThanOrEqual(6);
      expect(rounds.map(({ stood }) => stood)).toEqual(
        expect.arrayContaining(["absent", "failed", "done"]),
      );
    },
    PATIENCE_MS,
  );

  it(
    "loses and doubles nothing on Firestore",
    async () => {
      const env = {
        STORE: "firestore",
        GOOGLE_CLOUD_PROJECT: `crash-${randomUUID()}`,
        FIRESTORE_EMULATOR_HOST: await emulatorHost(),
      };
      const { rounds, problems } = await crashOn({ env, aheadMs: PAST_LEASES_MS }, 3);
      expect(problems).toEqual([]);
      expect(rounds.length).toBeGreaterThanOrEqual(6);
      expect(rounds.map(({ stood }) => stood)).toEqual(
        expect.arrayContaining(["absent", "failed", "done"]),
      );
    },
    PATIENCE_MS,
  );
});
