import { z } from "zod";

/** The subset of OpenAPI that Google documents for parameters of functions; anything else is an unknown name there. */
const Schema: z.ZodType = z.lazy(() =>
  z.strictObject({
    type: z.string().optional(),
    format: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    nullable: z.boolean().optional(),
    enum: z.array(z.string()).optional(),
    maxItems: z.number().optional(),
    minItems: z.number().optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    minProperties: z.number().optional(),
    maxProperties: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    pattern: z.string().optional(),
    example: z.unknown().optional(),
    anyOf: z.array(Schema).optional(),
    propertyOrdering: z.array(z.string()).optional(),
    default: z.unknown().optional(),
    items: Schema.optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
);

const Part = z.strictObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  thoughtSignature: z.string().optional(),
  functionCall: z
    .strictObject({
      id: z.string().optional(),
      name: z.string().min(1),
      args: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  functionResponse: z
    .strictObject({
      id: z.string().optional(),
      name: z.string().min(1),
      response: z.record(z.string(), z.unknown()),
    })
    .optional(),
});

const Content = z.strictObject({
  role: z.enum(["user", "model"]).optional(),
  parts: z.array(Part).min(1),
});

/** What `generateContent` takes, as far as a client of text and functions may send it; unknown names are refused. */
export const GeminiRequest = z.strictObject({
  contents: z.array(Content).min(1),
  systemInstruction: z
    .strictObject({ role: z.string().optional(), parts: z.array(Part) })
    .optional(),
  tools: z
    .array(
      z.strictObject({
        functionDeclarations: z.array(
          z.strictObject({
            name: z.string().regex(/^[A-Za-z_][\w.:-]{0,63}$/),
            description: z.string(),
            parameters: Schema.optional(),
          }),
        ),
      }),
    )
    .optional(),
  toolConfig: z
    .strictObject({
      functionCallingConfig: z.strictObject({
        mode: z.enum(["AUTO", "ANY", "NONE"]).optional(),
        allowedFunctionNames: z.array(z.string()).optional(),
      }),
    })
    .optional(),
  safetySettings: z
    .array(z.strictObject({ category: z.string(), threshold: z.string() }))
    .optional(),
  generationConfig: z
    .strictObject({
      stopSequences: z.array(z.string()).optional(),
      candidateCount: z.literal(1).optional(),
      maxOutputTokens: z.number().int().positive().optional(),
      temperature: z.number().min(0).max(2).optional(),
      topP: z.number().optional(),
      topK: z.number().optional(),
      seed: z.number().int().optional(),
      thinkingConfig: z
        .strictObject({
          includeThoughts: z.boolean().optional(),
          thinkingBudget: z.number().int().optional(),
          thinkingLevel: z.enum(["MINIMAL", "LOW", "MEDIUM", "HIGH"]).optional(),
        })
        .optional(),
    })
    .optional(),
});

export type GeminiRequest = z.infer<typeof GeminiRequest>;
export type GeminiContent = GeminiRequest["contents"][number];
export type GeminiPart = GeminiContent["parts"][number];

/** What Google would answer with status 400 about a body of the right shape; undefined when it would take it. */
export function complaintAbout({ contents }: GeminiRequest, model: string): string | undefined {
  for (const [i, content] of contents.entries()) {
    const complaint = misplaced(contents, i) ?? mixed(content);
    if (complaint !== undefined) return complaint;
  }
  return /^gemini-(?:[3-9]|\d\d)/.test(model) ? unsigned(contents) : undefined;
}

function misplaced(contents: readonly GeminiContent[], i: number): string | undefined {
  const before = contents[i - 1];
  const [here, calls] = [contents[i], callsIn(before)];
  const answers = here?.parts.filter((part) => part.functionResponse).length ?? 0;
  if (callsIn(here) > 0 && before?.role !== "user") {
    return "Please ensure that function call turn comes immediately after a user turn or after a function response turn.";
  }
  if (answers !== calls) {
    return "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";
  }
  return callsIn(here) > 0 && i === contents.length - 1
    ? "Please ensure that function response turn comes immediately after a function call turn."
    : undefined;
}

function mixed({ parts }: GeminiContent): string | undefined {
  const answers = parts.filter((part) => part.functionResponse).length;
  return answers > 0 && answers < parts.length
    ? "Function response parts cannot be mixed with other parts in one turn."
    : undefined;
}

/** From Gemini 3 on, each step since the last question carries the signature of its first call. */
function unsigned(contents: readonly GeminiContent[]): string | undefined {
  const asked = contents.findLastIndex(
    ({ role, parts }) => role === "user" && parts.some(({ text }) => text !== undefined),
  );
  for (const { parts } of contents.slice(asked + 1)) {
    const position = parts.findIndex((part) => part.functionCall);
    const part = parts[position];
    if (part && part.thoughtSignature === undefined) {
      return `Function call is missing a thought_signature in functionCall parts. Additional data, function call \`default_api:${part.functionCall?.name}\`, position ${position + 1}.`;
    }
  }
  return undefined;
}

function callsIn(content: GeminiContent | undefined): number {
  return content?.parts.filter((part) => part.functionCall).length ?? 0;
}
