import { toUSVString } from "node:util";
import { TurnError } from "../failure.ts";
import {
  type Fields,
  MAX_COMMIT_BYTES,
  MAX_DOCUMENT_BYTES,
  type Value,
  type Write,
} from "./documents.ts";

const MAX_DEPTH = 100;

/**
 * The fields as both stores keep them. Field names are identifiers other than `expireAt`; keys inside are any text. Members that
 * are undefined are dropped, `-0` becomes `0` and lone surrogates U+FFFD; everything else that JSON or bytes cannot say is refused.
 *
 * @throws {TurnError} `bad-request`, naming the place: dates, NaN, big integers, functions, class instances, more than 100 levels or 1,000,000 bytes.
 */
export function checkFields(fields: Fields): Readonly<Record<string, Value>> {
  const checked: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (!/^[A-Za-z]\w*$/.test(name) || name === "expireAt") throw refused(name, "a field's name");
    checked[name] = checkValue(value, name, 1);
  }
  const bytes = sizeOf(checked);
  if (bytes > MAX_DOCUMENT_BYTES) {
    throw new TurnError({
      kind: "bad-request",
      message: `Cannot store a document of ${bytes} bytes: must be at most ${MAX_DOCUMENT_BYTES}`,
    });
  }
  return checked;
}

/** A put whose fields are checked. */
export type CheckedWrite = Exclude<Write, { kind: "put" }> | CheckedPut;
export type CheckedPut = Omit<Extract<Write, { kind: "put" }>, "fields"> & {
  readonly fields: Readonly<Record<string, Value>>;
};

/** @throws {TurnError} `bad-request` for fields that cannot be kept, a document named twice, or more than a commit carries. */
export function checkWrites(writes: readonly Write[]): readonly CheckedWrite[] {
  const paths = new Set(writes.map((write) => JSON.stringify(write.path)));
  if (paths.size < writes.length) throw badCommit("each document may be written once");
  const checked = writes.map((write) =>
    write.kind === "put" ? { ...write, fields: checkFields(write.fields) } : write,
  );
  const bytes = checked.reduce((sum, w) => sum + (w.kind === "put" ? sizeOf(w.fields) : 0), 0);
  if (bytes > MAX_COMMIT_BYTES) throw badCommit(`at most ${MAX_COMMIT_BYTES} bytes at once`);
  return checked;
}

/** About what Firestore counts: text in UTF-8 plus one, 8 a number, 1 a truth or null, names included. */
export function sizeOf(value: Value | undefined): number {
  if (typeof value === "string") return Buffer.byteLength(value) + 1;
  if (typeof value === "number") return 8;
  if (value instanceof Uint8Array) return value.byteLength;
  if (isList(value)) return value.reduce((sum: number, item) => sum + sizeOf(item), 0);
  if (value === null || typeof value !== "object") return 1;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + Buffer.byteLength(key) + 1 + sizeOf(item),
    0,
  );
}

/** `Array.isArray` does not narrow to a readonly list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function checkValue(value: unknown, at: string, depth: number): Value {
  if (depth > MAX_DEPTH) throw refused(at, `at most ${MAX_DEPTH} levels deep`);
  if (value === null || typeof value === "boolean" || value instanceof Uint8Array) return value;
  if (typeof value === "string") return toUSVString(value);
  if (typeof value === "number" && Number.isFinite(value)) return value + 0;
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => checkValue(item, `${at}[${index}]`, depth + 1));
  }
  if (isPlain(value)) return checkObject(value, at, depth);
  throw refused(at, "JSON or bytes", value);
}

function checkObject(value: Record<string, unknown>, at: string, depth: number): Value {
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [toUSVString(key), checkValue(item, `${at}.${key}`, depth + 1)]);
  return Object.fromEntries(entries);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function refused(at: string, must: string, found?: unknown): TurnError {
  const what = found === undefined ? "" : `, found ${describe(found)}`;
  return new TurnError({
    kind: "bad-request",
    message: `Cannot store "${at.slice(0, 200)}": must be ${must}${what}`,
  });
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return `${typeof value} ${String(value)}`;
  return value.constructor?.name ?? "an object";
}

function badCommit(must: string): TurnError {
  return new TurnError({ kind: "bad-request", message: `Cannot commit: ${must}` });
}
