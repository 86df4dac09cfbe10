import type { GuardedStatement } from "../sql/guard.ts";
import { guardSql } from "../sql/guard.ts";
import { type BigqueryWarehouse, openBigquery } from "./bigquery.ts";
import { type BigqueryStandIn, openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";
import { seedStandIn, toSeed } from "./testing/seed-stand-in.ts";
import { CONTRACT_TABLES, testWarehouse } from "./warehouse.contract.ts";

let standIn: BigqueryStandIn;
beforeAll(async () => {
  standIn = await openBigqueryStandIn({ pageRows: 2 });
  await seedStandIn(standIn.url, "contract", CONTRACT_TABLES.map(toSeed));
});
afterAll(() => standIn[Symbol.asyncDispose]());

const open = () =>
  openBigquery({
    project: "p",
    location: "US",
    apiEndpoint: standIn.url,
    dataset: "contract",
    timeColumns: new Map([["orders", "day"]]),
  });

testWarehouse("BigQuery", async () => {
  const warehouse = await open();
  return { warehouse, scope: warehouse.scope };
});
