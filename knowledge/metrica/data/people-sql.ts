import { type Customer, createCustomers, DAYS } from "./customers.ts";

/** A number in [0, 1) for what stands in it, the same each time. */
const DRAW =
  "CREATE OR REPLACE TEMP MACRO draw(a, b, c) AS CAST(hash(a, b, c, 'metrica 1') % 1000003 AS DOUBLE) / 1000003";

/** Days of the incident that `docs/incident_2026-06_single_sign_on.md` tells of, 8 to 14 June: what is left of the usual. */
const OUTAGE =
  "CASE WHEN sso AND day BETWEEN 158 AND 161 THEN 0.02 WHEN sso AND day BETWEEN 162 AND 164 THEN 0.3 ELSE 1 END";

/** 1 January 2026 was a Thursday: weekday 0 is Monday. */
const WEEKDAY = "(day + 3) % 7";
const RHYTHM = `CASE ${WEEKDAY} WHEN 5 THEN 0.16 WHEN 6 THEN 0.13 WHEN 4 THEN 0.86 WHEN 0 THEN 0.94 ELSE 1 END`;
/** New Year, Good Friday, Easter Monday, 1 May. */
const HOLIDAYS = "CASE WHEN day IN (0, 1, 92, 95, 120) THEN 0.35 ELSE 1 END";

/** Statements that make the temporary tables `people` (one a user) and `attendance` (one a user and active day). */
export function peopleSql(events: number): readonly string[] {
  return [DRAW, people(Math.round(events / EVENTS_A_PERSON)), attendance()];
}

/** Measured on 2026-11-22: 2 million events come of as many people. */
const EVENTS_A_PERSON = 510;

/** Everyone's first day, last day, country, device, keenness, and the days on which they first did the steps of the funnel. */
function people(count: number): string {
  return `CREATE TEMP TABLE people AS
WITH customers(customer_id, country, sso, created, ended, low, high) AS (VALUES ${seats(count)}),
seated AS (SELECT customers.*, unnest(range(low, high)) AS user_id FROM customers),
dated AS (
  SELECT *,
    CASE
      WHEN created < -20 AND draw(user_id, 0, 'old') < 0.6
        THEN -1 - CAST(floor(draw(user_id, 0, 'since') * least(700, -created)) AS BIGINT)
      ELSE greatest(created, 0) + CAST(floor(greatest(181 - greatest(created, 0), 150) * power(draw(user_id, 0, 'joined'), 0.8)) AS BIGINT)
    END AS drawn
  FROM seated
),
joined AS (
  SELECT *,
    CASE
      WHEN drawn >= 0 AND (drawn + 3) % 7 > 4 AND draw(user_id, 0, 'weekend') < 0.75 AND drawn + 2 < ended THEN drawn + 2
      ELSE drawn
    END AS signup_day,
    CASE
      WHEN drawn < 0 THEN -ln(1 - draw(user_id, 0, 'stays')) * 900
      WHEN draw(user_id, 0, 'kind') < 0.24 THEN 1 + draw(user_id, 0, 'stays') * 4
      WHEN draw(user_id, 0, 'kind') < 0.45 THEN 5 + draw(user_id, 0, 'stays') * 35
      ELSE 40 - ln(1 - draw(user_id, 0, 'stays')) * 420
    END AS lifetime,
    CASE WHEN draw(user_id, 0, 'device') < 0.66 THEN 'desktop' WHEN draw(user_id, 0, 'device') < 0.92 THEN 'mobile' ELSE 'tablet' END AS device,
    CASE WHEN draw(user_id, 0, 'abroad') < 0.12
      THEN ['United States', 'United Kingdom', 'Germany', 'France', 'Canada', 'India', 'Brazil', 'Australia', 'Japan'][1 + CAST(hash(user_id, 'where') % 9 AS INTEGER)]
      ELSE country END AS home
  FROM dated
  WHERE drawn < ended
),
staying AS (
  SELECT *, least(greatest(signup_day, 0) + 1 + CAST(floor(lifetime) AS BIGINT), ended) AS quit_day,
    CASE device WHEN 'desktop' THEN 1 WHEN 'tablet' THEN 0.87 ELSE 0.72 END AS ease
  FROM joined
),
step_1 AS (
  SELECT *, CASE WHEN draw(user_id, 1, 'does') < 0.88 * ease
    THEN signup_day + CAST(floor(-ln(1 - draw(user_id, 1, 'waits')) * 0.9) AS BIGINT) END AS project_day
  FROM staying
),
step_2 AS (
  SELECT *, CASE WHEN draw(user_id, 2, 'does') < 0.86 * ease
    THEN project_day + CAST(floor(-ln(1 - draw(user_id, 2, 'waits')) * 2.2) AS BIGINT) END AS source_day
  FROM step_1
),
step_3 AS (
  SELECT *, CASE WHEN draw(user_id, 3, 'does') < 0.9 * ease
    THEN source_day + CAST(floor(-ln(1 - draw(user_id, 3, 'waits')) * 2.8) AS BIGINT) END AS report_day
  FROM step_2
)
SELECT user_id + 100001 AS user_id, customer_id, sso, home AS country, device, signup_day, quit_day,
  CASE WHEN project_day < quit_day THEN project_day END AS project_day,
  CASE WHEN source_day < quit_day THEN source_day END AS source_day,
  CASE WHEN report_day < quit_day THEN report_day END AS report_day,
  0.2 + 0.72 * sqrt(draw(user_id, 0, 'keen')) AS keenness
FROM step_3
ORDER BY user_id`;
}

/** Customers as rows of VALUES, each with its share of the users: `low` to `high`. */
function seats(count: number): string {
  const customers = createCustomers();
  const whole = customers.reduce((sum, { weight }) => sum + weight, 0);
  let taken = 0;
  const rows = customers.map((customer) => {
    const low = taken;
    taken += Math.max(2, Math.round((count * customer.weight) / whole));
    return `(${seat(customer)}, ${low}, ${taken})`;
  });
  return rows.join(", ");
}

function seat({ id, country, sso, created, churned }: Customer): string {
  return `'${id}', '${country}', ${sso}, ${created}, ${churned ?? DAYS}`;
}

function attendance(): string {
  return `CREATE TEMP TABLE attendance AS
WITH days AS (SELECT *, unnest(range(greatest(signup_day, 0), quit_day)) AS day FROM people)
SELECT user_id, customer_id, country, device, day, signup_day, project_day, source_day, report_day
FROM days
WHERE day IN (signup_day, project_day, source_day, report_day)
  OR draw(user_id, day, 'comes') < keenness * (${RHYTHM}) * (${HOLIDAYS}) * (${OUTAGE})
    * (CASE WHEN day - signup_day < 4 THEN 1.15 ELSE 1 END)
ORDER BY day, user_id`;
}
