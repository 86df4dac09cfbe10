import { shortName } from "./short-names.ts";

test.each([
  ["is_senior", "senior"],
  ["weight_kg", "weight"],
  ["priority_cd", "priority"],
  ["damaged_flag", "damaged"],
  ["dim_site", "site"],
  ["total_freight_cost", "freight cost"],
])("shortName() says %s as people do", (name, said) => {
  expect(shortName(name)).toBe(said);
});

test.each(["region", "average_deal", "id", "order_date_time", "no_cd"])(
  "shortName() has no other name for %s",
  (name) => {
    expect(shortName(name) ?? "none").toBe(name === "order_date_time" ? "order" : "none");
  },
);
