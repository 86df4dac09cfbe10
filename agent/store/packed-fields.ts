import { isList } from "./document-fields.ts";
import type { Value } from "./documents.ts";

/** Fields as JSON, with all their bytes in one blob beside it. */
export type PackedFields = { readonly json: string; readonly bytes: Uint8Array | null };

/** Bytes become `{"$bytes": [start, end]}`; keys that begin with `$` get another one in front. */
export function packFields(fields: Readonly<Record<string, Value>>): PackedFields {
  const parts: Uint8Array[] = [];
  let end = 0;
  const pack = (value: Value | undefined): unknown => {
    if (isList(value)) return value.map(pack);
    if (typeof value !== "object" || value === null) return value;
    if (!(value instanceof Uint8Array)) return mapObject(value, pack, escapeKey);
    parts.push(value);
    const start = end;
    end += value.byteLength;
    return { $bytes: [start, end] };
  };
  const json = JSON.stringify(pack(fields));
  return { json, bytes: parts.length > 0 ? Buffer.concat(parts) : null };
}

export function unpackFields(json: string, bytes: Uint8Array | null): Record<string, Value> {
  const unpack = (value: Value | undefined): Value => {
    if (value === undefined) return null;
    if (isList(value)) return value.map(unpack);
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    const range = "$bytes" in value ? value["$bytes"] : undefined;
    if (isList(range)) return (bytes ?? new Uint8Array()).slice(Number(range[0]), Number(range[1]));
    return mapObject(value, unpack, unescapeKey);
  };
  const parsed: Record<string, Value> = JSON.parse(json);
  return mapObject(parsed, unpack, unescapeKey);
}

function mapObject<T>(
  object: { readonly [key: string]: Value | undefined },
  toValue: (value: Value | undefined) => T,
  toKey: (key: string) => string,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [toKey(key), toValue(value)]),
  );
}

function escapeKey(key: string): string {
  return key.startsWith("$") ? `$${key}` : key;
}

function unescapeKey(key: string): string {
  return key.startsWith("$") ? key.slice(1) : key;
}
