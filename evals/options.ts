import { parseArgs } from "node:util";
import { z } from "zod";

const whole = z.coerce.number().int().positive();

const Options = z.strictObject({
  filter: z.string().exactOptional(),
  workspace: z.string().exactOptional(),
  repeat: whole.max(100).default(1),
  target: z.url().exactOptional(),
  concurrency: whole.max(64).exactOptional(),
  baseline: z.string().default("evals/baseline.json"),
  resume: z.boolean().default(false),
  accept: z.boolean().default(false),
  stack: z.literal("google", "must be google").exactOptional(),
  faults: z.boolean().default(false),
  "from-feedback": z.boolean().default(false),
});
export type EvalOptions = z.infer<typeof Options>;

export const USAGE = `npm run evals -- [options]
  --filter TEXT       only questions with this in their id, topic or words
  --workspace NAME    only questions about this workspace
  --repeat N          each question N times: pass^N and flips
  --target URL        ask a running service instead of the graph in this process; with AUTH=dev in each question's role
  --concurrency N     questions at one time (1; 4 with --target)
  --resume            go on where a stopped run of the same questions ended
  --baseline FILE     what to compare with (evals/baseline.json)
  --stack google      ChatGoogle, BigQuery's and Firestore's clients, each against a stand-in on this machine
  --faults            with --stack: something breaks in every question, now here, now there
  --accept            what passes now is the new baseline
  --from-feedback     write candidate questions from stored votes to evals/candidates, ask nothing
`;

/** @throws {Error} naming what is wrong with the command line. */
export function parseOptions(args: readonly string[]): EvalOptions {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      filter: text,
      workspace: text,
      repeat: text,
      target: text,
      concurrency: text,
      baseline: text,
      resume: flag,
      accept: flag,
      stack: text,
      faults: flag,
      "from-feedback": flag,
    },
  });
  const parsed = Options.safeParse(values);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `--${path.join(".")}: ${message}`,
  );
  throw new Error(problems.join("\n"));
}
