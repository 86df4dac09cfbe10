import { at } from "./random.ts";

export const REGIONS = ["North", "South", "East", "West"] as const;
export type Region = (typeof REGIONS)[number];

export const SEGMENTS = ["Enterprise", "SMB", "Consumer"] as const;
export type Segment = (typeof SEGMENTS)[number];

export const CHANNELS = ["Direct", "Partner", "Online"] as const;
export type Channel = (typeof CHANNELS)[number];

export type PricingPlan = "legacy" | "standard";

/** Share of the customers of the 90 days before who bought nothing in the last 90 days of 2024. */
export const FINAL_CHURN = 0.042;

/** What a region sold in a quarter: cents, and the number of transactions they came from. */
export type Cell = { readonly revenueCents: number; readonly transactions: number };

type Row = readonly [quarter: string, region: Region, revenue: string, transactions: number];

/** The story, quarter by quarter: Q4 2023 adds up to 9.6M, Q4 2024 to 12.4M, and West falls from 3.4M to 2.6M. */
const SALES: readonly Row[] = [
  ["2023 Q1", "North", "2154318.40", 838],
  ["2023 Q1", "South", "1716204.72", 804],
  ["2023 Q1", "East", "1648077.20", 706],
  ["2023 Q1", "West", "1997643.08", 812],
  ["2023 Q2", "North", "2289471.92", 881],
  ["2023 Q2", "South", "1833986.28", 852],
  ["2023 Q2", "East", "1752140.84", 744],
  ["2023 Q2", "West", "2163309.60", 866],
  ["2023 Q3", "North", "2385126.12", 908],
  ["2023 Q3", "South", "1921450.04", 879],
  ["2023 Q3", "East", "1816793.68", 758],
  ["2023 Q3", "West", "2294018.44", 901],
  ["2023 Q4", "North", "2742318.60", 1019],
  ["2023 Q4", "South", "2187964.36", 991],
  ["2023 Q4", "East", "2070845.80", 853],
  ["2023 Q4", "West", "2598871.24", 1002],
  ["2024 Q1", "North", "2702066.88", 991],
  ["2024 Q1", "South", "2176415.12", 969],
  ["2024 Q1", "East", "2078230.52", 846],
  ["2024 Q1", "West", "2618357.80", 987],
  ["2024 Q2", "North", "2993874.24", 1083],
  ["2024 Q2", "South", "2436690.60", 1071],
  ["2024 Q2", "East", "2302518.32", 930],
  ["2024 Q2", "West", "2986742.04", 1110],
  ["2024 Q3", "North", "3247905.68", 1164],
  ["2024 Q3", "South", "2664128.44", 1152],
  ["2024 Q3", "East", "2496671.08", 995],
  ["2024 Q3", "West", "3400000.00", 1247],
  ["2024 Q4", "North", "3800000.00", 1336],
  ["2024 Q4", "South", "3100000.00", 1318],
  ["2024 Q4", "East", "2900000.00", 1137],
  ["2024 Q4", "West", "2600000.00", 892],
];

/** `quarter` counts from Q1 2023. */
export function cellOf(quarter: number, region: Region): Cell {
  const [, , revenue, transactions] = at(SALES, quarter * REGIONS.length + REGIONS.indexOf(region));
  return { revenueCents: Math.round(Number(revenue) * 100), transactions };
}

/** Quarterly revenue targets in thousands, in the order of `REGIONS`, from Q1 2023. */
const TARGETS: readonly (readonly number[])[] = [
  [2200, 1700, 1600, 2000],
  [2250, 1850, 1750, 2100],
  [2400, 1900, 1850, 2250],
  [2700, 2150, 2100, 2550],
  [2700, 2100, 2100, 2600],
  [2900, 2400, 2300, 2900],
  [3200, 2600, 2600, 3300],
  [3500, 3000, 3000, 3500],
];

/** Rows of the table `targets`: year, quarter, region, revenue target. */
export function targetRows(): (readonly [number, number, Region, string])[] {
  return TARGETS.flatMap((targets, quarter) =>
    REGIONS.map(
      (region, i) =>
        [
          2023 + Math.floor(quarter / 4),
          (quarter % 4) + 1,
          region,
          `${at(targets, i) * 1000}.00`,
        ] as const,
    ),
  );
}
