import fc from "fast-check";
import { toKeys } from "./keys.ts";
import { createSigner, encode, NOW_S, RULES, type Signer } from "./testing/tokens.ts";
import { createVerifier } from "./verify-token.ts";

let signer: Signer;
let token: string;
let verify: ReturnType<typeof createVerifier>;
beforeAll(async () => {
  signer = await createSigner();
  token = await signer.sign();
  verify = createVerifier(RULES, toKeys({ keys: [signer.jwk] }), () => NOW_S * 1_000);
});

/** The bytes that a token stands for: other letters may stand for the same. */
const bytesOf = (text: string) =>
  text.split(".").map((part) => Buffer.from(part, "base64url").toString("hex"));

async function isTaken(changed: string): Promise<boolean> {
  return verify(changed).then(
    () => true,
    (error: Error) => {
      expect(error.message).not.toContain(changed.slice(0, 40) || "?");
      return false;
    },
  );
}

describe("createVerifier()", () => {
  it("takes no token of which anything was changed", async () => {
    const edit = fc.record({
      at: fc.nat(),
      cut: fc.nat(3),
      put: fc.string({ unit: fc.constantFrom(..."abcXYZ019-_.= "), maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
        const changed = edits.reduce((text, { at, cut, put }) => {
          const from = at % (text.length + 1);
          return text.slice(0, from) + put + text.slice(from + cut);
        }, token);
        fc.pre(JSON.stringify(bytesOf(changed)) !== JSON.stringify(bytesOf(token)));
        expect(await isTaken(changed)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it("takes no token whose header or claims were written anew", async () => {
    const [header = "", payload = "", signature = ""] = token.split(".");
    const fields = fc.dictionary(
      fc.constantFrom("alg", "kid", "typ", "sub", "role", "iss", "aud", "exp", "jwk", "crit"),
      fc.oneof(fc.jsonValue(), fc.constantFrom("none", "ES256", "HS256", "one", "Executive")),
    );
    await fc.assert(
      fc.asyncProperty(fields, fields, async (head, claims) => {
        const known = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
        const parts = [
          encode({ ...known(header), ...head }),
          encode({ ...known(payload), ...claims }),
        ];
        fc.pre(parts[0] !== header || parts[1] !== payload);
        expect(await isTaken([...parts, signature].join("."))).toBe(false);
        expect(await isTaken([...parts, ""].join("."))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("ends in a user of the token or in words, whatever is signed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (claims) => {
        const { sub = "ada" } = claims;
        const who = await verify(await signer.sign(claims)).catch(() => undefined);
        if (who) expect(who.userId).toBe(sub);
      }),
      { numRuns: 100 },
    );
  });
});
