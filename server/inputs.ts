import { z } from "@hono/zod-openapi";

/** Bytes of UTF-8 that one question may have. */
export const MAX_CONTENT_BYTES = 20_000;

const MAX_ID_CHARS = 200;

/** Anything a person could read on a screen: no control characters, no halves of a character. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;

/** Marks the one check that answers 413 instead of 400. */
export const TOO_LARGE = { tooLarge: true };

const line = (maxChars: number) =>
  z
    .string()
    .max(maxChars, `must have at most ${maxChars} characters`)
    .refine((text) => text.trim() !== "", "must not be empty")
    .refine((text) => PRINTABLE.test(text), "must not hold control characters");

export const UserId = line(MAX_ID_CHARS).openapi({ example: "ada@example.com" });

export const SessionId = line(MAX_ID_CHARS).openapi({
  example: "7d1cb5f6-4f0a-4d7c-8a7e-5c9e4b6a1f20",
});

export const MessageId = z
  .uuid("must be a UUID")
  .openapi({ example: "0b9f3c1e-9a34-4f0e-9c6e-2f1f0f6f7a11" });

export const WorkspaceName = line(MAX_ID_CHARS);

export const Content = z
  .string()
  .refine((text) => text.trim() !== "", "must hold a question")
  .refine((text) => Buffer.byteLength(text) <= MAX_CONTENT_BYTES, {
    error: `must have at most ${MAX_CONTENT_BYTES / 1000} kB`,
    params: TOO_LARGE,
  })
  // Half a character cannot be stored; kept as the mark for "unreadable", it compares equal when sent again.
  .transform((text) => Buffer.from(text).toString())
  .openapi({ type: "string", example: "How did we do last quarter?" });

export const Title = line(200);
export const Comment = z.string().max(4_000, "must have at most 4000 characters");
export const MemoryKey = line(MAX_ID_CHARS);
export const Limit = z.coerce.number().int().min(1).max(200);

/** A request's body of this JSON shape, which must be there. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}
