import { createHmac, generateKeyPairSync, KeyObject, sign as signBytes } from "node:crypto";
import { CompactEncrypt, exportSPKI, importJWK } from "jose";
import { RefusedError } from "../http-error.ts";
import { toKeys } from "./keys.ts";
import { CLAIMS, createSigner, encode, NOW_S, RULES, type Signer } from "./testing/tokens.ts";
import { createVerifier } from "./verify-token.ts";

let es: Signer;
let rs: Signer;
let ed: Signer;
let stranger: Signer;
beforeAll(async () => {
  [es, rs, ed, stranger] = await Promise.all([
    createSigner("ES256", "es"),
    createSigner("RS256", "rs"),
    createSigner("EdDSA", "ed"),
    createSigner("ES256", "es"),
  ]);
});

const small = generateKeyPairSync("rsa", { modulusLength: 1_024 });
const smallKey = { ...small.publicKey.export({ format: "jwk" }), kid: "small", alg: "RS256" };

const verifier = (rules = RULES) =>
  createVerifier(rules, toKeys({ keys: [es.jwk, rs.jwk, ed.jwk, smallKey] }), () => NOW_S * 1_000);

/** Why the token is refused, in words. */
async function refusal(token: string, rules = RULES): Promise<string> {
  const thrown = await verifier(rules)(token).then(
    (who) => new Error(`Let in ${JSON.stringify(who)}`),
    (error: unknown) => error,
  );
  if (!(thrown instanceof RefusedError)) throw thrown;
  expect(thrown.refusal.kind).toBe("unauthorized");
  const words = "message" in thrown.refusal ? thrown.refusal.message : "";
  for (const part of token.split(".").filter((one) => one.length > 8))
    expect(words).not.toContain(part);
  expect(`${words} ${String(thrown.cause)}`).not.toMatch(/ada|sso\.evil|Analyst/);
  return words;
}

