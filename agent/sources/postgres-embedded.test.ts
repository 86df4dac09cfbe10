import { LEDGER, testCustomers } from "./customers.contract.ts";
import { openPostgresEmbedded } from "./postgres-embedded.ts";

testCustomers("the embedded Postgres", async () => openPostgresEmbedded(async () => LEDGER));

test("openPostgresEmbedded() starts nothing before it is asked, and tries again after a start that failed", async () => {
  let starts = 0;
  await using driver = openPostgresEmbedded(async () => {
    starts += 1;
    throw new Error("no such file");
  });
  expect(starts).toBe(0);
  const session = { dbRole: "postgres", settings: {}, timeoutMs: 1000 };
  const ask = () =>
    driver.run({ sql: "SELECT 1", values: [] }, session, new AbortController().signal);
  await expect(ask()).rejects.toThrow("no such file");
  await expect(ask()).rejects.toThrow("no such file");
  expect(starts).toBe(2);
});

const SESSION = { dbRole: "postgres", settings: {}, timeoutMs: 1000 };

test("openPostgresEmbedded() lets the process go on while it starts, and tells a script that fails to who asks", async () => {
  await using driver = openPostgresEmbedded(async () => ["SELECT 1/0"]);
  let ticks = 0;
  const clock = setInterval(() => {
    ticks += 1;
  }, 1);
  const asked = driver.run({ sql: "SELECT 1", values: [] }, SESSION, new AbortController().signal);
  await expect(asked).rejects.toThrow("division by zero");
  clearInterval(clock);
  expect(ticks).toBeGreaterThan(10);
});
