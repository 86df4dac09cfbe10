import { z } from "zod";

/** Who turns texts into vectors, and where those are kept and searched. */
export type KnowledgeConfig = {
  readonly embedder:
    | { readonly kind: "local" }
    | {
        readonly kind: "gemini";
        readonly apiKey: string;
        readonly model: string;
        readonly dimensions: number;
        readonly baseUrl?: string;
      };
  readonly vectors:
    | { readonly kind: "file" }
    | { readonly kind: "firestore"; readonly project: string; readonly emulatorHost?: string };
};

const Local = z.object({ EMBEDDER: z.literal("local") });
const Gemini = z.object({
  EMBEDDER: z.literal("gemini"),
  GOOGLE_API_KEY: z.string("must be set when EMBEDDER is gemini"),
  GEMINI_BASE_URL: z.string().optional(),
});
const File = z.object({ VECTORS: z.literal("file") });
const Firestore = z.object({
  VECTORS: z.literal("firestore"),
  GOOGLE_CLOUD_PROJECT: z.string("must be set when VECTORS is firestore"),
  FIRESTORE_EMULATOR_HOST: z.string().optional(),
});
/** Firestore searches vectors of at most 2,048 dimensions. */
const General = z.object({
  GEMINI_EMBEDDING_MODEL: z.string().default("gemini-embedding-001"),
  GEMINI_EMBEDDING_DIMENSIONS: z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .min(64, "must be 64 to 2048")
    .max(2048, "must be 64 to 2048")
    .default(768),
});

const Settings = General.and(
  z.discriminatedUnion("EMBEDDER", [Local, Gemini], { error: "must be local or gemini" }),
).and(z.discriminatedUnion("VECTORS", [File, Firestore], { error: "must be file or firestore" }));
type Settings = z.infer<typeof Settings>;

const DEFAULTS = { EMBEDDER: "local", VECTORS: "file" };

/** Settings of the knowledge base: their form, their names, and what is chosen where nothing is. */
export const KNOWLEDGE = {
  settings: Settings,
  names: [...Object.keys(DEFAULTS), ...Object.keys(General.shape)],
  defaults: DEFAULTS,
} as const;

export function toKnowledge(settings: Settings): KnowledgeConfig {
  return { embedder: toEmbedder(settings), vectors: toVectors(settings) };
}

function toEmbedder(settings: Settings): KnowledgeConfig["embedder"] {
  if (settings.EMBEDDER === "local") return { kind: "local" };
  const { GOOGLE_API_KEY: apiKey, GEMINI_BASE_URL: baseUrl } = settings;
  return {
    kind: "gemini",
    apiKey,
    model: settings.GEMINI_EMBEDDING_MODEL,
    dimensions: settings.GEMINI_EMBEDDING_DIMENSIONS,
    ...(baseUrl && { baseUrl }),
  };
}

function toVectors(settings: Settings): KnowledgeConfig["vectors"] {
  if (settings.VECTORS === "file") return { kind: "file" };
  const { GOOGLE_CLOUD_PROJECT: project, FIRESTORE_EMULATOR_HOST: emulatorHost } = settings;
  return { kind: "firestore", project, ...(emulatorHost && { emulatorHost }) };
}
