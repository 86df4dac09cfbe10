import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const Text = z.string().min(1);
const Call = z.strictObject({ name: Text, args: z.record(z.string(), z.unknown()) });
const Said = z.strictObject({ role: Text.optional(), ask: Text });
const Series = z.strictObject({
  field: Text,
  op: z.enum(["lt", "lte", "gt", "gte", "neq"]),
  values: z.array(Text).min(2),
});

const Group = z.strictObject({
  kind: Text,
  roles: z.array(Text).min(1),
  /** No row may be told at all. */
  nothing: z.boolean().default(false),
  /** What must not be told beside what the role may not know in any case. */
  never: z.array(Text).default([]),
  ask: z.array(Text).default([]),
  talk: z.array(z.array(Said).min(2)).default([]),
  sql: z.array(Text).default([]),
  calls: z.array(Call).default([]),
  series: z.array(Series).default([]),
});

export type Attempt =
  | { readonly type: "talk"; readonly turns: readonly z.infer<typeof Said>[] }
  | { readonly type: "calls"; readonly calls: readonly z.infer<typeof Call>[] }
  | { readonly type: "series"; readonly series: z.infer<typeof Series> };

export type Attack = {
  readonly kind: string;
  readonly role: string;
  readonly words: string;
  readonly nothing: boolean;
  readonly never: readonly string[];
  readonly attempt: Attempt;
};

/** All attacks of the list, each once for each role that it is tried as. */
export function loadAttacks(): readonly Attack[] {
  const text = readFileSync(new URL("attacks.yaml", import.meta.url), "utf8");
  return z
    .array(Group)
    .parse(parse(text))
    .flatMap((group) => {
      const { kind, nothing, never, roles } = group;
      return roles.flatMap((role) =>
        attemptsOf(group).map(({ words, attempt }) => {
          return { kind, role, nothing, never, words, attempt };
        }),
      );
    });
}

type Worded = { readonly words: string; readonly attempt: Attempt };

function attemptsOf({ ask, talk, sql, calls, series }: z.infer<typeof Group>): readonly Worded[] {
  const statements = sql.map((sql_query) => ({ name: "query_bigquery", args: { sql_query } }));
  return [
    ...[...ask.map((one) => [{ ask: one }]), ...talk].map((turns) => ({
      words: turns.map((turn) => turn.ask).join(" → "),
      attempt: { type: "talk" as const, turns },
    })),
    ...[...statements, ...calls].map((call) => ({
      words: JSON.stringify(call.args),
      attempt: { type: "calls" as const, calls: [call] },
    })),
    ...series.map((one) => ({
      words: JSON.stringify(one),
      attempt: { type: "series" as const, series: one },
    })),
  ];
}
