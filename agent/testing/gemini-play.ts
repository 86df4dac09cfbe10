import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type GeminiFault,
  type GeminiReply,
  type GeminiUsage,
  partsOf,
  piecesOf,
  tokensIn,
} from "./gemini-reply.ts";
import type { GeminiPart } from "./gemini-request.ts";
import type { Latency } from "./latency.ts";

const SENDING_MS = 20;

/** One request being answered. `prompt` and `cached` count tokens. */
export type Answering = {
  readonly response: ServerResponse;
  readonly model: string;
  readonly stream: boolean;
  readonly prompt: number;
  readonly cached: number;
  readonly latency: Latency | undefined;
};

/** `generateContent`: one body. */
export async function sayAtOnce(reply: GeminiReply, answering: Answering): Promise<void> {
  const said = tokensIn(partsOf(reply));
  await sleep(firstWait(answering));
  await sleep(waitFor(said, answering));
  send(answering, toBody(partsOf(reply), { answering, reply, said, finish: "STOP" }));
}

/** `streamGenerateContent?alt=sse`: a body an event, the last with the reason for the end. */
export async function sayInPieces(reply: GeminiReply, answering: Answering): Promise<void> {
  await begin(answering);
  await sayPieces(reply, answering, Number.POSITIVE_INFINITY);
  answering.response.end();
}

/** Goes wrong in the way named; the text of a broken answer is that of `BROKEN_ANSWER`. */
export async function playFault(fault: GeminiFault, answering: Answering): Promise<void> {
  const { response } = answering;
  switch (fault.fault) {
    case "status":
      return refuse(fault, answering);
    case "hang":
      return;
    case "blocked":
      return send(answering, {
        promptFeedback: { blockReason: "SAFETY" },
        usageMetadata: { promptTokenCount: 9 },
      });
    case "no-candidates":
      return send(answering, { candidates: [] });
    case "finish":
      return playFinish(fault, answering);
    case "stall":
      return breakOff(fault.after, answering);
    case "cut":
      await breakOff(fault.after, answering);
      await sleep(SENDING_MS); // what was said before is on its way then
      response.destroy();
      return;
    case "short":
      await breakOff(fault.after, answering);
      response.end();
      return;
    case "wrong-json":
      await breakOff(fault.after, answering);
      response.write(answering.stream ? 'data: {"candidates": [{\r\n\r\n' : '{"candidates": [');
      if (answering.stream) await sayPieces({ text: "and goes on." }, answering, 9);
      response.end();
      return;
    case "error-inside":
      await breakOff(fault.after, answering);
      response.end(
        toEvent({ error: { code: fault.status, message: "Broken", status: "UNAVAILABLE" } }),
      );
  }
}

/** What a reply that breaks had to say. */
export const BROKEN_ANSWER = Array.from({ length: 40 }, (_, i) => `word${i}`).join(" ");

async function playFinish(fault: Extract<GeminiFault, { fault: "finish" }>, answering: Answering) {
  const { reason, message, after = 0 } = fault;
  const last = {
    finishReason: reason,
    index: 0,
    ...(message !== undefined && { finishMessage: message }),
  };
  const body = { candidates: [last], usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 } };
  if (!answering.stream) return send(answering, body);
  await breakOff(after, answering);
  answering.response.end(toEvent(body));
}

function refuse(
  { status, retryAfter, message = "Try again later." }: Extract<GeminiFault, { fault: "status" }>,
  { response }: Answering,
): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    ...(retryAfter !== undefined && { "retry-after": retryAfter }),
  });
  response.end(JSON.stringify({ error: { code: status, message, status: "RESOURCE_EXHAUSTED" } }));
}

async function begin(answering: Answering): Promise<void> {
  await sleep(firstWait(answering));
  answering.response.writeHead(200, {
    "content-type": answering.stream ? "text/event-stream" : "application/json; charset=UTF-8",
  });
  answering.response.flushHeaders();
}

async function breakOff(after: number, answering: Answering): Promise<void> {
  await begin(answering);
  if (answering.stream) await sayPieces({ text: BROKEN_ANSWER }, answering, after);
}

async function sayPieces(reply: GeminiReply, answering: Answering, limit: number): Promise<void> {
  const pieces = piecesOf(reply);
  let said = 0;
  for (const [i, parts] of pieces.slice(0, limit).entries()) {
    const tokens = tokensIn(parts);
    await sleep(waitFor(tokens, answering));
    if (answering.response.destroyed) return;
    said += tokens;
    const finish = i === pieces.length - 1 ? "STOP" : undefined;
    answering.response.write(toEvent(toBody(parts, { answering, reply, said, finish })));
  }
}

type Saying = {
  readonly answering: Answering;
  readonly reply: GeminiReply;
  readonly said: number;
  readonly finish: string | undefined;
};

function toBody(parts: readonly GeminiPart[], { answering, reply, said, finish }: Saying) {
  return {
    candidates: [
      {
        content: { role: "model", parts },
        index: 0,
        ...(finish !== undefined && { finishReason: finish }),
      },
    ],
    usageMetadata: toUsage(reply, answering, said),
    modelVersion: answering.model,
    responseId: "stand-in",
  };
}

function toUsage({ usage }: GeminiReply, { prompt, cached }: Answering, said: number): GeminiUsage {
  const promptTokenCount = usage?.prompt ?? prompt;
  const candidatesTokenCount = usage?.said ?? said;
  const thoughts = usage?.thoughts ?? 0;
  const read = usage?.cached ?? cached;
  return {
    promptTokenCount,
    candidatesTokenCount,
    totalTokenCount: promptTokenCount + candidatesTokenCount + thoughts,
    ...(read > 0 && { cachedContentTokenCount: read }),
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
  };
}

/** A whole answer, in the form that was asked for. */
function send({ response, stream }: Answering, body: unknown): void {
  const type = stream ? "text/event-stream" : "application/json; charset=UTF-8";
  response.writeHead(200, { "content-type": type });
  response.end(stream ? toEvent(body) : JSON.stringify(body));
}

function toEvent(body: unknown): string {
  return `data: ${JSON.stringify(body)}\r\n\r\n`;
}

function firstWait({ latency }: Answering): number {
  return latency?.firstTokenMs() ?? 0;
}

function waitFor(tokens: number, { latency }: Answering): number {
  return latency ? (tokens / latency.tokensPerSecond) * 1000 : 0;
}
