import { createHash } from "node:crypto";
import { z } from "zod";
import type { StoredDocument } from "./documents.ts";

/** One access of a source, allowed or not. Instants are ISO. Never holds data: `rows` and `bytes` are counts. */
export const AuditEntry = z.object({
  at: z.string(),
  user: z.string(),
  role: z.string(),
  workspace: z.string(),
  session: z.string(),
  message: z.string(),
  /** Personal data taken out. */
  question: z.string(),
  /** `turn` is the question itself. */
  source: z.string(),
  tables: z.array(z.string()),
  /** Each `table.column`. */
  columns: z.array(z.string()),
  statement: z.string().exactOptional(),
  rows: z.number(),
  bytes: z.number(),
  decision: z.enum(["allowed", "narrowed", "refused", "failed"]),
  reason: z.string().exactOptional(),
});

export type AuditEntry = Readonly<z.infer<typeof AuditEntry>>;

/** Entries that were written together. `prev` is the hash of the record before it in its lane. */
export const AuditRecord = z.object({
  lane: z.string(),
  seq: z.int(),
  at: z.string(),
  prev: z.string(),
  hash: z.string(),
  entries: z.string(),
});

export type AuditRecord = Readonly<z.infer<typeof AuditRecord>>;

/** Where a lane ends, or where what is left of it begins. `seq` 0: with its first record. */
export const LaneMark = z.object({ seq: z.int(), hash: z.string(), at: z.string() });

export type LaneMark = Readonly<z.infer<typeof LaneMark>>;

/** The hash before the first record of a lane. */
export function firstHash(workspace: string, lane: string): string {
  return digest(["audit", workspace, lane]);
}

/** What a record's hash must be. */
export function hashOf(workspace: string, record: Omit<AuditRecord, "hash">): string {
  const { lane, seq, at, prev, entries } = record;
  return digest([workspace, lane, String(seq), at, prev, entries]);
}

/** One hash over texts that tells where each ends. */
export function digest(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}

/** @throws when a record's entries are none of ours. */
export function entriesOf({ entries }: Pick<AuditRecord, "entries">): readonly AuditEntry[] {
  return z.array(AuditEntry).parse(JSON.parse(entries));
}

export function toRecord({ fields }: StoredDocument): AuditRecord {
  return AuditRecord.parse(fields);
}