async function hmac(secret: string | Buffer, header: object = {}): Promise<string> {
  const signed = `${encode({ alg: "HS256", kid: "rs", ...header })}.${encode(CLAIMS)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

const split = async (signer: Signer) => {
  const [header = "", payload = "", signature = ""] = (await signer.sign()).split(".");
  return { header, payload, signature };
};

const UNSIGNED = `${encode({ alg: "none" })}.${encode(CLAIMS)}.`;
const VERIFY = /cannot be verified/;
const WAY = /signed in a way/;

const ATTACKS: Readonly<Record<string, readonly [() => string | Promise<string>, RegExp]>> = {
  "no signature, alg none": [() => UNSIGNED, WAY],
  "alg None": [() => UNSIGNED.replace(encode({ alg: "none" }), encode({ alg: "None" })), WAY],
  "alg NONE with another's signature": [
    async () => `${encode({ alg: "NONE" })}.${encode(CLAIMS)}.${(await split(es)).signature}`,
    WAY,
  ],
  "no alg at all": [() => `${encode({ kid: "es" })}.${encode(CLAIMS)}.AAAA`, VERIFY],
  "alg a list": [() => `${encode({ alg: ["ES256"], kid: "es" })}.${encode(CLAIMS)}.AAAA`, VERIFY],
  "the public key as a shared secret, in PEM": [
    async () => hmac(await exportSPKI((await importJWK(rs.jwk, "RS256")) as never)),
    WAY,
  ],
  "the public key as a shared secret, as JWK": [() => hmac(JSON.stringify(rs.jwk)), WAY],
  "the modulus as a shared secret": [() => hmac(Buffer.from(rs.jwk.n ?? "", "base64url")), WAY],
  "an empty shared secret": [() => hmac(""), WAY],
  "another's key under a known name": [() => stranger.sign(), VERIFY],
  "a key that nobody knows": [() => stranger.sign({}, { kid: "nobody" }), VERIFY],
  "a key name that is a path": [() => stranger.sign({}, { kid: "../../dev/null" }), VERIFY],
  "a key name that is a query": [() => stranger.sign({}, { kid: "es' OR '1'='1" }), VERIFY],
  "its own key within the header": [() => stranger.sign({}, { jwk: stranger.jwk }), VERIFY],
  "an address of its own keys": [
    () => stranger.sign({}, { jku: "https://sso.evil/keys", kid: "evil" }),
    VERIFY,
  ],
  "a certificate of its own": [() => stranger.sign({}, { x5c: ["MIIB"], x5u: "x" }), VERIFY],
  "an elliptic key's name with RSA": [() => rs.sign({}, { kid: "es" }), VERIFY],
  "a critical header that nobody understands": [
    async () => {
      const input = `${encode({ alg: "ES256", kid: "es", crit: ["b64"], b64: false })}.${encode(CLAIMS)}`;
      return `${input}.${signed(input)}`;
    },
    VERIFY,
  ],
  "a signature of zeros (psychic)": [
    async () => {
      const { header, payload } = await split(es);
      return `${header}.${payload}.${Buffer.alloc(64).toString("base64url")}`;
    },
    VERIFY,
  ],
  "an empty signature": [async () => (await es.sign()).replace(/[^.]+$/, ""), VERIFY],
  "a signature in DER": [
    async () => {
      const { header, payload } = await split(es);
      return `${header}.${payload}.${signed(`${header}.${payload}`, "der")}`;
    },
    VERIFY,
  ],
  "the payload of another token": [
    async () => {
      const { header, signature } = await split(es);
      return `${header}.${encode({ ...CLAIMS, role: "Executive" })}.${signature}`;
    },
    VERIFY,
  ],
  "the header of another token": [
    async () => {
      const { payload, signature } = await split(es);
      return `${(await split(rs)).header}.${payload}.${signature}`;
    },
    VERIFY,
  ],
  "four parts": [async () => `${await es.sign()}.AAAA`, VERIFY],
  "two parts": [async () => (await es.sign()).replace(/\.[^.]+$/, ""), VERIFY],
  "an encrypted token": [
    () =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(CLAIMS)))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .encrypt(new Uint8Array(32)),
    VERIFY,
  ],
  "JSON in place of a token": [() => JSON.stringify({ payload: encode(CLAIMS) }), VERIFY],
  "a payload that is no JSON": [
    () => {
      const input = `${encode({ alg: "ES256", kid: "es" })}.${encode("ada")}`;
      return `${input}.${signed(input)}`;
    },
    VERIFY,
  ],
  "a payload that is a list": [
    () => {
      const input = `${encode({ alg: "ES256", kid: "es" })}.${encode([CLAIMS])}`;
      return `${input}.${signed(input)}`;
    },
    VERIFY,
  ],
  "a small RSA key": [() => smallRsa(), VERIFY],
  "one that has expired": [() => es.sign({ exp: NOW_S - 31 }), /expired/],
  "one that never expires": [() => es.sign({ exp: undefined }), /does not say when it ends/],
  "an end in words": [() => es.sign({ exp: "never" }), /does not say when it ends/],
  "an end in milliseconds is far, a beginning is not": [
    () => es.sign({ nbf: NOW_S * 1_000, exp: NOW_S * 1_000 + 1 }),
    /not valid yet/,
  ],
  "one that is not valid yet": [() => es.sign({ nbf: NOW_S + 31 }), /not valid yet/],
  "another issuer": [() => es.sign({ iss: "https://sso.evil" }), /another issuer/],
  "an issuer that begins alike": [() => es.sign({ iss: `${RULES.issuer}.evil` }), /another issuer/],
  "no issuer": [() => es.sign({ iss: undefined }), /another issuer/],
  "another audience": [() => es.sign({ aud: "billing" }), /another service/],
  "other audiences": [() => es.sign({ aud: ["billing", "insight2"] }), /another service/],
  "no audience": [() => es.sign({ aud: undefined }), /another service/],
  "no user": [() => es.sign({ sub: undefined }), /who you are/],
  "a user that is blank": [() => es.sign({ sub: "  " }), /who you are/],
  "a user that is an object": [() => es.sign({ sub: { id: "ada" } }), /who you are/],
  "a user with control characters": [() => es.sign({ sub: "ada\u0000b" }), /who you are/],
  "a user of a thousand characters": [() => es.sign({ sub: "a".repeat(1_000) }), /who you are/],
  "a token for signing out": [() => es.sign({}, { typ: "logout+jwt" }), /another kind/],
  "a proof of possession": [() => es.sign({}, { typ: "application/dpop+jwt" }), /another kind/],
  "one too long to look at": [() => es.sign({ more: "x".repeat(9_000) }), /too long/],
  "one of a megabyte": [() => "e".repeat(1_000_000), /too long/],
  nothing: [() => "", VERIFY],
};

function signed(input: string, dsaEncoding: "ieee-p1363" | "der" = "ieee-p1363"): string {
  const key = KeyObject.from(es.privateKey as Parameters<typeof KeyObject.from>[0]);
  return signBytes("sha256", Buffer.from(input), { key, dsaEncoding }).toString("base64url");
}

function smallRsa(): string {
  const { privateKey } = small;
  const input = `${encode({ alg: "RS256", kid: "small" })}.${encode(CLAIMS)}`;
  return `${input}.${signBytes("sha256", Buffer.from(input), privateKey).toString("base64url")}`;
}

describe("createVerifier()", () => {
  it.each(Object.entries(ATTACKS))("refuses %s", async (_, [make, words]) => {
    expect(await refusal(await make())).toMatch(words);
  });

  it("takes tokens of each kind of key pair, within the clocks' difference", async () => {
    for (const signer of [es, rs, ed]) {
      const token = await signer.sign({ exp: NOW_S - 29, nbf: NOW_S + 29 });
      expect(await verifier()(token)).toEqual({
        kind: "proven",
        userId: "ada",
        roles: ["Analyst"],
      });
    }
    expect(await verifier()(await es.sign({}, { typ: "at+JWT" }))).toMatchObject({ userId: "ada" });
    expect(await verifier()(await es.sign({ aud: ["x", "insight"] }))).toMatchObject({
      userId: "ada",
    });
  });

  it("takes only the ways of signing that the settings name", async () => {
    const rules = { ...RULES, algorithms: ["ES256"] };
    expect(await refusal(await rs.sign(), rules)).toMatch(WAY);
  });

  it("reads user, role and workspaces where the settings say", async () => {
    const claims = {
      user: "email",
      role: "realm_access.roles",
      workspaces: "https://x.example/ws",
    };
    const token = await es.sign({
      email: "ada@x.example",
      realm_access: { roles: ["offline", "Analyst", 7] },
      "https://x.example/ws": "metrica",
    });
    expect(await verifier({ ...RULES, claims })(token)).toEqual({
      kind: "proven",
      userId: "ada@x.example",
      roles: ["offline", "Analyst"],
      workspaces: ["metrica"],
    });
  });

  it("takes no role from what every object has", async () => {
    for (const role of ["constructor.name", "__proto__", "toString", "sub.length"]) {
      const rules = { ...RULES, claims: { ...RULES.claims, role } };
      expect(await verifier(rules)(await es.sign())).toMatchObject({ roles: [] });
    }
  });
});
