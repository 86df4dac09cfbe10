import { z } from "zod";

/** `aheadMs`: how far the clock of sessions and turns is ahead, so that leases of before have run out. */
export const ServerOptions = z.object({
  env: z.record(z.string(), z.string()),
  aheadMs: z.number(),
});
export type ServerOptions = z.infer<typeof ServerOptions>;

const Point = z.object({ at: z.enum(["commit", "event"]), label: z.string(), n: z.number() });

/** What a test tells a server that it has started. */
export const ToServer = z.array(
  z.object({
    sessionId: z.string(),
    userId: z.string(),
    fault: Point.extend({ when: z.enum(["before", "during", "after"]) }),
    outcome: z.enum(["die", "hold"]),
  }),
);

/** What such a server tells the test. */
export const FromServer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("planned") }),
  z.object({ kind: z.literal("passed"), point: Point }),
  z.object({ kind: z.literal("held"), sessionId: z.string() }),
  z.object({ kind: z.literal("ran"), messageId: z.string() }),
]);
export type FromServer = z.infer<typeof FromServer>;
