const DAY_MS = 24 * 60 * 60 * 1000;

/** How long the service keeps what it logs into its store: turns with their events, and whatever else tells what was done. */
export type Retention = {
  readonly keepMs: number;
  /** Unix time from which on no read returns what was logged at `atMs`; a write's `expireAtMs`. */
  expireAtMs(atMs: number): number;
};

/** `days` is the setting LOG_RETENTION_DAYS. */
export function retentionOf(days: number): Retention {
  const keepMs = days * DAY_MS;
  return { keepMs, expireAtMs: (atMs) => atMs + keepMs };
}
