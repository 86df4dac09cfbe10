import { DAYS, FIRST_DAY } from "./customers.ts";

/** Events that one statement makes at most, about: what is sorted must fit into memory. */
const CHUNK = 2_000_000;

/** Statements that make `sessions` and `events`, both in the order of time, from `attendance`. */
export function eventsSql(events: number): readonly string[] {
  const chunks = Math.max(1, Math.ceil(events / CHUNK));
  const width = Math.ceil(DAYS / chunks);
  const days = Array.from({ length: Math.ceil(DAYS / width) }, (_, index) => index * width);
  return [
    PLAN,
    SESSIONS,
    "CREATE TABLE events (timestamp TIMESTAMP, event_name VARCHAR, user_id BIGINT, session_id BIGINT, customer_id VARCHAR, properties JSON)",
    ...days.map((day) => eventsOf(day, day + width)),
  ];
}

/** A day falls into as many parts as it has sessions, so that they do not overlap and none goes past midnight. */
const PLAN = `CREATE TEMP TABLE session_plan AS
WITH counted AS (
  SELECT *, 1 + CAST(draw(user_id, day, 'again') < 0.42 AS INTEGER) + CAST(draw(user_id, day, 'third') < 0.12 AS INTEGER) AS many
  FROM attendance
),
parted AS (SELECT *, unnest(range(many)) AS part FROM counted),
sized AS (
  SELECT *,
    (draw(user_id, day * 4 + part, 'start') + draw(user_id, day * 4 + part, 'later')) / 2 AS moment,
    greatest(
      CASE WHEN part = 0 AND day IN (signup_day, project_day, source_day, report_day) THEN 5 ELSE 2 END,
      least(40, 2 + CAST(floor(-ln(1 - draw(user_id, day * 4 + part, 'long')) * 6.2) AS INTEGER))
    ) AS many_events,
    CAST(floor((15 + draw(user_id, day * 4 + part, 'pace') * 90) * CASE device WHEN 'desktop' THEN 1 WHEN 'tablet' THEN 0.8 ELSE 0.6 END) AS INTEGER) AS pace_seconds
  FROM parted
)
SELECT row_number() OVER (ORDER BY day, moment, user_id, part) + 5000000 AS session_id,
  user_id, customer_id, country, day, part, many_events, pace_seconds, signup_day, project_day, source_day, report_day,
  CASE WHEN draw(user_id, day * 4 + part, 'device') < 0.88 OR (part = 0 AND day = signup_day) THEN device
    WHEN device = 'desktop' THEN 'mobile' ELSE 'desktop' END AS device,
  TIMESTAMP '${FIRST_DAY} 05:30:00' + to_days(CAST(day AS INTEGER))
    + to_seconds(floor((part + moment * 0.8) * 60000 / many)) AS start_time
FROM sized`;

const SESSIONS = `CREATE TABLE sessions AS
SELECT session_id, user_id, customer_id, start_time,
  start_time + to_seconds(CAST((many_events - 1) * pace_seconds AS BIGINT)) AS end_time, device, country
FROM session_plan
ORDER BY start_time, session_id`;

/** What people do, each with how often out of a thousand. */
const DOINGS: readonly (readonly [name: string, feature: string, share: number])[] = [
  ["dashboard_viewed", "dashboards", 330],
  ["query_run", "explorer", 250],
  ["report_viewed", "reports", 150],
  ["report_created", "reports", 55],
  ["dashboard_created", "dashboards", 35],
  ["report_shared", "reports", 40],
  ["export_downloaded", "exports", 45],
  ["alert_created", "alerts", 15],
  ["ask_ai_used", "Ask AI", 50],
  ["source_synced", "sources", 30],
];
/** 17 March 2026, when Ask AI came out. */
const ASK_AI_DAY = 75;
/** Out of a hundred users, who ever use a feature that not everyone does. */
const FANS: Readonly<Record<string, number>> = {
  "Ask AI": 34,
  alerts: 28,
  exports: 55,
  explorer: 80,
};

