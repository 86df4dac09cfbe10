import { gunzipSync } from "node:zlib";
import { ApiError } from "./bigquery-complaints.ts";

/** The two parts of a `multipart/related` upload: what to do, and the data. @throws {ApiError} when it is no such thing. */
export function readMultipart(
  body: Buffer,
  contentType: string,
): { metadata: unknown; data: Buffer } {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new ApiError(400, "badRequest", "Missing a boundary");
  const mark = Buffer.from(`--${boundary}`);
  const parts: Buffer[] = [];
  for (let at = body.indexOf(mark); at >= 0; ) {
    const next = body.indexOf(mark, at + mark.length);
    if (next < 0) break;
    parts.push(body.subarray(at + mark.length, next));
    at = next;
  }
  const [metadata, data] = parts.map(contentOf);
  if (metadata === undefined || data === undefined)
    throw new ApiError(400, "badRequest", "An upload has two parts");
  return { metadata: JSON.parse(metadata.toString("utf8")), data };
}

/** Without the part's headers and the line ends around it. */
function contentOf(part: Buffer): Buffer {
  for (const blank of ["\r\n\r\n", "\n\n"]) {
    const at = part.indexOf(blank);
    if (at < 0) continue;
    const content = part.subarray(at + blank.length);
    const tail = content.subarray(-2).toString("latin1");
    return content.subarray(0, content.length - (tail === "\r\n" ? 2 : 1));
  }
  return part;
}

export type Format = {
  readonly sourceFormat: string;
  readonly skipLeadingRows: number;
  readonly columns: readonly string[];
};

/** The rows of a file as JSON objects, one a line. @throws {ApiError} for a format the stand-in does not read. */
export function readLines(data: Buffer, format: Format): readonly string[] {
  const plain = data[0] === 0x1f && data[1] === 0x8b ? gunzipSync(data) : data;
  const text = plain.toString("utf8");
  if (format.sourceFormat === "NEWLINE_DELIMITED_JSON")
    return text.split("\n").filter((line) => line.trim() !== "");
  if (format.sourceFormat !== "CSV")
    throw new ApiError(400, "invalid", `Stand-in: cannot load ${format.sourceFormat}`);
  return parseCsv(text)
    .slice(format.skipLeadingRows)
    .map((cells) =>
      JSON.stringify(Object.fromEntries(format.columns.map((name, i) => [name, cells[i] || null]))),
    );
}

const CSV_CELL = /(?:"((?:[^"]|"")*)"|([^,"\n\r]*))(,|\r?\n|$)/gy;

function parseCsv(text: string): readonly string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.replace(/\r?\n$/, "").matchAll(CSV_CELL)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "") break;
    if (end !== ",") rows.push([]);
  }
  return rows;
}
