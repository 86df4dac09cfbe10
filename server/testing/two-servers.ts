import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  type ConversationReader,
  type ConversationState,
  differences,
  openReader,
} from "./conversation-state.ts";
import { type ServerProcess, startServer } from "./start-server.ts";
import { follow, type Heard, say, startTalk, type Talk } from "./talk.ts";

export type TwoServersOptions = {
  /** Settings of both: one store, one workspace. */
  readonly env: Readonly<Record<string, string>>;
  /** Of one conversation, in order. */
  readonly questions: readonly string[];
  readonly sessions: number;
  /** Conversations at one time. */
  readonly concurrency: number;
};

export type TwoServersReport = {
  readonly turns: number;
  /** Turns that each server ran. */
  readonly ran: readonly [number, number];
  /** Questions that were sent to both servers at once. */
  readonly doubled: number;
  /** Questions that were turned away because another one of the session was being answered. */
  readonly busy: number;
  /** Sentences; empty when nothing was lost or doubled. */
  readonly problems: readonly string[];
};

type Tally = { doubled: number; busy: number; problems: string[]; readonly sent: string[] };
type Pair = readonly [ServerProcess, ServerProcess];

/** Conversations whose every request goes to either of two servers, as it happens behind a load balancer. */
export async function talkToTwoServers(options: TwoServersOptions): Promise<TwoServersReport> {
  const { env, questions, sessions, concurrency } = options;
  await using stack = new AsyncDisposableStack();
  const starting = [startServer({ env, aheadMs: 0 }), startServer({ env, aheadMs: 0 })] as const;
  for (const server of starting) stack.defer(async () => (await server)[Symbol.asyncDispose]());
  const [one, other] = await Promise.all(starting);
  const pair: Pair = [one, other];
  const tally: Tally = { doubled: 0, busy: 0, problems: [], sent: [] };
  const reader = stack.use(await openReader(env));
  const reference = await talkToOne(one, reader, questions);
  const before = one.ran.length;

  let started = 0;
  const talkOn = async () => {
    while (started < sessions) {
      started += 1;
      await converse(pair, { questions, reference, reader }, tally);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, talkOn));
  const ran = [...one.ran.slice(before), ...other.ran];
  return {
    turns: tally.sent.length,
    ran: [one.ran.length - before, other.ran.length],
    doubled: tally.doubled,
    busy: tally.busy,
    problems: [...tally.problems, ...countRuns(tally.sent, ran)],
  };
}

/** The same conversation with one server, to compare with. */
async function talkToOne(
  { url }: ServerProcess,
  reader: ConversationReader,
  questions: readonly string[],
): Promise<ConversationState> {
  const talk = await startTalk(url, `user ${randomUUID()}`);
  for (const content of questions) await say(url, talk, { messageId: randomUUID(), content });
  return (await reader.read(url, talk)).state;
}

type Script = {
  readonly questions: readonly string[];
  readonly reference: ConversationState;
  readonly reader: ConversationReader;
};

async function converse(pair: Pair, script: Script, tally: Tally): Promise<void> {
  const { reader } = script;
  const talk = await startTalk(either(pair), `user ${randomUUID()}`);
  for (const content of script.questions) await askOnce(pair, { talk, content }, tally);
  const [here, there] = await Promise.all(pair.map(({ url }) => reader.read(url, talk)));
  if (!isDeepStrictEqual(here, there)) tally.problems.push("two servers tell two stories");
  if (here) tally.problems.push(...differences(here.state, script.reference));
  const content = script.questions[0] ?? "";
  const taken = await race(pair, { talk, content }, tally);
  const { messages } = await reader.read(either(pair), talk);
  const kept = new Set(messages.map((message) => message.message_id));
  const isRight = [...taken].every(([messageId, isTaken]) => kept.has(messageId) === isTaken);
  if (!isRight) tally.problems.push("of two questions at once, one is lost");
}

type Asked = { readonly talk: Talk; readonly content: string };

/** One question, to one server or to both at once, and resumed from either at any of its events. */
async function askOnce(pair: Pair, { talk, content }: Asked, tally: Tally): Promise<void> {
  const messageId = randomUUID();
  tally.sent.push(messageId);
  const isDoubled = Math.random() < 0.4;
  if (isDoubled) tally.doubled += 1;
  const targets = isDoubled ? pair.map(({ url }) => url) : [either(pair)];
  const heard = await Promise.all(targets.map((url) => say(url, talk, { messageId, content })));
  tally.problems.push(...mustAgree(heard));
  const whole = heard[0]?.text ?? "";
  const after = Math.floor(Math.random() * (heard[0]?.frames.length ?? 0));
  const rest = await follow(either(pair), messageId, after);
  if (rest.text !== afterFrame(whole, after)) {
    tally.problems.push(`who resumed after event ${after} heard something else`);
  }
}

/** Two questions at once, one to each server; which of them were taken, by message id. What is taken must be answered. */
async function race(
  pair: Pair,
  { talk, content }: Asked,
  tally: Tally,
): Promise<ReadonlyMap<string, boolean>> {
  const asked = pair.map(async ({ url }) => {
    const messageId = randomUUID();
    return { messageId, heard: await say(url, talk, { messageId, content }) };
  });
  const both = await Promise.all(asked);
  const taken = both.filter(({ heard }) => heard.status !== 409);
  tally.busy += both.length - taken.length;
  tally.sent.push(...taken.map(({ messageId }) => messageId));
  for (const { heard } of taken) tally.problems.push(...mustAgree([heard]));
  if (taken.length === 0) tally.problems.push("of two questions at once, none is answered");
  return new Map(both.map((one) => [one.messageId, taken.includes(one)]));
}

function afterFrame(text: string, after: number): string {
  return text.split("\n\n").slice(after).join("\n\n");
}

function mustAgree(heard: readonly Heard[]): string[] {
  const [first] = heard;
  const isSame = heard.every(({ text }) => text === first?.text);
  return [
    ...(first?.frames.at(-1)?.event === "done" ? [] : [`a turn ended so: ${first?.text}`]),
    ...(isSame ? [] : ["two readers of one turn heard different things"]),
  ];
}

function countRuns(sent: readonly string[], ran: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const messageId of ran) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  const odd = sent.filter((messageId) => counts.get(messageId) !== 1);
  const unknown = ran.filter((messageId) => !sent.includes(messageId));
  return [
    ...odd.map((messageId) => `a turn was run ${counts.get(messageId) ?? 0} times`),
    ...unknown.map(() => "a turn was run that nobody was told of"),
  ];
}

function either([one, other]: Pair): string {
  return Math.random() < 0.5 ? one.url : other.url;
}