/** What people do besides, by its number after those of `DOINGS`. */
const STEPS: readonly (readonly [name: string, feature: string])[] = [
  ["signup", "account"],
  ["login", "account"],
  ["project_created", "projects"],
  ["source_connected", "sources"],
];
const [SIGNUP, LOGIN, PROJECT, SOURCE] = [0, 1, 2, 3].map((index) => DOINGS.length + index);
const REPORT = DOINGS.findIndex(([name]) => name === "report_created");

/**
 * The events of the sessions of some days: the first signs in or up, then the steps of the funnel, then anything. Names
 * are put in after the sort, which then moves numbers only.
 */
function eventsOf(from: number, to: number): string {
  return `INSERT INTO events
WITH done AS (
  SELECT *, unnest(range(many_events)) AS step FROM session_plan WHERE day >= ${from} AND day < ${to}
),
drawn AS (
  SELECT *, CAST(hash(session_id * 64 + step) % 1000 AS INTEGER) AS chosen FROM done
),
named AS (
  SELECT start_time + to_seconds(CAST(step * pace_seconds AS BIGINT)) AS timestamp, session_id, CAST(step AS TINYINT) AS step,
    CAST(user_id AS INTEGER) AS user_id, customer_id,
    CASE WHEN step = 0 AND part = 0 AND day = signup_day THEN device END AS device,
    CASE WHEN step = 0 AND part = 0 AND day = signup_day THEN country END AS country,
    CAST(CASE
      WHEN step = 0 THEN CASE WHEN part = 0 AND day = signup_day THEN ${SIGNUP} ELSE ${LOGIN} END
      WHEN part = 0 AND step = 1 AND day = project_day THEN ${PROJECT}
      WHEN part = 0 AND step = 2 AND day = source_day THEN ${SOURCE}
      WHEN part = 0 AND step = 3 AND day = report_day THEN ${REPORT}
      ${whens()}
    END AS TINYINT) AS doing,
    CAST(CASE WHEN day < 75 THEN 0 WHEN day < 140 THEN 1 ELSE 2 END AS TINYINT) AS version
  FROM drawn
),
sorted AS (SELECT * FROM named ORDER BY timestamp, session_id, step)
SELECT timestamp, ${NAMES}[1 + doing], user_id, session_id, customer_id,
  CASE WHEN doing = ${SIGNUP} THEN CAST(json_object('feature', 'account', 'app_version', ${VERSIONS}[1 + version], 'device', device, 'country', country) AS VARCHAR)
    ELSE ${PROPERTIES}[1 + doing + ${COUNT} * version] END
FROM sorted`;
}

const ALL = [...DOINGS.map(([name, feature]) => [name, feature] as const), ...STEPS];
const COUNT = ALL.length;
const RELEASES = ["5.1", "5.2", "5.3"];
const VERSIONS = toList(RELEASES);
const NAMES = toList(ALL.map(([name]) => name));
const PROPERTIES = toList(
  RELEASES.flatMap((version) =>
    ALL.map(([, feature]) => JSON.stringify({ feature, app_version: version })),
  ),
);

function toList(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(", ")}]`;
}

function whens(): string {
  let reached = 0;
  const lines = DOINGS.map(([name, feature, share], index) => {
    reached += share;
    const only = conditionOf(name, feature);
    const does = only ? `CASE WHEN ${only} THEN ${index} ELSE 0 END` : String(index);
    return reached < 1000 ? `WHEN chosen < ${reached} THEN ${does}` : `ELSE ${does}`;
  });
  return lines.join("\n      ");
}

function conditionOf(name: string, feature: string): string {
  const fans = FANS[feature];
  return [
    ...(feature === "reports" ? ["day > report_day"] : []),
    ...(name === "source_synced" ? ["day > source_day"] : []),
    ...(feature === "Ask AI" ? [`day >= ${ASK_AI_DAY}`] : []),
    ...(fans === undefined ? [] : [`hash(user_id, '${feature}') % 100 < ${fans}`]),
  ].join(" AND ");
}
