import { createHash } from "node:crypto";
import { generate } from "./generate.ts";
import { type Acme, openAcme } from "./testing.ts";

let acme: Acme;
beforeAll(async () => {
  acme = await openAcme();
});
afterAll(() => acme.close());

const count = async (sql: string) => Number((await acme.rows(sql))[0]?.[0]);
const numbers = async (sql: string) => (await acme.rows(sql)).map((row) => row.map(Number));

function hashAll(): string {
  const hash = createHash("sha256");
  for (const table of generate()) {
    hash.update(JSON.stringify([table.name, table.columns, [...table.rows]]));
  }
  return hash.digest("hex");
}

describe("generate() is exact and whole", () => {
  it("makes the same bytes each time", () => {
    expect(hashAll()).toBe(hashAll());
  });

  it("gives every row a cell for each column", () => {
    const short = [...generate()].flatMap((table) =>
      [...table.rows].filter((row) => row.length !== table.columns.length || row.includes(null)),
    );
    expect(short).toEqual([]);
  });

  it.each([
    ["transactions", "transaction_id"],
    ["customers", "customer_id"],
    ["customers", "customer_name"],
    ["products", "product_id"],
    ["products", "product_name"],
    ["targets", "(year, quarter, region)"],
  ])("has no two %s with one %s, and none without", async (table, key) => {
    expect(await count(`SELECT count(*) - count(DISTINCT ${key}) FROM ${table}`)).toBe(0);
  });

  it("sells only existing products to existing customers, in their region, once they are won", async () => {
    expect(
      await count(
        `SELECT count(*) FROM transactions t
         LEFT JOIN customers c USING (customer_id) LEFT JOIN products p USING (product_id)
         WHERE c.customer_id IS NULL OR p.product_id IS NULL OR c.region <> t.region
           OR t.transaction_date < c.acquisition_date
           OR t.transaction_date NOT BETWEEN '2023-01-01' AND '2024-12-31'`,
      ),
    ).toBe(0);
  });

  it("makes revenue of quantity, price and discount to the cent, and positive", async () => {
    expect(
      await count(
        `SELECT count(*) FROM transactions
         WHERE revenue <> quantity * unit_price * (1 - discount_rate) OR revenue <> round(revenue, 2)
           OR quantity < 1 OR revenue <= 0`,
      ),
    ).toBe(0);
  });

  it("discounts as the pricing policy says", async () => {
    expect(
      await count(
        `WITH d AS (SELECT segment, transaction_date, category, discount_rate -
             CASE WHEN quantity * unit_price >= 25000 THEN 0.15 WHEN quantity * unit_price >= 10000 THEN 0.10
               WHEN quantity * unit_price >= 2500 THEN 0.05 ELSE 0 END AS extra
           FROM transactions JOIN customers USING (customer_id) JOIN products USING (product_id))
         SELECT count(*) FROM d WHERE NOT CASE segment WHEN 'Enterprise' THEN extra IN (0.05, 0.10)
           WHEN 'SMB' THEN extra IN (0, 0.05)
           ELSE extra = CASE WHEN category IN ('Computing', 'Displays')
             AND strftime(transaction_date, '%m-%d') >= '11-20' THEN 0.10 ELSE 0 END END`,
      ),
    ).toBe(0);
  });

  it("has lifetime values of at least what was bought, exactly that for customers won since 2023", async () => {
    expect(
      await count(
        `SELECT count(*) FROM customers
         LEFT JOIN (SELECT customer_id, sum(revenue) AS bought FROM transactions GROUP BY 1) USING (customer_id)
         WHERE lifetime_value < coalesce(bought, 0)
           OR (acquisition_date >= '2023-01-01' AND lifetime_value <> coalesce(bought, 0))`,
      ),
    ).toBe(0);
  });

  it("has a target for every quarter and region", async () => {
    expect(await count("SELECT count(*) FROM targets")).toBe(32);
  });
});

