import { readHours } from "./read-hours.ts";

test.each([
  ["sales between 9 and 11 am", { from: 9, to: 11 }],
  ["sales from 2 to 5pm", { from: 14, to: 17 }],
  ["trips between 7 and 9 in the morning", { from: 7, to: 9 }],
  ["orders after 6pm in March", { from: 18, to: 24 }],
  ["orders before noon", { from: 0, to: 12 }],
  ["calls after 14:00", { from: 14, to: 24 }],
  ["visits in the evening", { from: 18, to: 24 }],
  ["from 12 am to 3 am", { from: 0, to: 3 }],
])("readHours() reads %s", (text, hours) => {
  expect(readHours(text)?.hours).toEqual(hours);
});

test.each([
  "orders between 9 and 11",
  "amounts between 9 and 11 euros",
  "between 5 and 20 May",
  "after 2020",
  "before 3 December",
])("readHours() takes no hours from %s", (text) => {
  expect(readHours(text)).toBeUndefined();
});

test("readHours() leaves the rest where it stands", () => {
  const text = "sales after 4pm by shop";
  expect(readHours(text)?.rest).toBe("sales           by shop");
});
