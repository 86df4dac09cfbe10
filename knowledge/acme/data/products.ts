import type { Region, Segment } from "./plan.ts";
import { REGIONS, SEGMENTS } from "./plan.ts";
import { at } from "./random.ts";

export const CATEGORIES = [
  "Computing",
  "Displays",
  "Networking",
  "Conferencing",
  "Printing",
  "Furniture",
  "Support Plans",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Prices in cents. `legacyCents` is the old price; the standard list price lies 12% above it. */
export type Product = {
  readonly id: string;
  readonly name: string;
  readonly category: Category;
  readonly listCents: number;
  readonly legacyCents: number;
  /** How often it is chosen beside its neighbours of like price. */
  readonly popularity: number;
};

/** Old prices are multiples of $5, so both prices and every discount step of 5% come out in whole cents. */
const CATALOGUE: Record<Category, readonly (readonly [string, number, number])[]> = {
  Computing: [
    ["Meridian 13 Laptop", 895, 10],
    ["Meridian 15 Laptop", 1150, 9],
    ["Meridian 15 Pro Laptop", 1680, 5],
    ["Harbor Mini Desktop", 560, 7],
    ["Harbor Tower Desktop", 940, 5],
    ["Summit Workstation", 2890, 2],
    ["Trail Rugged Tablet", 745, 3],
    ["Dockside USB-C Dock", 165, 9],
    ["Quill Keyboard and Mouse Set", 60, 10],
  ],
  Displays: [
    ["ClearView 24 Monitor", 185, 10],
    ["ClearView 27 Monitor", 290, 8],
    ["ClearView 34 Curved Monitor", 520, 4],
    ["ClearView Dual Monitor Arm", 125, 6],
    ["Atrium 55 Signage Display", 980, 2],
    ["Atrium 75 Signage Display", 1840, 1],
  ],
  Networking: [
    ["Relay 8-Port Switch", 95, 7],
    ["Relay 24-Port Switch", 380, 6],
    ["Relay 48-Port PoE Switch", 1240, 3],
    ["Beacon Wi-Fi 6 Access Point", 210, 9],
    ["Beacon Wi-Fi 6E Access Point", 345, 5],
    ["Gatehouse Small Office Firewall", 620, 4],
    ["Gatehouse Campus Firewall", 4350, 1],
    ["Copperline Cabling Pack", 45, 6],
  ],
  Conferencing: [
    ["Huddle Webcam", 110, 9],
    ["Huddle Speakerphone", 175, 7],
    ["Huddle Video Bar", 790, 5],
    ["Boardroom Video System", 3260, 2],
    ["Quiet One Headset", 85, 10],
    ["Quiet Pro Wireless Headset", 240, 6],
  ],
  Printing: [
    ["Pressline Mono Laser Printer", 230, 6],
    ["Pressline Color Laser Printer", 410, 5],
    ["Pressline Floor Copier", 3480, 1],
    ["Pressline Black Toner Twin Pack", 140, 10],
    ["Pressline Color Toner Set", 265, 8],
    ["Labelmate Thermal Printer", 155, 4],
  ],
  Furniture: [
    ["Riser Sit-Stand Desk", 485, 7],
    ["Riser Desk Converter", 195, 5],
    ["Contour Task Chair", 265, 8],
    ["Contour Executive Chair", 590, 3],
    ["Cove Acoustic Phone Booth", 4120, 1],
    ["Cove Privacy Panel", 130, 4],
  ],
  "Support Plans": [
    ["Device Care, 1 Year", 75, 9],
    ["Device Care, 3 Years", 180, 7],
    ["Office Support, 1 Year", 640, 5],
    ["Office Support Plus, 1 Year", 1450, 3],
    ["Managed Network, 1 Year", 2760, 2],
    ["Migration Day On Site", 1180, 2],
  ],
};

/** The whole catalogue, in the order of its ids. */
export const PRODUCTS: readonly Product[] = CATEGORIES.flatMap((category, group) =>
  CATALOGUE[category].map(([name, dollars, popularity], i) => ({
    id: `P-${(group + 1) * 100 + i + 1}`,
    name,
    category,
    listCents: dollars * 112,
    legacyCents: dollars * 100,
    popularity,
  })),
);

const BY_CATEGORY = CATEGORIES.map((category) => PRODUCTS.filter((p) => p.category === category));

/** Products of the category with this index. */
export function productsOf(category: number): readonly Product[] {
  return at(BY_CATEGORY, category);
}

/** In the order of `CATEGORIES`; one row a segment. */
const SEGMENT_TASTE = [
  [22, 12, 20, 15, 9, 8, 14],
  [21, 14, 15, 12, 16, 13, 9],
  [34, 21, 7, 14, 9, 12, 3],
];

/** West buys networks and meeting rooms, North builds offices, South prints, East buys support. */
const REGION_TASTE = [
  [1.0, 1.05, 0.8, 0.95, 0.9, 1.75, 0.9],
  [1.0, 0.95, 0.85, 0.8, 1.7, 1.05, 0.85],
  [0.95, 0.85, 1.0, 0.95, 1.0, 0.85, 1.9],
  [1.1, 1.1, 1.55, 1.5, 0.65, 0.7, 0.85],
];

/** How the customers of a segment in a region spread over `CATEGORIES`. */
export function categoryWeights(segment: Segment, region: Region): number[] {
  const regional = at(REGION_TASTE, REGIONS.indexOf(region));
  return at(SEGMENT_TASTE, SEGMENTS.indexOf(segment)).map((weight, i) => weight * at(regional, i));
}
