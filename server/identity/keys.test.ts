import { jwtVerify } from "jose";
import { createKeys, NoKeysError, toKeys } from "./keys.ts";
import { createSigner, NOW_S, type Signer } from "./testing/tokens.ts";

let one: Signer;
let two: Signer;
beforeAll(async () => {
  [one, two] = await Promise.all([createSigner("ES256", "one"), createSigner("ES256", "two")]);
});

const MINUTE = 60_000;

/** A sign-in service that a test leads, and its clock. */
function openService() {
  const service = {
    keys: [one] as readonly Signer[],
    is: "up" as "up" | "down" | "silent",
    asked: 0,
    nowMs: 0,
  };
  const keys = createKeys({
    now: () => service.nowMs,
    patienceMs: 5,
    timeoutMs: 20,
    load: async () => {
      service.asked += 1;
      if (service.is === "down") throw new Error("No route");
      if (service.is === "silent") await new Promise(() => {});
      return { keys: service.keys.map(({ jwk }) => jwk) };
    },
  });
  const check = async (signer: Signer) =>
    jwtVerify(await signer.sign(), keys, { currentDate: new Date(NOW_S * 1_000) });
  return { service, check };
}

describe("createKeys()", () => {
  it("asks once, however many tokens come", async () => {
    const { service, check } = openService();
    await Promise.all([check(one), check(one), check(one)]);
    await check(one);
    expect(service.asked).toBe(1);
  });

  it("finds a key that is new, and refuses one taken back after ten minutes", async () => {
    const { service, check } = openService();
    await check(one);
    service.keys = [two];
    service.nowMs += MINUTE;
    await check(two);
    await expect(check(one)).rejects.toThrow(/no applicable key/);
    service.keys = [one];
    service.nowMs += 10 * MINUTE;
    await expect(check(two)).rejects.toThrow(/no applicable key/);
  });

  it("asks no more than twice a minute, whatever keys are named", async () => {
    const { service, check } = openService();
    await check(one);
    for (let i = 0; i < 5; i += 1) await expect(check(two)).rejects.toThrow(/no applicable key/);
    expect(service.asked).toBe(1);
    service.nowMs += MINUTE / 2;
    await expect(check(two)).rejects.toThrow(/no applicable key/);
    expect(service.asked).toBe(2);
  });

  it.each(["down", "silent"] as const)(
    "goes on with the keys it has while the service is %s, for a day",
    async (is) => {
      const { service, check } = openService();
      await check(one);
      service.is = is;
      for (const at of [11, 60, 23 * 60]) {
        service.nowMs = at * MINUTE;
        await check(one);
      }
      service.nowMs = 24 * 60 * MINUTE;
      await expect(check(one)).rejects.toThrow(NoKeysError);
      service.is = "up";
      service.nowMs += MINUTE;
      await check(one);
    },
  );

  it("says that there are no keys where it never had any, and asks again", async () => {
    const { service, check } = openService();
    service.is = "down";
    await expect(check(one)).rejects.toThrow(NoKeysError);
    service.is = "up";
    await expect(check(one)).rejects.toThrow(NoKeysError);
    service.nowMs += MINUTE;
    await check(one);
  });

  it("cannot tell a new key from a wrong one while the service is down", async () => {
    const { service, check } = openService();
    await check(one);
    service.is = "down";
    service.nowMs += MINUTE;
    await expect(check(two)).rejects.toThrow(NoKeysError);
    await check(one);
  });
});

describe("toKeys()", () => {
  it("takes the public half of a private key", async () => {
    const { d } = { d: "AAAA" };
    const keys = toKeys({ keys: [{ ...one.jwk, d }] });
    const currentDate = new Date(NOW_S * 1_000);
    await expect(jwtVerify(await one.sign(), keys, { currentDate })).resolves.toBeDefined();
  });

  it.each([
    {},
    { keys: [] },
    { keys: [{ kty: "oct", k: "AAAA" }] },
    { keys: "x" },
    null,
    [],
    "keys",
  ])("refuses %j, which has no public key", (set) => {
    expect(() => toKeys(set)).toThrow("There is no public key");
  });
});
