import fc from "fast-check";
import { createRedactor, redactForms } from "./redact.ts";

describe("redactForms()", () => {
  test.each([
    ["write to jane.doe+x@acme.co.uk now", "write to [e-mail] now"],
    ["jane (at) acme (dot) com?", "[e-mail]?"],
    ["jane%40acme.com", "[e-mail]"],
    ["JÄNE＠ACME.DE", "[e-mail]"],
    ["call +49 170 1234567 or 0041 44 668 18 00", "call [phone number] or [phone number]"],
    ["call (555) 010-9999", "call [phone number]"],
    ["card 4111 1111 1111 1111", "card [card number]"],
    ["IBAN CH93 0076 2011 6238 5295 7", "IBAN [account number]"],
    ["SSN 078-05-1120, AHV 756.1234.5678.97", "SSN [national id], AHV [national id]"],
  ])("takes the personal data out of %s", (text, clean) => {
    expect(redactForms(text)).toBe(clean);
  });

  test.each([
    "Revenue from 2024-01-01 to 2024-12-31 was $12,400,000.50",
    "1,247 transactions at 4.2% in Q4 2024, 1234567890123456 rows",
    "SELECT DATE '2024-01-01', 100000000000 AS n FROM t WHERE a >= 20240101",
    "customers c-001 to c-200 by tier @ 10:30",
    "in 2023 2024 2025 and 30 000 000 users",
  ])("leaves %s as it is", (text) => {
    expect(redactForms(text)).toBe(text);
  });

  test("finds any address within any words, and changes nothing else", () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word), word, word, (words, name, host) => {
        const before = words.join(" ");
        expect(redactForms(`${before} ${name}@${host}.com ${before}`)).toBe(
          `${before} [e-mail] ${before}`,
        );
      }),
    );
  });
});

describe("createRedactor()", () => {
  const redact = createRedactor(["Jane Doe", "Jane", "Ålesund Øl AS", "Bo", "Jean-Luc Picard"]);

  test.each([
    ["What does jane doe pay?", "What does [name] pay?"],
    ["JANE DOE's plan", "[name] plan"],
    ["Is Jane there?", "Is [name] there?"],
    ["Janet and Bo stay", "Janet and Bo stay"],
    ["for ÅLESUND  øl as, please", "for [name], please"],
    ["jean-luc picard’s users", "[name] users"],
  ])("takes names out of %s", (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  test("is quick over many names and a long text", () => {
    const many = createRedactor(Array.from({ length: 50_000 }, (_, n) => `Person${n} Family${n}`));
    expect(many(`${"a word ".repeat(2_000)}Person777 Family777`)).toMatch(/\[name\]$/);
  });
});
