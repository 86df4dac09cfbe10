/**
 * On-demand list price of the US multi-region. Google's page, https://cloud.google.com/bigquery/pricing, says that it is by
 * the TiB and that the first TiB of a month is free (read in a stored copy, 2026-11-22, which lacks the table); the figure
 * itself is from pages that quote it. The free TiB is not counted on.
 */
export const LIST_USD_PER_TIB = 6.25;

const MIB = 2 ** 20;
const TIB = 2 ** 40;
const LEAST_MIB = 10;

/** What a query is billed for: whole MB, at least 10 MB a query and 10 MB for each table it reads. */
export function billedBytes(processedBytes: number, tables: number): number {
  if (processedBytes === 0) return 0;
  const mebibytes = Math.ceil(processedBytes / MIB);
  return Math.max(mebibytes, LEAST_MIB * Math.max(tables, 1)) * MIB;
}

export function toUsd(bytes: number, usdPerTib: number): number {
  return (bytes / TIB) * usdPerTib;
}

/** The bytes that may be billed for this much. */
export function toBytes(usd: number, usdPerTib: number): number {
  const bytes = usdPerTib === 0 ? Number.MAX_SAFE_INTEGER : Math.floor((usd / usdPerTib) * TIB);
  return Math.min(bytes, Number.MAX_SAFE_INTEGER);
}
