import { toUSVString } from "node:util";
import { TurnError } from "../failure.ts";
import type { CollectionPath, DocumentPath } from "./documents.ts";

/** Firestore's limit for one segment, in bytes of UTF-8. */
const MAX_SEGMENT_BYTES = 1500;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
const ESCAPED = /[%/\u0000-\u001f\u007f]/g;

/**
 * Any text as a segment both stores accept: no `/`, not `.` or `..`, not `__x__`, not empty. Plain names stay as they are;
 * reversible with `decodeSegment`.
 *
 * @throws {TurnError} `bad-request` when it is not well-formed Unicode or is longer than 1,500 bytes encoded.
 */
export function encodeSegment(segment: string): string {
  if (toUSVString(segment) !== segment) throw refused(segment, "be well-formed Unicode");
  const escaped = segment.replace(ESCAPED, percent);
  const encoded = /^(\.\.?|__.*__)$/s.test(escaped)
    ? percent(escaped.charAt(0)) + escaped.slice(1)
    : escaped || "%";
  if (Buffer.byteLength(encoded) > MAX_SEGMENT_BYTES) {
    throw refused(segment, `have at most ${MAX_SEGMENT_BYTES} bytes`);
  }
  return encoded;
}

export function decodeSegment(encoded: string): string {
  if (encoded === "%") return "";
  return encoded.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Each segment encoded. */
export function encodePath(path: DocumentPath | CollectionPath): string[] {
  return path.map(encodeSegment);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function refused(segment: string, must: string): TurnError {
  const shown = JSON.stringify(segment.length > 60 ? `${segment.slice(0, 60)}…` : segment);
  return new TurnError({
    kind: "bad-request",
    message: `Cannot use ${shown} as an id: must ${must}`,
  });
}
