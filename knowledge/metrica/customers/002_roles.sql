-- One role of the database for each role of the chatbot: what a role may not know, the database itself refuses.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['metrica_analyst', 'metrica_executive', 'metrica_support', 'metrica_gate'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
  END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA metrica FROM PUBLIC;
GRANT USAGE ON SCHEMA metrica TO metrica_analyst, metrica_executive, metrica_support, metrica_gate;

-- Analyst: every customer, but not whom to write to.
GRANT SELECT (customer_id, company_name, plan_tier, mrr, created_at, churned_on) ON metrica.customers TO metrica_analyst;
GRANT SELECT ON metrica.subscriptions, metrica.renewal_months, metrica.tier_days, metrica.churn_days,
  metrica.won_days TO metrica_analyst;

-- Executive: sums only.
GRANT SELECT ON metrica.tier_days, metrica.churn_days, metrica.won_days, metrica.renewal_months TO metrica_executive;

-- SupportAgent: how many customers a tier has, and no money.
GRANT SELECT (as_of, plan_tier, customers) ON metrica.tier_days TO metrica_support;

-- The gate itself counts customers before it lets a sum out: what it reads never leaves it.
GRANT SELECT (customer_id, company_name, plan_tier, mrr, created_at, churned_on) ON metrica.customers TO metrica_gate;
GRANT SELECT ON metrica.subscriptions, metrica.renewal_months, metrica.tier_days, metrica.churn_days, metrica.won_days
  TO metrica_gate;

-- A session that is about one customer sees no other's rows; one without sees those that its grants allow.
ALTER TABLE metrica.customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE metrica.subscriptions ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_customer ON metrica.customers FOR SELECT TO metrica_analyst, metrica_gate
  USING (coalesce(current_setting('insight.customer', true), '') IN ('', customer_id));
CREATE POLICY one_customer ON metrica.subscriptions FOR SELECT TO metrica_analyst, metrica_gate
  USING (coalesce(current_setting('insight.customer', true), '') IN ('', customer_id));
