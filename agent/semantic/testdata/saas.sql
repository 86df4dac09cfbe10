CREATE SCHEMA cloud;
CREATE TABLE cloud.accounts AS SELECT 'a' || i AS account_id, 'Account ' || i AS account_name, ['US', 'FR', 'JP'][i % 3 + 1] AS country,
  TIMESTAMPTZ '2023-12-15 10:00:00+00' + INTERVAL (i * 11) DAY AS signed_up_at FROM range(1, 25) t(i);
CREATE TABLE cloud.subscriptions AS SELECT LAST_DAY(DATE '2024-01-01' + INTERVAL (m) MONTH) AS snapshot_date, 'a' || i AS account_id,
  ['Basic', 'Pro'][i % 2 + 1] AS plan, i % 9 + m AS seats, CAST((i % 9 + m) * 10 AS DECIMAL(12, 2)) AS mrr,
  CASE WHEN i = 5 THEN TRUE WHEN i = 6 THEN NULL ELSE FALSE END AS is_test
  FROM range(1, 25) t(i), range(0, 14) u(m) WHERE i > m / 2 AND (i % 6 <> 0 OR m < 9);
