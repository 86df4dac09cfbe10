/**
 * On-demand list price of the US multi-region, looked up on 2026-11-22. Google's page, https://cloud.google.com/bigquery/pricing, says
 * that it is by the TiB and that the first TiB of a month is free (a stored copy, which lacks the table of figures); the figure is
 * as https://adriennevermorel.com/notes/bigquery-on-demand-billing-mechanics/ quotes it, with the least that is billed. The
 * free TiB is not counted on. `BIGQUERY_USD_PER_TIB` goes before it.
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
