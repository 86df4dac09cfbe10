import { startFirestoreEmulator } from "../../agent/store/testing/firestore-emulator.ts";
import {
  type CrashSite,
  type Death,
  deathsAt,
  describeDeath,
  openCrashSite,
  type Round,
} from "../../server/testing/crash-rounds.ts";
import { BAKERY_QUESTIONS, openBakery } from "../../server/testing/open-bakery.ts";

type CrashBench = { readonly rounds: number; readonly store?: string };
type Print = (line: string) => void;

/** Longer than a lease, which is all that tells of a dead process on Firestore. */
const PAST_LEASES_MS = 31_000;
/** One `kill -9` of a real server a round: at every point of a turn in turn, then at any moment. 0 when nothing was lost or doubled. */
export async function benchCrash({ rounds, store }: CrashBench, print: Print): Promise<number> {
  await using emulator = await startFirestoreEmulator();
  const firestore = {
    STORE: "firestore",
    GOOGLE_CLOUD_PROJECT: "crash",
    FIRESTORE_EMULATOR_HOST: emulator.host,
  };
  const sites = [
    { name: "sqlite", env: {}, aheadMs: 0 },
    { name: "firestore", env: firestore, aheadMs: PAST_LEASES_MS },
  ].filter(({ name }) => store === undefined || name === store);
  let problems = 0;
  for (const { name, env, aheadMs } of sites) {
    await using bakery = await openBakery();
    const all = { ...bakery.env, ...env };
    await using site = await openCrashSite({ env: all, aheadMs, questions: BAKERY_QUESTIONS });
    const done = await killAgainAndAgain(site, rounds, (line) => print(`${name} ${line}`));
    print(`${name}: ${summarise(done)}`);
    problems += done.flatMap((round) => round.problems).length;
  }
  return problems === 0 ? 0 : 1;
}

async function killAgainAndAgain(
  site: CrashSite,
  rounds: number,
  print: Print,
): Promise<readonly Round[]> {
  const points = deathsAt(site.points);
  const done: Round[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const death: Death = points[index] ?? { afterMs: Math.random() * site.turnMs };
    const started = performance.now();
    const [round] = await site.crash([death]);
    if (!round) throw new Error("A round without an outcome");
    done.push(round);
    const ms = Math.round(performance.now() - started);
    print(`${index + 1}/${rounds} ${describeDeath(death)}: ${round.stood}, ${ms} ms`);
    for (const problem of round.problems) print(`  ✗ ${problem}`);
  }
  return done;
}

function summarise(rounds: readonly Round[]): string {
  const count = (stood: Round["stood"]) => rounds.filter((round) => round.stood === stood).length;
  const problems = rounds.flatMap((round) => round.problems).length;
  return (
    `${rounds.length} kills; the turn stood as done ${count("done")} times, as failed and asked anew ` +
    `${count("failed")}, unrecorded and sent again ${count("absent")}; ${problems} problems`
  );
}
