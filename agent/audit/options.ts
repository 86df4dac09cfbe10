import { parseArgs } from "node:util";
import { fail, ok, type Result } from "../failure.ts";
import type { AuditFilter } from "../store/audit.ts";

const VERBS = ["list", "export", "verify", "purge"] as const;
const DECISIONS = ["allowed", "narrowed", "refused", "failed"] as const;

/** What `npm run audit` was called with. */
export type AuditCall = {
  readonly verb: (typeof VERBS)[number];
  readonly workspace?: string;
  readonly filter: AuditFilter;
  /** Days to keep, where that is not what the settings say. */
  readonly days?: number;
};

export const USAGE = `Usage: npm run audit -- [list|export|verify|purge] [options]

  list      accesses, one a line (the default)
  export    the same as JSON, one object a line, for another system
  verify    recomputes the chain: what is missing or was changed; ends with 1 when something is
  purge     removes what is older than the rule says (LOG_RETENTION_DAYS, or --days)

  --workspace NAME   of one workspace (default: all)
  --user NAME  --role NAME  --session ID  --source NAME
  --decision allowed|narrowed|refused|failed
  --from DAY  --to DAY   the second is exclusive: 2026-01-31
  --days N           for purge: keep the last N days
`;

/** Never throws. */
export function parseAuditCall(args: readonly string[]): Result<AuditCall> {
  try {
    return read(args);
  } catch (error) {
    // parseArgs explains an unknown or incomplete option in its message.
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const TEXT = { type: "string" } as const;

function read(args: readonly string[]): Result<AuditCall> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ workspace: TEXT, user: TEXT, role: TEXT, session: TEXT, source: TEXT },
      ...{ decision: TEXT, from: TEXT, to: TEXT, days: TEXT },
    },
  });
  const [written = "list", more] = positionals;
  const verb = VERBS.find((one) => one === written);
  if (!verb || more !== undefined) return refuse(`There is no "${more ?? written}"`);
  const { workspace, days: asked, decision: wanted, ...equal } = values;
  const decision = DECISIONS.find((one) => one === wanted);
  if (decision !== wanted) return refuse(`--decision must be one of ${DECISIONS.join(", ")}`);
  const days = Number(asked ?? 1);
  if (!(Number.isInteger(days) && days > 0)) return refuse("--days must be a whole number above 0");
  return ok({
    verb,
    filter: present({ ...equal, decision }),
    ...present({ workspace, days: asked === undefined ? undefined : days }),
  });
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What is set of it. */
function present<T extends object>(all: T): Present<T> {
  const set = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as Present<T>;
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
