import { startFirestoreEmulator } from "../../agent/store/testing/firestore-emulator.ts";
import { BAKERY_QUESTIONS, openBakery } from "../../server/testing/open-bakery.ts";
import { talkToTwoServers } from "../../server/testing/two-servers.ts";

const CONCURRENCY = 8;

/** 0 when no turn was lost and none ran twice. */
export async function benchTwoServers(
  { sessions }: { readonly sessions: number },
  print: (line: string) => void,
): Promise<number> {
  await using emulator = await startFirestoreEmulator();
  await using bakery = await openBakery();
  const env = {
    ...bakery.env,
    STORE: "firestore",
    GOOGLE_CLOUD_PROJECT: "two-servers",
    FIRESTORE_EMULATOR_HOST: emulator.host,
  };
  const started = performance.now();
  const report = await talkToTwoServers({
    env,
    sessions,
    questions: BAKERY_QUESTIONS,
    concurrency: CONCURRENCY,
  });
  const { turns, ran, doubled, busy, problems } = report;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(
    `${sessions} sessions, ${turns} turns in ${seconds} s: ${ran[0]} ran here, ${ran[1]} there; ` +
      `${doubled} sent to both, ${busy} turned away as busy; ${problems.length} problems`,
  );
  for (const problem of problems) print(`  ✗ ${problem}`);
  return problems.length === 0 ? 0 : 1;
}
