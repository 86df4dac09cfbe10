import { parseArgs } from "node:util";
import type { Examined } from "./examine.ts";
import { CHECKS, examine, isHealthy } from "./examine.ts";
import { toSummary, toText } from "./to-text.ts";

const USAGE = `npm run doctor -- [--json]

Looks at every setting and at everything the service needs, and says in words what is missing and what to do.
Asks Gemini one question of a few tokens and BigQuery for a count, where these are set. Ends with 1 when something failed.
`;

process.exit(
  await main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }),
);

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const show = (one: Examined) => void process.stdout.write(toText(one));
  const all = await examine(process.env, CHECKS, values.json ? undefined : show);
  const healthy = isHealthy(all);
  process.stdout.write(
    values.json ? `${JSON.stringify({ healthy, checks: all }, null, 2)}\n` : toSummary(all),
  );
  return healthy ? 0 : 1;
}
