import { z } from "zod";
import type { ModelConfig } from "../config.ts";
import { listNearest } from "../sql/nearest.ts";
import { GOOGLE } from "./gemini-wire.ts";

/** How long the start of the service waits for Google. */
const PATIENCE_MS = 5_000;

type Config = Extract<ModelConfig, { kind: "gemini" }>;

const Offered = z.object({
  name: z.string(),
  supportedGenerationMethods: z.array(z.string()).default([]),
});
const Refused = z.object({
  error: z.object({
    details: z.array(z.looseObject({ reason: z.string().optional() })).default([]),
  }),
});

/**
 * Asks Google for the model of the settings, before anybody asks it a question. Sentences about what is amiss and may
 * mend itself; empty when all is well.
 *
 * @throws {Error} in words, when the model or the key can never work.
 */
export async function checkGemini(config: Config): Promise<readonly string[]> {
  const unpriced = config.prices ? [] : [unpricedWords(config.model)];
  const reply = await get(`models/${encodeURIComponent(config.model)}`, config);
  if (reply === undefined || reply.status === 429 || reply.status >= 500) {
    return [...unpriced, unreachableWords(reply?.status)];
  }
  if (reply.status === 404) throw new Error(await unknownWords(config));
  if (reply.status !== 200) throw new Error(refusedWords(reply));
  const offered = Offered.safeParse(reply.body);
  if (offered.data && !isWriter(offered.data)) {
    throw new Error(`Cannot use GEMINI_MODEL "${config.model}": it writes no text`);
  }
  return unpriced;
}

function unpricedWords(model: string): string {
  return `The prices of "${model}" are not set: its cost counts as 0, and MAX_COST_PER_CONVERSATION_USD does not bound it; set GEMINI_INPUT_USD_PER_MILLION and GEMINI_OUTPUT_USD_PER_MILLION`;
}

function unreachableWords(status: number | undefined): string {
  const why = status === undefined ? "no answer" : `status ${status}`;
  return `Gemini cannot be reached (${why}); the offline analyst answers until it can`;
}

function refusedWords({ status, body }: Reply): string {
  const reasons = Refused.safeParse(body).data?.error.details.map(({ reason }) => reason) ?? [];
  if (reasons.includes("API_KEY_INVALID") || status === 401) {
    return "Cannot use GOOGLE_API_KEY: Google says that it is not valid";
  }
  return status === 403
    ? "Cannot use GOOGLE_API_KEY: Google does not let it use the Gemini API"
    : `Cannot use the Gemini API with these settings: Google refuses with status ${status}`;
}

/** With the names that Google does offer, those like the wanted one first. */
async function unknownWords(config: Config): Promise<string> {
  const reply = await get("models?pageSize=1000", config);
  const list = z.object({ models: z.array(Offered) }).safeParse(reply?.body);
  const names = list.data?.models.filter(isWriter).map(({ name }) => name.replace(/^models\//, ""));
  const there = names?.length ? `; it offers ${listNearest(config.model, names)}` : "";
  return `Cannot use GEMINI_MODEL "${config.model}": Google does not offer it, or no longer does${there}`;
}

function isWriter({ supportedGenerationMethods }: z.infer<typeof Offered>): boolean {
  return supportedGenerationMethods.includes("generateContent");
}

type Reply = { readonly status: number; readonly body: unknown };

/** Undefined when nobody answers. */
async function get(path: string, { apiKey, baseUrl = GOOGLE }: Config): Promise<Reply | undefined> {
  const url = `${baseUrl.replace(/\/+$/, "")}/v1beta/${path}`;
  const headers = { "x-goog-api-key": apiKey };
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  } catch {
    // Whatever the network says: nobody is there.
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not Google, or not well: its status tells enough.
  }
}
