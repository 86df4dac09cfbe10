import { TurnError } from "../agent/failure.ts";

/** What may be known of an error without its words, which can quote a question, a row or a name. */
export type ErrorFacts = {
  readonly type: string;
  readonly code?: string | number;
  readonly kind?: string;
  readonly service?: string;
  /** Where it came from: frames of the stack, without the message above them. */
  readonly at?: readonly string[];
  readonly cause?: ErrorFacts;
  readonly message?: string;
};

const FRAMES = 12;
const DEPTH = 5;
/** Codes are words and numbers, never sentences. */
const CODE = /^[\w.-]{1,64}$/;

/** V8's own words about our code: names of it and nothing that it was given. */
const OF_THE_ENGINE =
  /^(?:Cannot (?:read|set) properties of (?:undefined|null) \((?:reading|setting) '[\w$]{1,40}'\)|[\w$.]{1,60} is not (?:a function|a constructor|iterable|defined))$/;

/** `withWords` adds the messages, for whoever may see the data. Never throws. */
export function toErrorFacts(thrown: unknown, withWords: boolean, depth = DEPTH): ErrorFacts {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const code = codeOf(thrown);
  const failure = thrown instanceof TurnError ? thrown.failure : undefined;
  const cause = depth > 0 && thrown.cause !== undefined && thrown.cause !== thrown;
  return {
    type: CODE.test(thrown.name) ? thrown.name : "Error",
    ...(code !== undefined && { code }),
    ...(failure && { kind: failure.kind }),
    ...(failure?.kind === "upstream" && { service: failure.service }),
    ...((withWords || OF_THE_ENGINE.test(thrown.message)) && { message: thrown.message }),
    at: framesOf(thrown),
    ...(cause && { cause: toErrorFacts(thrown.cause, withWords, depth - 1) }),
  };
}

function codeOf(thrown: Error): string | number | undefined {
  for (const name of ["code", "statusCode", "status"] as const) {
    const value: unknown = Reflect.get(thrown, name);
    if (typeof value === "number") return value;
    if (typeof value === "string" && CODE.test(value)) return value;
  }
  return undefined;
}

/** A line of a message may begin as a frame does: what stands before the last of the message's lines is left out. */
function framesOf({ stack = "", message }: Error): string[] {
  const end = stack.indexOf(message);
  const below = message !== "" && end >= 0 ? stack.slice(end + message.length) : stack;
  return below
    .split("\n")
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim().slice("at ".length));
}
