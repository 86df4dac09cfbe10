import { HTTPException } from "hono/http-exception";
import { describe, expect, it } from "vitest";
import { TurnError } from "../agent/failure.ts";
import { RefusedError, STATUS, statusOfCode, toProblem } from "./http-error.ts";

describe("toProblem()", () => {
  it("keeps what is known and makes the rest internal", () => {
    const gone = { kind: "gone", message: "Over" } as const;
    expect(toProblem(new TurnError(gone))).toEqual(gone);
    expect(toProblem(new RefusedError({ kind: "starting" }))).toEqual({ kind: "starting" });
    expect(toProblem(new HTTPException(415))).toEqual({ kind: "unsupported-media-type" });
    expect(toProblem(new HTTPException(413)).kind).toBe("too-large");
    expect(toProblem(new HTTPException(400)).kind).toBe("bad-request");
    expect(toProblem(new HTTPException(418))).toEqual({ kind: "internal" });
    expect(toProblem(new Error("secret"))).toEqual({ kind: "internal" });
    expect(toProblem("text")).toEqual({ kind: "internal" });
  });
});

describe("statusOfCode()", () => {
  it("is the table's, or 500 for a code that is not in it", () => {
    expect(statusOfCode("timed-out")).toBe(STATUS["timed-out"]);
    expect(statusOfCode("interrupted")).toBe(500);
    expect(statusOfCode("toString")).toBe(500);
  });
});
