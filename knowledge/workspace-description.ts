import { basename } from "node:path";
import { z } from "zod";

export const text = z.string().trim().min(1);
export const isoDate = z.iso.date("must be a date such as 2025-01-06");

/** What `workspace.yaml` may say. */
export const Description = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, "must be small letters, digits, - and _")
    .optional(),
  title: text.optional(),
  description: z.string().trim().default(""),
  dataset: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be letters, digits and _")
    .optional(),
  today: isoDate.optional(),
  timezone: text.refine(isTimezone, "must be a timezone such as Europe/Berlin").default("UTC"),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as USD")
    .default("USD"),
  fiscal_year_start_month: z.int().min(1).max(12).default(1),
  data: z
    .union([z.strictObject({ generate: text }), z.strictObject({ files: text })], {
      error: 'must be { generate: "data/generate.ts" } or { files: "data/*.csv" }',
    })
    .optional(),
  customers: z
    .strictObject({ migrations: text, generate: text, roles: z.record(text, text) })
    .optional(),
  metrics_api: z
    .strictObject({
      fresh_seconds: z.int().positive().default(60),
      stale_seconds: z.int().positive().default(86_400),
    })
    .optional(),
  starters: z.array(text).default([]),
});

export type Description = z.infer<typeof Description>;

/** Names that a folder has by itself where `workspace.yaml` says none: "Q4 Handbook" is named q4-handbook. */
export function namesOf(folder: string, given: Description) {
  const own = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const name = given.name ?? (own || "documents");
  const words = basename(folder).replace(/[-_]+/g, " ").trim() || name;
  return {
    name,
    title: given.title ?? words.charAt(0).toUpperCase() + words.slice(1),
    dataset: given.dataset ?? name.replace(/-/g, "_").replace(/^(?=\d)/, "_"),
  };
}

function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false; // RangeError: no such timezone
  }
}
