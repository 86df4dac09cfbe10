import type { CsvTable } from "../csv.ts";
import { addDays } from "../days.ts";
import { createRandom, type Random } from "../random.ts";

const FIRST_DAY = "2024-01-02";
const LAST_DAY = "2025-03-31";
const DAYS = 454;
const SHIPMENTS = 1300;
/** TransIber's drivers work to rule from here on. */
const SLOW_FROM = "2024-10-01";

const CARRIERS = [
  ["C1", "Nordlys Logistics"],
  ["C2", "BlueHaul"],
  ["C3", "TransIber"],
  ["C4", "QuickVan"],
] as const;

const CITIES = ["Hamburg", "Rotterdam", "Oslo", "Madrid", "Lyon", "Gdansk"] as const;

const CUSTOMERS = [
  ["1", "Ferrum Steel", "A"],
  ["2", "Ostwind Textiles", "B"],
  ["3", "Solana Foods", "A"],
  ["4", "Mira Pharma", "A"],
  ["5", "D'Angelo & Figli", "B"],
  ["6", "Nord-Sud Trading", "C"],
] as const;

/** Every table of the freight workspace, the same each time. */
export function freightTables(): readonly CsvTable[] {
  const random = createRandom(20_250_331);
  const lanes = CITIES.flatMap((from) =>
    CITIES.filter((to) => to !== from).map((to) => [from, to]),
  );
  return [
    { name: "carrier", columns: ["carrier_code", "carrier_name"], rows: CARRIERS },
    { name: "customer", columns: ["customer_id", "customer_name", "tier"], rows: CUSTOMERS },
    {
      name: "lane",
      columns: ["lane_id", "origin", "destination", "distance_km"],
      rows: lanes.map(([from = "", to = ""], i) => [
        String(i + 1),
        from,
        to,
        String(random.between(250, 2600)),
      ]),
    },
    {
      name: "shipment",
      columns: [
        "shipment_no",
        "carrier_code",
        "lane_id",
        "customer_id",
        "mode",
        "order_dt",
        "ship_dt",
        "promised_dt",
        "delivered_dt",
        "weight_kg",
        "freight_cost",
        "damaged_flag",
        "priority_cd",
      ],
      rows: Array.from({ length: SHIPMENTS }, (_, i) => shipment(i + 1, lanes.length, random)),
    },
  ];
}

function shipment(number: number, lanes: number, random: Random): (string | null)[] {
  const ordered = addDays(FIRST_DAY, random.between(0, DAYS));
  const shipped = addDays(ordered, random.between(0, 5));
  const promised = addDays(shipped, random.between(3, 9));
  const [carrier] = random.pick(CARRIERS);
  const slow = carrier === "C3" && shipped >= SLOW_FROM ? 1 : 0;
  const delivered = addDays(promised, random.pick([-2, -1, 0, 0, 0, 1, 3]) + slow);
  const weight = random.between(50, 40_000) / 10;
  const mode = random.weighted([
    ["ROAD", 6],
    ["SEA", 2],
    ["RAIL", 1],
    ["AIR", 1],
  ]);
  const cost = weight * (0.1 + random.next() * 0.2) + (mode === "AIR" ? 300 : 40);
  return [
    `SH${String(number).padStart(5, "0")}`,
    carrier,
    String(random.between(1, lanes)),
    random.pick(CUSTOMERS)[0],
    mode,
    ordered,
    untilNow(shipped),
    promised,
    untilNow(delivered),
    weight.toFixed(1),
    cost.toFixed(2),
    random.next() < 0.04 ? "Y" : "N",
    String(random.pick([1, 2, 2, 3, 3, 3])),
  ];
}

/** What has not happened yet has no date. */
function untilNow(day: string): string | null {
  return day > LAST_DAY ? null : day;
}
