import type { MetricQuery } from "../../agent/semantic/metric-query.ts";

/** `plain` is what an analyst would write in DuckDB's SQL over `events` and `sessions`; `query` asks the model for the same. */
export type EventQuestion = {
  readonly name: string;
  readonly plain: string;
  readonly query: MetricQuery;
};

const JUNE = { start: "2026-06-01", end: "2026-07-01" } as const;
const IN_JUNE = "timestamp >= TIMESTAMP '2026-06-01' AND timestamp < TIMESTAMP '2026-07-01'";

function metric(name: string, time: MetricQuery["time"]): MetricQuery {
  return { kind: "metrics", metrics: [name], dimensions: [], filters: [], ...(time && { time }) };
}

export const EVENT_QUESTIONS: readonly EventQuestion[] = [
  {
    name: "DAU of a day",
    plain: `SELECT count(DISTINCT user_id) FROM events
WHERE timestamp >= TIMESTAMP '2026-06-24' AND timestamp < TIMESTAMP '2026-06-25'`,
    query: metric("dau", { start: "2026-06-24", end: "2026-06-25" }),
  },
  {
    name: "users of a month (MAU)",
    plain: `SELECT count(DISTINCT user_id) FROM events WHERE ${IN_JUNE}`,
    query: metric("active_users", JUNE),
  },
  {
    name: "DAU of 30 days",
    plain: `SELECT CAST(timestamp AS DATE), count(DISTINCT user_id) FROM events WHERE ${IN_JUNE} GROUP BY 1 ORDER BY 1`,
    query: {
      ...metric("dau", { ...JUNE, grain: "day" }),
      orderBy: [{ by: "time", direction: "asc" }],
    },
  },
  {
    name: "D7 retention of a month",
    plain: `WITH joined AS (
  SELECT user_id, min(CAST(timestamp AS DATE)) AS day FROM events
  WHERE event_name = 'signup' AND timestamp >= TIMESTAMP '2026-03-01' AND timestamp < TIMESTAMP '2026-04-01' GROUP BY 1
), came AS (
  SELECT DISTINCT events.user_id FROM events JOIN joined ON joined.user_id = events.user_id
  WHERE timestamp >= TIMESTAMP '2026-03-08' AND timestamp < TIMESTAMP '2026-04-08' AND CAST(timestamp AS DATE) = day + 7
)
SELECT (SELECT count(*) FROM came) / (SELECT count(*) FROM joined)`,
    query: metric("d7_retention", { start: "2026-03-01", end: "2026-04-01" }),
  },
  {
    name: "funnel of three steps",
    plain: `WITH joined AS (
  SELECT user_id, min(timestamp) AS since FROM events
  WHERE event_name = 'signup' AND timestamp >= TIMESTAMP '2026-03-01' AND timestamp < TIMESTAMP '2026-04-01' GROUP BY 1
), steps AS (
  SELECT user_id, min(timestamp) FILTER (WHERE event_name = 'project_created') AS project,
    min(timestamp) FILTER (WHERE event_name = 'report_created') AS report
  FROM events
  WHERE event_name IN ('project_created', 'report_created') AND timestamp >= TIMESTAMP '2026-03-01'
    AND timestamp < TIMESTAMP '2026-05-01' AND user_id IN (SELECT user_id FROM joined)
  GROUP BY 1
)
SELECT count(*), count(*) FILTER (WHERE project < since + INTERVAL 30 DAY) / count(*),
  count(*) FILTER (WHERE report < since + INTERVAL 30 DAY) / count(*)
FROM joined LEFT JOIN steps USING (user_id)`,
    query: {
      ...metric("signups", { start: "2026-03-01", end: "2026-04-01" }),
      metrics: ["signups", "signup_to_project", "signup_to_report"],
    },
  },
];
