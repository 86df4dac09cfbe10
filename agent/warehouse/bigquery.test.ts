import { openBigquery } from "./bigquery.ts";
import { type BigqueryStandIn, openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";
import { seedStandIn, toSeed } from "./testing/seed-stand-in.ts";
import { CONTRACT_TABLES, testWarehouse } from "./warehouse.contract.ts";

let standIn: BigqueryStandIn;
beforeAll(async () => {
  // Pages of two rows, and jobs that are still running when first asked: the contract holds all the same.
  standIn = await openBigqueryStandIn({ pageRows: 2 });
  await seedStandIn(standIn.url, "contract", CONTRACT_TABLES.map(toSeed));
});
afterAll(() => standIn[Symbol.asyncDispose]());

testWarehouse("BigQuery", async () => {
  const warehouse = await openBigquery({
    project: "p",
    location: "US",
    apiEndpoint: standIn.url,
    dataset: "contract",
    timeColumns: new Map([["orders", "day"]]),
  });
  return { warehouse, scope: warehouse.scope };
});
