import { LEDGER, testCustomers } from "./customers.contract.ts";
import { openPostgresServer } from "./postgres-server.ts";
import { hasPostgres, openPostgres } from "./testing/open-postgres.ts";

const INSTALL =
  "Cannot test against PostgreSQL: initdb is not on the path; install it (apt-get install postgresql, brew install postgresql) and put its bin folder on the path";

let server: Awaited<ReturnType<typeof openPostgres>> | undefined;
const urlOf = () => server?.url ?? "";
beforeAll(async () => {
  if (!(await hasPostgres())) throw new Error(INSTALL);
  server = await openPostgres(LEDGER);
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

testCustomers("a PostgreSQL server", async () => openPostgresServer(urlOf()));

const session = { dbRole: "ledger_clerk", settings: {}, timeoutMs: 60_000 };
const slow = { sql: "SELECT pg_sleep(60)", values: [] };

test("run() stops a statement that takes too long, and one that nobody waits for any more", async () => {
  await using driver = openPostgresServer(urlOf());
  const { signal } = new AbortController();
  const late = driver.run(slow, { ...session, timeoutMs: 20 }, signal);
  await expect(late).rejects.toMatchObject({ code: "57014" });
  const turn = new AbortController();
  const left = driver.run(slow, session, turn.signal);
  setTimeout(() => turn.abort(new Error("gone")), 50);
  await expect(left).rejects.toThrow("gone");
  const early = AbortSignal.timeout(0);
  await expect(driver.run(slow, session, early)).rejects.toThrow("aborted");
  const { rows } = await driver.run({ sql: "SELECT 1", values: [] }, session, signal);
  expect(rows).toEqual([["1"]]);
});

test("run() of a server that is not there fails, and does not wait for it", async () => {
  await using driver = openPostgresServer("postgres://postgres@127.0.0.1:1/postgres");
  const ask = driver.run({ sql: "SELECT 1", values: [] }, session, new AbortController().signal);
  await expect(ask).rejects.toMatchObject({ code: "ECONNREFUSED" });
});
