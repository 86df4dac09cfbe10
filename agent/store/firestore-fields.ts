import { isList } from "./document-fields.ts";
import type { Value } from "./documents.ts";
import { packFields, unpackFields } from "./packed-fields.ts";

/** Firestore nests 20 levels of lists and objects; the fields themselves are one, and `$json` below is another. */
const MAX_NATIVE_DEPTH = 18;
const MAX_KEY_BYTES = 1500;

/**
 * Fields as Firestore's own values wherever it has them. What it has not (a list in a list, odd keys, deep nesting) becomes
 * `{ $json, $bytes }`.
 */
export function toFirestore(fields: Readonly<Record<string, Value>>): Record<string, unknown> {
  return mapValues(fields, (value) => {
    if (isNative(value, 1)) return value;
    const { json, bytes } = packFields({ value });
    return { $json: json, $bytes: bytes };
  });
}

export function fromFirestore(fields: Readonly<Record<string, unknown>>): Record<string, Value> {
  return mapValues(fields, (value) => {
    const json = isObject(value) ? value["$json"] : undefined;
    if (typeof json !== "string" || !isObject(value)) return toValue(value);
    const bytes = toValue(value["$bytes"]);
    return unpackFields(json, bytes instanceof Uint8Array ? bytes : null)["value"] ?? null;
  });
}

function isNative(value: Value | undefined, depth: number): boolean {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return true;
  if (depth > MAX_NATIVE_DEPTH) return false;
  if (isList(value)) return value.every((item) => !isList(item) && isNative(item, depth + 1));
  return Object.entries(value).every(
    ([key, item]) => isNativeKey(key) && isNative(item, depth + 1),
  );
}

function isNativeKey(key: string): boolean {
  return key !== "" && !/^(\$.*|__.*__)$/s.test(key) && Buffer.byteLength(key) <= MAX_KEY_BYTES;
}

function toValue(value: unknown): Value {
  if (value instanceof Uint8Array) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  if (Array.isArray(value)) return value.map(toValue);
  if (isObject(value)) return mapValues(value, toValue);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

function mapValues<A, B>(
  object: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
