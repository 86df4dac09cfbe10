import { TurnError } from "../failure.ts";
import { call, callWrite } from "./firestore-call.ts";

const UPSTREAM = { failure: { kind: "upstream", service: "store", retryable: true } };

function grpc(code: number): Error {
  return Object.assign(new Error("from the client"), { code });
}

describe("call()", () => {
  it("hands back what the client answers", async () => {
    expect(await call(async () => "answer", 1000)).toBe("answer");
  });

  it("says that the store is away when the client fails or goes on trying", async () => {
    const unavailable = grpc(14);
    const failing = call(() => Promise.reject(unavailable), 1000);
    await expect(failing).rejects.toMatchObject({ ...UPSTREAM, cause: unavailable });
    await expect(call(() => new Promise(() => {}), 1)).rejects.toMatchObject(UPSTREAM);
  });

  it("lets mistakes of ours through as they are", async () => {
    const mistake = new TypeError("no function");
    await expect(call(() => Promise.reject(mistake), 1000)).rejects.toBe(mistake);
    const refused = new TurnError({ kind: "bad-request", message: "No" });
    await expect(callWrite(() => Promise.reject(refused), 1000)).rejects.toBe(refused);
  });
});

describe("callWrite()", () => {
  it.each([5, 6, 9])(
    "is false when the precondition does not hold (gRPC code %i)",
    async (code) => {
      expect(await callWrite(() => Promise.reject(grpc(code)), 1000)).toBe(false);
    },
  );

  it("is true once written, and says so when the store is away", async () => {
    expect(await callWrite(async () => [], 1000)).toBe(true);
    await expect(callWrite(() => Promise.reject(grpc(14)), 1000)).rejects.toMatchObject(UPSTREAM);
  });
});
