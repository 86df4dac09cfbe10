CREATE SCHEMA shop;
CREATE TABLE shop.customers AS SELECT i AS customer_id, ['Bern', 'Basel', 'Chur', NULL][i % 4 + 1] AS city,
  TIMESTAMP '2023-11-01 08:00:00' + INTERVAL (i * 9) DAY AS joined_at, ['gold', 'silver'][i % 2 + 1] AS status FROM range(1, 31) t(i);
CREATE TABLE shop.products AS SELECT i AS product_id, 'Product ' || i AS name, ['Food', 'Toys', 'Books'][i % 3 + 1] AS category,
  ['A', 'B'][i % 2 + 1] AS "group" FROM range(1, 12) t(i);
CREATE TABLE shop.stores AS SELECT c AS country, s AS store_code, CASE s WHEN '01' THEN 'Mall' ELSE 'Street' END AS format,
  CASE WHEN c = 'CH' THEN 800 ELSE 300 END AS floor_space FROM (VALUES ('CH'), ('DE')) a(c), (VALUES ('01'), ('02'), ('03')) b(s);
CREATE TABLE shop.orders AS SELECT i AS order_id, DATE '2024-01-03' + CAST(i * 3 % 366 AS INTEGER) AS ordered_on,
  CASE WHEN i % 7 = 0 THEN NULL ELSE DATE '2024-01-03' + CAST(i * 3 % 366 + i % 40 AS INTEGER) END AS shipped_on,
  CASE WHEN i % 11 = 0 THEN NULL ELSE i % 30 + 1 END AS customer_id, ['open', 'done', 'returned'][i % 7 % 3 + 1] AS status,
  CAST(i % 5 AS DECIMAL(9, 2)) + 0.5 AS shipping_fee FROM range(1, 201) t(i);
CREATE TABLE shop.order_lines AS SELECT i AS order_id, l AS line_no, CASE WHEN i % 13 = 0 THEN 99 ELSE (i * l) % 11 + 1 END AS product_id,
  CASE WHEN i % 2 = 0 THEN 'CH' ELSE 'DE' END AS country, '0' || (i * l % 3 + 1) AS store_code, (i + l) % 4 + 1 AS quantity,
  CAST((i * 7 + l) % 50 AS DECIMAL(9, 2)) + 0.25 AS unit_price, (i + l) % 3 = 0 AS gift
  FROM range(1, 196) t(i), range(1, 4) u(l) WHERE l <= i % 3 + 1;
