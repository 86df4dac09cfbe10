CREATE SCHEMA firm;
CREATE TABLE firm.invoices AS SELECT i AS invoice_no, DATE '2024-01-01' + CAST(i * 5 % 366 AS INTEGER) AS issued,
  CASE WHEN i % 17 = 0 THEN NULL ELSE ['North', 'South', 'East'][i % 3 + 1] END AS region, ['Web', 'Shop'][i % 2 + 1] AS channel,
  CAST(i % 23 * 12.5 AS DECIMAL(12, 2)) AS amount FROM range(1, 301) t(i);
CREATE TABLE firm.targets AS SELECT 2024 AS year, q AS quarter, r AS region, CAST(1500 + 100 * q AS DECIMAL(12, 2)) AS target
  FROM range(1, 5) t(q), (VALUES ('North'), ('South'), ('West')) u(r);
CREATE TABLE firm.offices AS SELECT * FROM (VALUES ('North', 4), ('South', 2), ('East', 5), ('West', 1)) t(region, heads);
