import { z } from "zod";

const text = z.string().trim().min(1);
const texts = z.array(text);

const RoleFile = z.strictObject({
  title: text.optional(),
  sql: z.enum(["compiled", "free"]).default("compiled"),
  detail: z.enum(["rows", "aggregates"]).default("aggregates"),
  sources: texts.optional(),
  metrics: texts.optional(),
  hide: texts.default([]),
  totals_only: texts.default([]),
  documents: texts.default([]),
  answers: z.enum(["full", "brief", "method", "support"]).default("full"),
  offers: texts.default([]),
});

/** `access.yaml` as it is written. What a role does not say is what it may not: rows, free SQL, documents for some. */
export const AccessFile = z.strictObject({
  default_role: text.optional(),
  roles: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "must be letters, digits, - and _"),
      RoleFile,
    )
    .refine((roles) => Object.keys(roles).length > 0, "must name at least one role"),
  subjects: z
    .array(
      z.strictObject({
        field: text,
        k: z.int().min(2, "must be 2 or more").default(10),
        called: text.optional(),
      }),
    )
    .default([]),
  safe: texts.default([]),
  headlines: z
    .array(
      z.strictObject({
        metric: text,
        grain: z.enum(["day", "week", "month", "quarter", "year"]).default("month"),
      }),
    )
    .default([]),
  dominance: z
    .strictObject({ largest: z.number().gt(0).max(1, "must be a share above 0, at most 1") })
    .default({ largest: 0.5 }),
  documents: z.array(z.strictObject({ match: text, audience: texts })).default([]),
  audit: z.strictObject({ keep_days: z.int().min(1, "must be 1 or more") }).optional(),
});

export type AccessFile = z.infer<typeof AccessFile>;
export type RoleFile = z.infer<typeof RoleFile>;
