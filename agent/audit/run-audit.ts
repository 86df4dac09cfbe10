import type { Audit } from "../store/audit.ts";
import type { AuditEntry } from "../store/audit-record.ts";
import type { AuditCall } from "./options.ts";

type Running = {
  readonly audit: Audit;
  /** Names of the workspaces, with the days that the audit of each is kept. */
  readonly workspaces: ReadonlyMap<string, number>;
  readonly write: (text: string) => void;
};

/** Does what the call says; the exit code: 1 when a chain is not whole. */
export async function runAudit(
  { verb, filter, days }: AuditCall,
  { audit, workspaces, write }: Running,
): Promise<0 | 1> {
  let code: 0 | 1 = 0;
  for (const [name, keepDays] of workspaces) {
    const { text, isWhole } = await VERBS[verb](audit, name, { filter, days: days ?? keepDays });
    write(text);
    if (!isWhole) code = 1;
  }
  return code;
}

type Done = { readonly text: string; readonly isWhole: boolean };
type Asked = { readonly filter: AuditCall["filter"]; readonly days: number };

const VERBS: Record<
  AuditCall["verb"],
  (audit: Audit, name: string, asked: Asked) => Promise<Done>
> = {
  list: async (audit, name, { filter }) => lines((await audit.read(name, filter)).map(toLine)),
  export: async (audit, name, { filter }) =>
    lines((await audit.read(name, filter)).map((entry) => JSON.stringify(entry))),
  verify: async (audit, name) => {
    const { problems, lanes, records, entries, digest } = await audit.verify(name);
    const counts = `${entries} accesses in ${records} records of ${lanes} lanes, ${digest}`;
    const all = [`${name}: ${counts}`, ...problems.map((problem) => `✗ ${name}: ${problem}`)];
    return { ...lines(all), isWhole: problems.length === 0 };
  },
  purge: async (audit, name, { days }) =>
    lines([`${name}: ${await audit.purge(name, days)} records removed`]),
};

function lines(all: readonly string[]): Done {
  return { text: all.map((line) => `${line}\n`).join(""), isWhole: true };
}

/** One access for people; control characters of a question cannot move the terminal. */
function toLine(entry: AuditEntry): string {
  const { at, workspace, user, role, source, decision, tables, rows, reason, question } = entry;
  const asked = question === "" ? (entry.statement ?? "") : `“${question}”`;
  const read = tables.length > 0 ? `${tables.join(",")} (${rows} rows)` : `${rows} rows`;
  const parts = [at, workspace, `${user} as ${role}`, decision, source, read];
  const why = reason === undefined ? [] : [reason];
  return [...parts, ...why, asked].join(" · ").replaceAll(/\p{Cc}+/gu, " ");
}
