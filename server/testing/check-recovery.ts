import { randomUUID } from "node:crypto";
import {
  type ConversationReader,
  type ConversationState,
  differences,
} from "./conversation-state.ts";
import { follow, type Heard, say, type Talk } from "./talk.ts";

/** A question that a server was killed over, and what its client had heard by then. */
export type Crashed = {
  readonly talk: Talk;
  readonly messageId: string;
  readonly content: string;
  readonly heard: Heard;
  /** Asked after the crash. */
  readonly next: string;
};

/** How the turn stood after the restart: `absent` when nothing had been recorded of it. */
export type Recovery = {
  readonly stood: "absent" | "failed" | "done";
  /** Sentences; empty when nothing was lost or doubled. */
  readonly problems: readonly string[];
};

/** Does what a person would do after a restart, and compares with a conversation that saw no crash. */
export async function checkRecovery(
  { url, reader }: { readonly url: string; readonly reader: ConversationReader },
  crashed: Crashed,
  reference: ConversationState,
): Promise<Recovery> {
  const { talk, messageId, content, next } = crashed;
  const left = await reader.read(url, talk);
  const kept = left.messages.filter((one) => one.message_id === messageId);
  const status = kept.find(({ role }) => role === "assistant")?.status;
  const stood = status === "done" || status === "failed" ? status : "absent";
  const problems = [
    ...(status === "running" ? ["the turn is still running"] : []),
    ...(crashed.heard.accepted && kept.length === 0 ? ["an accepted message is lost"] : []),
    ...(kept.length > 2 ? ["a message is there twice"] : []),
    ...(left.state.answered.length < 1 ? ["an earlier answer is lost"] : []),
    ...(stood === "absent" ? [] : await checkEvents(url, crashed, stood)),
  ];
  const again = await say(url, talk, { messageId, content });
  problems.push(...mustAnswer(again, stood === "failed" ? "error" : "done", "sent again"));
  if (stood === "failed") {
    const anew = await say(url, talk, { messageId: randomUUID(), content });
    problems.push(...mustAnswer(anew, "done", "asked anew"));
  }
  const after = await say(url, talk, { messageId: randomUUID(), content: next });
  problems.push(...mustAnswer(after, "done", "the next question"));
  const { state } = await reader.read(url, talk);
  return { stood, problems: [...problems, ...differences(state, reference)] };
}

/** Whoever comes back gets the turn's end, once, after what was already heard. */
async function checkEvents(
  url: string,
  { messageId, heard }: Crashed,
  stood: "failed" | "done",
): Promise<string[]> {
  const whole = await follow(url, messageId);
  const rest = await follow(url, messageId, heard.frames.length);
  // Of a turn that was cut short only its end is left.
  const isSame = stood === "failed" || heard.text + rest.text === whole.text;
  return [
    ...(isWhole(whole) ? [] : ["a turn must end once"]),
    ...(hasEnd(heard) || hasEnd(rest) ? [] : ["who resumes misses the end"]),
    ...(isSame ? [] : ["who resumes hears something else"]),
  ];
}

function hasEnd({ frames }: Heard): boolean {
  return frames.some(({ event }) => event === "done" || event === "error");
}

/** Its last event is its only end. */
function isWhole(heard: Heard): boolean {
  return hasEnd(heard) && !hasEnd({ ...heard, frames: heard.frames.slice(0, -1) });
}

function mustAnswer({ status, frames, text }: Heard, end: string, what: string): string[] {
  const last = frames.at(-1)?.event;
  return status === 200 && last === end
    ? []
    : [`${what} ends with ${last ?? `${status} ${text}`} instead of ${end}`];
}
