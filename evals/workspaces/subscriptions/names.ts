import type { Random } from "../random.ts";

export const INDUSTRIES = [
  ["Housing", 30],
  ["Hospitals", 18],
  ["Schools", 20],
  ["Hotels", 16],
  ["Logistics", 16],
] as const;

export const COUNTRIES = [
  ["Ireland", 34],
  ["Netherlands", 24],
  ["Germany", 22],
  ["Spain", 12],
  ["Norway", 8],
] as const;

const FIRST = [
  "Ashgrove",
  "Bellhaven",
  "Carrick",
  "Dunmore",
  "Eastwick",
  "Fairwater",
  "Glenport",
  "Hazelmount",
  "Inverlea",
  "Juniper",
  "Kilbride",
  "Larkfield",
  "Marlow",
  "Northolt",
  "Oakridge",
  "Pinehurst",
  "Queensferry",
  "Rosslyn",
  "Silverbeck",
  "Thornbury",
];
const LAST = [
  "Estates",
  "Property Services",
  "Facilities",
  "Living",
  "Campus Group",
  "Care",
  "Holdings",
  "Buildings",
  "Trust",
  "Works",
];

/** Different names, in no order. */
export function makeNames(count: number, random: Random): readonly string[] {
  const names = new Set<string>();
  while (names.size < count) names.add(`${random.pick(FIRST)} ${random.pick(LAST)}`);
  return [...names];
}
