import { z } from "zod";
import { mend } from "./nearest.ts";
import type { OssieExtension } from "./ossie.ts";
import type { Path, Problem } from "./problems.ts";

const VENDOR = "INSIGHT_AGENT";

const text = z.string().trim().min(1);

/** An author's "points" are points of a score; those of a percentage are written by the engine alone. */
const unit = text.transform((name) => (/^(?:points?|pts)$/i.test(name) ? "number" : name));

/** What Apache Ossie lacks, by what it stands on (DESIGN §3). */
export const EXTENSIONS = {
  field: z.strictObject({
    sensitivity: z.enum(["none", "internal", "confidential", "pii"]).default("none"),
    index_values: z.boolean().default(false),
    default_time: z.boolean().default(false),
    unit: unit.optional(),
    rolls_up: z.union([text, z.array(text).min(1)]).optional(),
    previous_of: text.optional(),
    counted_in: text.optional(),
  }),
  dataset: z.strictObject({
    label: text.optional(),
    store: z.enum(["warehouse", "customers"]).default("warehouse"),
    rolls_up: text.optional(),
    snapshot: z.boolean().default(false),
    default_filter: text.optional(),
    time_field: text.optional(),
  }),
  metric: z.strictObject({
    label: text.optional(),
    unit: unit.optional(),
    better: z.enum(["up", "down"]).optional(),
    target: z
      .strictObject({ metric: text, grain: z.enum(["day", "week", "month", "quarter", "year"]) })
      .optional(),
    definition: z.strictObject({ document: text, heading: text }).optional(),
    time_field: text.optional(),
    kpi: text.optional(),
  }),
  model: z.strictObject({}),
  relationship: z.strictObject({}),
} as const;

type Extensions = typeof EXTENSIONS;

/** Our own extension of a thing, defaults where there is none; whatever is wrong with it goes to `problems`. */
export function readExtension<K extends keyof Extensions>(
  kind: K,
  thing: { readonly custom_extensions?: readonly OssieExtension[] },
  { path, problems }: { path: Path; problems: Problem[] },
): z.infer<Extensions[K]> {
  const schema: z.ZodType = EXTENSIONS[kind];
  const found = (thing.custom_extensions ?? []).flatMap((extension, index) =>
    extension.vendor_name === VENDOR
      ? [{ extension, place: [...path, "custom_extensions", index, "data"] }]
      : [],
  );
  const merged: Record<string, unknown> = {};
  for (const { extension, place } of found) {
    const data = parseJson(extension.data);
    if (data) Object.assign(merged, data);
    else problems.push({ path: place, message: "must be a JSON object in a string" });
  }
  const parsed = schema.safeParse(merged);
  if (parsed.success) return parsed.data as z.infer<Extensions[K]>;
  const place = found[0]?.place ?? path;
  problems.push(
    ...parsed.error.issues.flatMap((issue) =>
      toWords(issue, Object.keys(EXTENSIONS[kind].shape)).map((message) => ({
        path: place,
        message,
      })),
    ),
  );
  return schema.parse({}) as z.infer<Extensions[K]>;
}

function toWords(issue: z.core.$ZodIssue, known: readonly string[]): readonly string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `has the unknown key "${key}"${mend(key, known)}`);
  }
  return [`has a wrong "${issue.path.join(".")}": ${issue.message}`];
}

function parseJson(text: string): object | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null && !Array.isArray(data) ? data : undefined;
  } catch {
    return undefined; // not JSON: the caller says so, with the place
  }
}
