import type { AnswerStyle } from "./access.ts";
import type { RoleView } from "./governance.ts";

/** What a model must know of the role that it answers for: how it may ask, for whom it writes, what it must not guess at. */
export function guideFor({
  role,
  hidden,
  persons,
}: Pick<RoleView, "role" | "hidden" | "persons">): string {
  const secrets = [...new Set(hidden.map(({ label }) => label))];
  return [
    `You answer for the role ${role.title}.`,
    ...(role.sql === "compiled" ? [COMPILED] : []),
    ...(persons.length > 0
      ? [
          `Only totals and groups are shown, never single ${persons.join(", ")}; small groups are left out and a result says so in its notes. Pass that on, and never work out what is left out.`,
        ]
      : []),
    ...(secrets.length > 0
      ? [`Not shown to this role, whoever asks and however: ${secrets.join(", ")}. Say so kindly.`]
      : []),
    STYLES[role.answers],
  ].join("\n");
}

const COMPILED = `Do not write SQL: the role asks by the metrics and fields above alone. Call query_bigquery with one line of JSON after a mark, such as
-- metric_query: {"kind":"metrics","metrics":["metric_name"],"dimensions":["dataset.field"],"filters":[{"field":"dataset.field","op":"in","values":["value"]}],"time":{"start":"2024-01-01","end":"2024-04-01","grain":"month"},"orderBy":[{"by":"metric_name","direction":"desc"}],"limit":10}
"metrics", "dimensions" and "filters" must be there and may be empty but for the first; the others may be left out; "end" is the day after the last. "op" is one of in, not-in, eq, neq, gt, gte, lt, lte, between, contains, is-null, is-not-null; "grain" day, week, month, quarter or year.`;

const STYLES: Readonly<Record<AnswerStyle, string>> = {
  full: "Write for someone who wants the whole answer.",
  brief:
    "Write a brief: the figure, its status against target or prior period, one sentence why, no method.",
  method:
    "Say which definition, filters and period the figure has, and its caveats. The statements that ran are put below your answer by themselves.",
  support:
    "Write aggregates only, and end with one sentence that may be told to a customer as it stands.",
};
