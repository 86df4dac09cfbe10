-- What Metrica knows of its customers. The columns of `customers` are those of the product; `churned_on` and the months were
-- added for it. Run by whoever owns the database; the chatbot signs in as a member of the roles of 002.
CREATE SCHEMA IF NOT EXISTS metrica;

CREATE TABLE metrica.customers (
  customer_id text PRIMARY KEY,
  company_name text NOT NULL,
  contact_email text NOT NULL,
  plan_tier text NOT NULL CHECK (plan_tier IN ('Starter', 'Growth', 'Enterprise')),
  mrr numeric(12, 2) NOT NULL CHECK (mrr >= 0),
  created_at date NOT NULL,
  churned_on date CHECK (churned_on > created_at)
);

-- What each paying customer had at a month end, and on the last day of the data.
CREATE TABLE metrica.subscriptions (
  as_of date NOT NULL,
  customer_id text NOT NULL REFERENCES metrica.customers,
  plan_tier text NOT NULL,
  mrr numeric(12, 2) NOT NULL,
  PRIMARY KEY (as_of, customer_id)
);

-- Sums of whole tiers, for roles that may not see a customer: their owner reads the tables, not whoever asks.
CREATE VIEW metrica.tier_days AS
SELECT as_of, plan_tier, count(*) AS customers, sum(mrr) AS mrr, max(mrr) AS largest_mrr
FROM metrica.subscriptions
GROUP BY as_of, plan_tier;

CREATE VIEW metrica.churn_days AS
SELECT churned_on, count(*) AS churned
FROM metrica.customers
WHERE churned_on IS NOT NULL
GROUP BY churned_on;

CREATE VIEW metrica.won_days AS
SELECT created_at, count(*) AS won
FROM metrica.customers
GROUP BY created_at;

-- Customers of one month end, and what became of them by the next.
CREATE VIEW metrica.renewal_months AS
SELECT month_end, count(*) AS customers, sum(lost) AS lost, avg(lost) AS churn_rate, sum(mrr_before) AS mrr_before, sum(mrr_after) AS mrr_after
FROM (
  SELECT
    ends.as_of AS month_end,
    earlier.mrr AS mrr_before,
    CASE WHEN present.customer_id IS NULL THEN 1 ELSE 0 END AS lost,
    coalesce(present.mrr, 0) AS mrr_after
  FROM (SELECT DISTINCT as_of FROM metrica.subscriptions) AS ends
  JOIN metrica.subscriptions AS earlier
    ON earlier.as_of = CAST(date_trunc('month', ends.as_of) - INTERVAL '1 day' AS date)
  LEFT JOIN metrica.subscriptions AS present
    ON present.customer_id = earlier.customer_id AND present.as_of = ends.as_of
) AS months
GROUP BY month_end;
