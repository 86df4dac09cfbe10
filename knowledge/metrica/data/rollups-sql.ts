import { DAYS, FIRST_DAY } from "./customers.ts";

/**
 * Of each day: who came, who came in the week that ends on it, and in the month that ends on it (at a month's end the
 * calendar month). A user counts from a day they came until the window has left it or they come again: two steps of a sum.
 */
const METRIC_DAYS = `CREATE TABLE metric_days AS
WITH days AS (
  SELECT day, CAST(day + 1 - INTERVAL 1 MONTH AS DATE) AS month_start FROM (SELECT DISTINCT day FROM user_days)
),
ends AS (
  SELECT days.day, min(later.day) AS month_end FROM days LEFT JOIN days AS later ON later.month_start > days.day GROUP BY 1
),
spans AS (
  SELECT day, month_end, lead(day) OVER (PARTITION BY user_id ORDER BY day) AS next_day FROM user_days JOIN ends USING (day)
),
steps AS (
  SELECT day, 1 AS week, 1 AS month, 1 AS today FROM spans
  UNION ALL SELECT least(day + 7, next_day), -1, 0, 0 FROM spans
  UNION ALL SELECT least(month_end, next_day), 0, -1, 0 FROM spans
),
totals AS (
  SELECT day, CAST(sum(sessions) AS BIGINT) AS sessions, CAST(sum(seconds) AS BIGINT) AS seconds FROM user_days GROUP BY 1
),
sums AS (SELECT day, sum(week) AS week, sum(month) AS month, sum(today) AS today FROM steps WHERE day IS NOT NULL GROUP BY 1)
SELECT day AS as_of, CAST(day + 1 - INTERVAL 1 MONTH AS DATE) AS month_start, CAST(today AS BIGINT) AS dau, sessions, seconds,
  CAST(sum(week) OVER (ORDER BY day) AS BIGINT) AS wau, CAST(sum(month) OVER (ORDER BY day) AS BIGINT) AS mau
FROM sums LEFT JOIN totals USING (day) QUALIFY today > 0 ORDER BY day`;

/** Of each day the users of the month that ends on it, each once a device and country: by the last day on which they came. */
const ACTIVE_WINDOWS = `CREATE TABLE active_windows AS
WITH visits AS (
  SELECT *, lead(day) OVER (PARTITION BY user_id, device, country ORDER BY day) AS next_day FROM user_device_days
)
SELECT days.as_of, visits.user_id, visits.customer_id, visits.device, visits.country, visits.day > days.as_of - 7 AS in_week
FROM metric_days AS days
JOIN visits ON visits.day <= days.as_of AND visits.day >= days.month_start
  AND coalesce(visits.next_day, DATE '9999-12-31') > days.as_of
ORDER BY days.as_of, visits.user_id, visits.device, visits.country`;

/** Statements that sum up `sessions` and `events`: the same figures at a hundredth of the rows. */
export const ROLLUPS: readonly string[] = [
  // A user's day before says who is new in a period, so that people are counted by adding up rows.
  `CREATE TABLE user_days AS
WITH days AS (
  SELECT CAST(start_time AS DATE) AS day, user_id, min(customer_id) AS customer_id, count(*) AS sessions,
    CAST(sum(date_diff('second', start_time, end_time)) AS BIGINT) AS seconds
  FROM sessions GROUP BY 1, 2
)
SELECT day, user_id, customer_id, sessions, seconds,
  lag(day) OVER (PARTITION BY user_id ORDER BY day) AS previous_day
FROM days ORDER BY day, user_id`,
  // Users of a day and customer by when they were there before: a fortieth of the rows, and still every distinct count.
  `CREATE TABLE user_returns AS
SELECT day, customer_id, previous_day, count(*) AS users, CAST(sum(sessions) AS BIGINT) AS sessions, CAST(sum(seconds) AS BIGINT) AS seconds
FROM user_days GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  `CREATE TABLE user_device_days AS
SELECT CAST(start_time AS DATE) AS day, user_id, min(customer_id) AS customer_id, device, country, count(*) AS sessions,
  CAST(sum(date_diff('second', start_time, end_time)) AS BIGINT) AS seconds
FROM sessions GROUP BY 1, 2, 4, 5 ORDER BY 1, 2, 4, 5`,
  `CREATE TABLE event_days AS
SELECT CAST(timestamp AS DATE) AS day, event_name, customer_id, count(*) AS events
FROM events GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  `CREATE TABLE feature_months AS
WITH used AS (
  SELECT CAST(date_trunc('month', timestamp) AS DATE) AS month, customer_id, user_id, CAST(properties AS VARCHAR) AS properties
  FROM events GROUP BY ALL
)
SELECT DISTINCT month, customer_id, user_id, json_extract_string(properties, '$.feature') AS feature
FROM used ORDER BY month, feature, user_id`,
  `CREATE TABLE feature_use AS
SELECT active.month, active.user_id, active.customer_id, features.feature, CAST(used.user_id IS NOT NULL AS BIGINT) AS used
FROM (SELECT DISTINCT month, user_id, customer_id FROM feature_months) AS active
CROSS JOIN (SELECT DISTINCT feature FROM feature_months WHERE feature <> 'account') AS features
LEFT JOIN feature_months AS used
  ON used.month = active.month AND used.user_id = active.user_id AND used.feature = features.feature
ORDER BY active.month, features.feature, active.user_id`,
  `CREATE TABLE user_signups AS
WITH steps AS (
  SELECT user_id,
    min(timestamp) FILTER (WHERE event_name = 'signup') AS signed_up,
    min(timestamp) FILTER (WHERE event_name = 'project_created') AS project_created,
    min(timestamp) FILTER (WHERE event_name = 'source_connected') AS source_connected,
    min(timestamp) FILTER (WHERE event_name = 'report_created') AS report_created,
    min(session_id) FILTER (WHERE event_name = 'signup') AS session_id
  FROM events
  WHERE event_name IN ('signup', 'project_created', 'source_connected', 'report_created')
  GROUP BY user_id
),
signups AS (
  SELECT steps.*, CAST(signed_up AS DATE) AS signup_day, device, country, customer_id
  FROM steps JOIN sessions USING (session_id)
),
returned AS (
  SELECT signups.user_id, bool_or(day = signup_day + 1) AS d1, bool_or(day = signup_day + 7) AS d7, bool_or(day = signup_day + 30) AS d30
  FROM signups JOIN user_days ON user_days.user_id = signups.user_id AND day IN (signup_day + 1, signup_day + 7, signup_day + 30)
  GROUP BY 1
)
SELECT signup_day, user_id, customer_id, device, country,
  ${within("project_created")}, ${within("source_connected")}, ${within("report_created")},
  ${came(1)}, ${came(7)}, ${came(30)}
FROM signups LEFT JOIN returned USING (user_id)
ORDER BY signup_day, user_id`,
  METRIC_DAYS,
  ACTIVE_WINDOWS,
];

/** 1 when the step was taken within 30 days of signing up. */
function within(step: string): string {
  return `CAST(coalesce(${step} < signed_up + INTERVAL 30 DAY, false) AS BIGINT) AS ${step}`;
}

/** 1 when the user came on the day that many days later, 0 when not, null when the data does not go that far. */
function came(days: number): string {
  const last = `DATE '${FIRST_DAY}' + ${DAYS - 1}`;
  return `CASE WHEN signup_day + ${days} <= ${last} THEN CAST(coalesce(d${days}, false) AS BIGINT) END AS retained_d${days}`;
}
