import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { askAnalyst } from "./gemini-analyst.ts";
import { type Answering, playFault, sayAtOnce, sayInPieces } from "./gemini-play.ts";
import { type GeminiFault, type GeminiReply, tokensOf } from "./gemini-reply.ts";
import { complaintAbout, GeminiRequest } from "./gemini-request.ts";
import { createPromptCache } from "./gemini-usage.ts";
import type { Latency } from "./latency.ts";

export const STAND_IN_MODEL = "gemini-3.5-flash-lite";
export const STAND_IN_KEY = "stand-in-key";

/** One for all requests, or the one that a request is for. */
export type Analyst = BaseChatModel | ((request: GeminiRequest) => BaseChatModel | undefined);

export type StandInOptions = {
  /** Answers what the script does not. */
  readonly analyst?: Analyst;
  readonly models?: readonly string[];
  /** None by default. */
  readonly latency?: Latency;
};

/** One request as it came; `end` settles when its socket is done with it. */
export type SeenRequest = {
  readonly path: string;
  readonly body: GeminiRequest | undefined;
  readonly status: number;
  readonly end: Promise<"answered" | "abandoned">;
};

/** Google's API on this machine, as far as a client of text and functions sees it. */
export type GeminiStandIn = AsyncDisposable & {
  readonly baseUrl: string;
  /** Requests to generate, in order. */
  readonly requests: readonly SeenRequest[];
  /** What the next requests to generate meet, one each; then the analyst answers. */
  play(...script: readonly (GeminiReply | GeminiFault)[]): void;
  /** Forgets requests and script. */
  reset(): void;
  /** Answers from now on what the script does not. */
  answerWith(analyst: Analyst): void;
  /** What every request meets once the script is over; undefined ends it. */
  always(fault: GeminiFault | undefined): void;
};

/** Listens on a free port of this machine. It is as strict as the documents are: see `GeminiRequest`. */
export async function openGeminiStandIn(options: StandInOptions = {}): Promise<GeminiStandIn> {
  const state: State = {
    options,
    analyst: options.analyst,
    script: [],
    standing: undefined,
    requests: [],
    cache: createPromptCache(),
  };
  const server = createServer((request, response) => {
    handle(request, response, state).catch((error: unknown) => {
      refuse(response, { status: 500, message: String(error) });
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests: state.requests,
    play: (...script) => state.script.push(...script),
    reset: () => {
      state.requests.length = 0;
      state.script.length = 0;
      state.standing = undefined;
    },
    answerWith: (analyst) => {
      state.analyst = analyst;
    },
    always: (fault) => {
      state.standing = fault;
    },
    [Symbol.asyncDispose]: () => stop(server),
  };
}

type State = {
  readonly options: StandInOptions;
  analyst: Analyst | undefined;
  readonly script: (GeminiReply | GeminiFault)[];
  standing: GeminiFault | undefined;
  readonly requests: SeenRequest[];
  readonly cache: ReturnType<typeof createPromptCache>;
};

async function handle(request: IncomingMessage, response: ServerResponse, state: State) {
  const url = new URL(request.url ?? "/", "http://stand-in");
  const [, model = "", method = ""] =
    /^\/v1beta\/models(?:\/([^:/]+))?(?::(\w+))?$/.exec(url.pathname) ?? [];
  const offered = state.options.models ?? [STAND_IN_MODEL];
  const refusal = refusalOf(request, { model, offered });
  if (refusal) return refuse(response, refusal);
  if (request.method === "GET") return list(response, { model, offered });
  const body = await text(request);
  const stream = method === "streamGenerateContent" && url.searchParams.get("alt") === "sse";
  if (!stream && method !== "generateContent")
    return refuse(response, { status: 404, message: "Not Found" });
  return generate(response, { state, body, model, stream, path: url.pathname });
}

type Refusal = { readonly status: number; readonly message: string; readonly reason?: string };

function refusalOf(
  { headers }: IncomingMessage,
  { model, offered }: { readonly model: string; readonly offered: readonly string[] },
): Refusal | undefined {
  if (headers["x-goog-api-key"] !== STAND_IN_KEY) {
    const message = "API key not valid. Please pass a valid API key.";
    return { status: 400, message, reason: "API_KEY_INVALID" };
  }
  if (model === "" || offered.includes(model)) return undefined;
  const message = `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`;
  return { status: 404, message };
}

function list(
  response: ServerResponse,
  { model, offered }: { readonly model: string; readonly offered: readonly string[] },
) {
  const one = (name: string) => ({
    name: `models/${name}`,
    displayName: name,
    supportedGenerationMethods: ["generateContent", "countTokens"],
  });
  const embedder = { name: "models/embedder", supportedGenerationMethods: ["embedContent"] };
  answer(response, 200, model === "" ? { models: [...offered.map(one), embedder] } : one(model));
}

type Generating = {
  readonly state: State;
  readonly body: string;
  readonly model: string;
  readonly stream: boolean;
  readonly path: string;
};

async function generate(
  response: ServerResponse,
  { state, body, model, stream, path }: Generating,
) {
  const parsed = GeminiRequest.safeParse(JSON.parse(body));
  const complaint = parsed.success
    ? complaintAbout(parsed.data, model)
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n");
  const status = complaint === undefined ? 200 : 400;
  state.requests.push({ path, body: parsed.data, status, end: endOf(response) });
  if (complaint !== undefined || !parsed.data) {
    return refuse(response, { status: 400, message: complaint ?? "" });
  }
  const next = state.script.shift() ?? state.standing ?? (await replyTo(parsed.data, state));
  const prompt = tokensOf(body);
  const answering: Answering = {
    response,
    model,
    stream,
    prompt,
    cached: state.cache.share(parsed.data),
    latency: state.options.latency,
  };
  if ("fault" in next) return playFault(next, answering);
  return stream ? sayInPieces(next, answering) : sayAtOnce(next, answering);
}

async function replyTo(request: GeminiRequest, { analyst }: State): Promise<GeminiReply> {
  const chosen = typeof analyst === "function" ? analyst(request) : analyst;
  return chosen ? askAnalyst(chosen, request) : { text: "Nothing is scripted." };
}

/** Whether the answer went out whole or its reader went away. */
function endOf(response: ServerResponse): SeenRequest["end"] {
  return new Promise((done) => {
    response.once("close", () => done(response.writableFinished ? "answered" : "abandoned"));
  });
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

function refuse(response: ServerResponse, { status, message, reason }: Refusal) {
  const details = reason
    ? [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "googleapis.com" }]
    : [];
  const error = { code: status, message, status: STATUS_WORDS[status] ?? "UNKNOWN", details };
  answer(response, status, { error });
}

function answer(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  response.end(JSON.stringify(body));
}

function stop(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
