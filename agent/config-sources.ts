import { z } from "zod";

/** What stands in for what is embedded; `dataRows` for a generator's own choice of how many rows it makes. */
export type SourcesConfig = {
  readonly customerDbUrl?: string;
  readonly metricsApiUrl?: string;
  readonly dataRows?: number;
};

/** Settings of the sources beside the warehouse. */
export const SOURCE_SETTINGS = {
  CUSTOMER_DB_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: "must be an address such as postgres://user@host/db",
    })
    .optional(),
  METRICS_API_URL: z
    .url({ protocol: /^https?$/, error: "must be an address such as https://host" })
    .optional(),
  DATA_ROWS: z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .positive("must be above 0")
    .optional(),
};

const Sources = z.object(SOURCE_SETTINGS);

export function toSources(settings: z.infer<typeof Sources>): SourcesConfig {
  const { CUSTOMER_DB_URL: customerDbUrl, METRICS_API_URL: metricsApiUrl } = settings;
  const { DATA_ROWS: dataRows } = settings;
  return {
    ...(customerDbUrl && { customerDbUrl }),
    ...(metricsApiUrl && { metricsApiUrl }),
    ...(dataRows && { dataRows }),
  };
}