describe("generate() looks like a business", () => {
  it("has few large Enterprise customers and a long tail", async () => {
    const rows = await acme.rows(
      `SELECT segment, count(DISTINCT customer_id) / (SELECT count(*) FROM customers),
         sum(revenue) / (SELECT sum(revenue) FROM transactions), median(revenue)
       FROM transactions JOIN customers USING (customer_id) GROUP BY 1`,
    );
    const [enterprise, smb, consumer] = ["Enterprise", "SMB", "Consumer"].map((segment) =>
      (rows.find(([name]) => name === segment) ?? []).slice(1).map(Number),
    );
    expect(enterprise?.[0]).toBeLessThan(0.1);
    expect(enterprise?.[1]).toBeGreaterThan(0.4);
    expect(consumer?.[0]).toBeGreaterThan(0.5);
    expect(enterprise?.[2]).toBeGreaterThan((smb?.[2] ?? 0) * 2);
    expect(smb?.[2]).toBeGreaterThan((consumer?.[2] ?? 0) * 2);
  });

  it("leaves no customer with more than 4% of revenue", async () => {
    expect(
      await count(
        "SELECT max(s) / sum(s) FROM (SELECT sum(revenue) AS s FROM transactions GROUP BY customer_id)",
      ),
    ).toBeLessThan(0.04);
  });

  it("works on weekdays, shops at weekends, and peaks with the quarter and before Christmas", async () => {
    const [[business = 1, home = 0] = []] = await numbers(
      `SELECT count(*) FILTER (segment <> 'Consumer' AND isodow(transaction_date) > 5)
           / count(*) FILTER (segment <> 'Consumer'),
         count(*) FILTER (segment = 'Consumer' AND isodow(transaction_date) > 5)
           / count(*) FILTER (segment = 'Consumer')
       FROM transactions JOIN customers USING (customer_id)`,
    );
    expect(business).toBeLessThan(0.05);
    expect(home).toBeGreaterThan(2 / 7);
    const weakLastMonths = await count(
      `WITH m AS (SELECT year(transaction_date) AS y, month(transaction_date) AS m, sum(revenue) AS r
         FROM transactions GROUP BY ALL)
       SELECT count(*) FROM m a JOIN m b ON a.y = b.y AND (a.m - 1) // 3 = (b.m - 1) // 3 AND b.m < a.m
       WHERE a.m % 3 = 0 AND a.r <= b.r`,
    );
    expect(weakLastMonths).toBe(0);
  });

  it("grows over the year before in every quarter, West's last one apart", async () => {
    const growth = await numbers(
      `WITH q AS (SELECT year(transaction_date) AS y, quarter(transaction_date) AS q, region,
           sum(revenue) AS r FROM transactions GROUP BY ALL)
       SELECT b.r / a.r FROM q a JOIN q b ON b.y = a.y + 1 AND b.q = a.q AND b.region = a.region
       WHERE NOT (a.region = 'West' AND a.q = 4)`,
    );
    expect(growth).toHaveLength(15);
    for (const [ratio = 0] of growth) {
      expect(ratio).toBeGreaterThan(1.2);
      expect(ratio).toBeLessThan(1.5);
    }
  });

  it.each(["category", "channel"])("spreads the %s differently in each region", async (field) => {
    const shares = await acme.rows(
      `SELECT region, ${field}, sum(revenue) AS sold
       FROM transactions JOIN products USING (product_id) GROUP BY 1, 2 ORDER BY sold DESC`,
    );
    const leaders = ["North", "South", "East", "West"].map((region) => {
      const own = shares.filter(([r]) => r === region);
      return own
        .slice(0, 2)
        .map(([, member]) => member)
        .join(" ");
    });
    expect(new Set(leaders).size).toBeGreaterThanOrEqual(3);
  });

  it("repeats no block: orders of a day, a product and an amount are nearly always different ones", async () => {
    const [[same = 1] = []] = await numbers(
      `SELECT 1 - count(DISTINCT (customer_id, product_id, quantity, transaction_date)) / count(*)
       FROM transactions`,
    );
    expect(same).toBeLessThan(0.001);
    const repeated = await count(
      `WITH s AS (SELECT product_id, quantity,
           lead(product_id) OVER w AS p2, lead(quantity) OVER w AS q2,
           lead(product_id, 2) OVER w AS p3, lead(quantity, 2) OVER w AS q3
         FROM transactions WINDOW w AS (ORDER BY transaction_id))
       SELECT max(n) FROM (SELECT count(*) AS n FROM s GROUP BY product_id, quantity, p2, q2, p3, q3)`,
    );
    expect(repeated).toBeLessThanOrEqual(3);
  });

  it("sells every product and wins customers in every quarter", async () => {
    expect(
      await count("SELECT count(*) FROM products ANTI JOIN transactions USING (product_id)"),
    ).toBe(0);
    const won = await numbers(
      `SELECT count(*) FROM customers WHERE acquisition_date >= '2023-01-01'
       GROUP BY year(acquisition_date), quarter(acquisition_date)`,
    );
    expect(won).toHaveLength(8);
    for (const [n = 0] of won) expect(n).toBeGreaterThan(30);
  });
});
