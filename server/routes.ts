import { OpenAPIHono, z } from "@hono/zod-openapi";
import { refuseInput } from "./input-error.ts";
import type { AppEnv } from "./log.ts";

/** The app that feature files add their routes to. */
export type App = OpenAPIHono<AppEnv>;

/** An app without routes, whose inputs are refused in words. */
export function createRouter(): App {
  return new OpenAPIHono<AppEnv>({
    strict: false,
    defaultHook: (result) => {
      if (!result.success) refuseInput(result.error);
    },
  });
}

const ErrorSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    request_id: z.string(),
  })
  .openapi("Error");

/** A JSON response of a route. */
export function json<T extends z.ZodType>(description: string, schema: T) {
  return { description, content: { "application/json": { schema } } };
}

/** What every route may answer besides what it is for. */
export const ERRORS = {
  "4XX": json("The request cannot be served; `message` says why", ErrorSchema),
  "5XX": json("The service cannot serve now; `retryable` says whether to try again", ErrorSchema),
} as const;
