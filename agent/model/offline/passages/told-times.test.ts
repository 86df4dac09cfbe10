import { tellsOf } from "./told-times.ts";

const APRIL = { start: "2025-04-01", end: "2025-05-01" };

test.each([
  ["The road was closed between 24 March and 1 June 2025.", true],
  ["From 12 April 2025 on a second van ran.", true],
  ["It was repaired in spring 2025.", true],
  ["It was repaired in May 2025.", false],
  ["The road was closed between 24 March and 1 June 2023.", false],
  ["The road was closed in April.", false],
  ["In 2025 the road was closed.", false],
])("tellsOf() of April 2025: %s", (text, expected) => {
  expect(tellsOf(text, APRIL)).toBe(expected);
});
