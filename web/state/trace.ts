import { signal } from "@preact/signals";

/** What of the traces a person opened or closed: by message, or by message and step. Without an entry the default holds. */
export const opened = signal<ReadonlyMap<string, boolean>>(new Map());

/** A result cell to point at. */
export type Spot = {
  readonly messageId: string;
  readonly evidenceId: string;
  readonly row: number;
  readonly column: string;
};

export const spot = signal<Spot | null>(null);

export function setOpened(key: string, open: boolean): void {
  opened.value = new Map(opened.value).set(key, open);
}

/** The key of what one step found. */
export function findingKey(messageId: string, evidenceId: string): string {
  return `${messageId}/${evidenceId}`;
}

/** Opens the trace at the cell. */
export function showCell(target: Spot): void {
  opened.value = new Map(opened.value)
    .set(target.messageId, true)
    .set(findingKey(target.messageId, target.evidenceId), true);
  spot.value = target;
}
