/** What an engine's complaint means to the one who wrote the statement. No value of the data stands in it. */
export function toReason(message: string): string | undefined {
  const [line = ""] = message.replace(/^Failed to [a-z ]+: /, "").split("\n");
  return KNOWN.find(({ when }) => when.test(line))?.say(line);
}

type Known = { readonly when: RegExp; readonly say: (line: string) => string };

const KNOWN: readonly Known[] = [
  say(/division by zero/, "Division by zero; use SAFE_DIVIDE"),
  say(
    /text too long/,
    "A text would grow too long; REPEAT and the like stop at 10,000 characters, what is put together of others at 100,000",
  ),
  say(
    /array too long/,
    "An array would have more than 1,000,000 items, or more than 20,000 in each row; make it shorter",
  ),
  say(/result too large/, "The result is larger than 20 MB; choose fewer or shorter columns"),
  say(/array index out of bounds/, "An array has no item at that position; use SAFE_OFFSET"),
  say(/value cannot be read as BIGINT/, "A value cannot be read as INT64; use SAFE_CAST"),
  say(/value cannot be read as DATE/, "A value cannot be read as a DATE; use SAFE_CAST"),
  say(/value cannot be read as BOOLEAN/, "A value cannot be read as BOOL; use SAFE_CAST"),
  say(
    /More than one row returned by a subquery/,
    "A subquery that stands for a value gave more than one row",
  ),
  say(
    /^Out of Memory/,
    "The statement needs more memory than it may use; filter or aggregate more",
  ),
  say(/^(Out of Range|Overflow)/, "A number is out of range"),
  say(/^Conversion/, "A value cannot be converted to the type it is used as; use SAFE_CAST"),
  say(/^Invalid Input/, "A value cannot be used where it stands; check the arguments of functions"),
  {
    when: /column "?([^"\s]+)"? must appear in the GROUP BY clause/,
    say: (line) => {
      const name = /column "?([^"\s]+)"? must appear/.exec(line)?.[1] ?? "";
      return `Column ${name} must stand in GROUP BY or in an aggregate such as SUM`;
    },
  },
  {
    when: /^(Binder|Catalog|Parser|Not implemented) Error/,
    say: (line) =>
      line
        .replace(/^[A-Za-z ]+ Error: /, "")
        .replace(/'[^']*'/g, "'…'")
        .slice(0, 240),
  },
];

function say(when: RegExp, words: string): Known {
  return { when, say: () => words };
}
