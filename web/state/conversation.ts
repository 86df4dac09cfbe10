import { batch, signal } from "@preact/signals";
import { ApiError } from "../api/http.ts";
import { openSession, readHistory } from "../api/routes.ts";
import type { History, OpenedSession, PastTurn } from "../api/wire.ts";
import { announceTurn } from "./announce-turn.ts";
import { draft } from "./draft.ts";
import { toPastTurns, toView } from "./history.ts";
import { waitForLine } from "./line.ts";
import { leaveAddress, nameAddress, sessionPath } from "./router.ts";
import { secondTryId, wasInterrupted, withoutGivenUp } from "./second-try.ts";
import { noteSession } from "./sessions.ts";
import { isRunning } from "./turn-view.ts";
import { createTurn, follow, type Turn } from "./turns.ts";
import { becomeCaller, userId } from "./user.ts";
import { uuid } from "./uuid.ts";
import { workspace } from "./workspaces.ts";

/** A conversation that can be asked in. A stored one has no greeting and no starters. */
export type OpenConversation = {
  readonly status: "open";
  readonly sessionId: string;
  readonly workspace: string;
  readonly greeting: string;
  readonly returning: boolean;
  readonly starters: readonly string[];
};

/** What the page is about. `failed` with a passing failure tries again by itself. */
export type Conversation =
  | { readonly status: "opening" }
  | OpenConversation
  | { readonly status: "failed"; readonly failure: ApiError };

type Opened = { readonly shown: OpenConversation; readonly turns: readonly Turn[] };

export const conversation = signal<Conversation>({ status: "opening" });

/** Oldest first. */
export const turns = signal<readonly Turn[]>([]);

const RETRY_MS = 2_000;
let left = new AbortController();

/** Leaves what was open and opens a new conversation. */
export function openNew(): Promise<void> {
  return open(async () => {
    const { session_id: sessionId, ...session } = await openSomewhere();
    return { shown: { status: "open", sessionId, ...session }, turns: [] };
  });
}

/** In the workspace chosen; in the service's first when that one is no longer there. */
async function openSomewhere(): Promise<OpenedSession> {
  const chosen = workspace.value;
  try {
    return await openSession(userId.value, chosen);
  } catch (thrown) {
    const isGone = thrown instanceof ApiError && thrown.status === 404 && chosen !== undefined;
    if (!isGone) throw thrown;
    return openSession(userId.value);
  }
}

/** Leaves what was open and opens a stored conversation; answers that still run are followed. */
export async function openStored(sessionId: string): Promise<void> {
  const current = conversation.value;
  if (current.status === "open" && current.sessionId === sessionId) return;
  await open(async () => toOpened(await readHistory(sessionId, userId.value)));
}

/** Asks in the open conversation; false when that cannot be now. `editOf` is the message whose question it changes. */
export function submit(text: string, editOf?: string): boolean {
  const question = text.trim();
  const current = conversation.value;
  if (question === "" || current.status !== "open" || runningTurn() !== undefined) return false;
  const { sessionId } = current;
  const ids = { sessionId, userId: userId.value, messageId: uuid(), question, editOf };
  const turn = createTurn(ids);
  turns.value = [...turns.value, turn];
  nameAddress(sessionPath(sessionId));
  noteSession({ sessionId, title: question, workspace: current.workspace });
  void run(turn, "ask");
  return true;
}

/** Asks in a new conversation what the old one can no longer be asked. */
export async function continueInNew(question: string): Promise<void> {
  leaveAddress();
  await openNew();
  submit(question);
}

/** The answer that is being written, if any. */
export function runningTurn(): Turn | undefined {
  return turns.value.find(({ view }) => isRunning(view.value));
}

/** Takes in what happened elsewhere: in another tab, on another device, while the page slept. Never throws. */
export async function catchUp(): Promise<void> {
  const current = conversation.value;
  if (current.status !== "open" || turns.value.length === 0) return;
  const history = await readHistory(current.sessionId, userId.value).catch(() => undefined);
  if (history === undefined || conversation.value !== current) return;
  const known = new Set(turns.value.map(({ messageId }) => messageId));
  const news = toOpened(history).turns.filter(({ messageId }) => !known.has(messageId));
  if (news.length === 0) return;
  turns.value = withoutGivenUp([...turns.value, ...news]);
  followRunning(news);
}

async function open(load: () => Promise<Opened>): Promise<void> {
  left.abort();
  const mine = new AbortController();
  left = mine;
  for (const turn of turns.value) turn.left.abort();
  batch(() => {
    conversation.value = { status: "opening" };
    turns.value = [];
  });
  while (!mine.signal.aborted) {
    const failure = await attempt(load, mine.signal);
    if (failure === undefined || mine.signal.aborted) return;
    // It was asked in this browser's own name, and a proxy signs in somebody else.
    if (failure.status === 403 && (await becomeCaller())) continue;
    conversation.value = { status: "failed", failure };
    if (!failure.retryable) return;
    await waitForLine(RETRY_MS, mine.signal);
  }
}

async function attempt(
  load: () => Promise<Opened>,
  signal: AbortSignal,
): Promise<ApiError | undefined> {
  try {
    const opened = await load();
    if (signal.aborted) return undefined;
    batch(() => {
      conversation.value = opened.shown;
      workspace.value = opened.shown.workspace;
      turns.value = opened.turns;
    });
    followRunning(opened.turns);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown;
    throw thrown;
  }
}

function toOpened(history: History): Opened {
  const { session_id: sessionId, workspace: name } = history;
  return {
    shown: {
      status: "open",
      sessionId,
      workspace: name,
      greeting: "",
      returning: false,
      starters: [],
    },
    turns: withoutGivenUp(toPastTurns(history).map((past) => toTurn(sessionId, past))),
  };
}

function toTurn(sessionId: string, past: PastTurn): Turn {
  const { question, editOf, answer } = past;
  const ids = { sessionId, userId: userId.value, messageId: answer.message_id, question, editOf };
  return createTurn(ids, toView(past));
}

function followRunning(all: readonly Turn[]): void {
  for (const turn of all) if (isRunning(turn.view.value)) void run(turn, "attach");
}

async function run(turn: Turn, start: "ask" | "attach"): Promise<void> {
  await announceTurn(turn, follow(turn, start));
  const view = turn.view.value;
  if (start === "ask") keepUnasked(turn);
  if (wasInterrupted(view)) askOnceMore(turn);
  // Another tab or device asks here: its answer shows why.
  else if (view.status === "failed" && view.failure.code === "busy") await catchUp();
}

/** A question that found nobody signed in is written again after the sign-in. */
function keepUnasked({ view, question }: Turn): void {
  const { value } = view;
  const isUnasked = value.status === "failed" && value.failure.code === "unauthorized";
  if (isUnasked && draft.value === "") draft.value = question;
}

/** The service died over the answer: in its place the question is asked again, once. */
function askOnceMore(turn: Turn): void {
  const messageId = secondTryId(turn.messageId);
  if (messageId === undefined || !turns.value.includes(turn)) return;
  const { sessionId, userId: owner, question, editOf } = turn;
  const again = createTurn({ sessionId, userId: owner, messageId, question, editOf });
  turns.value = turns.value.map((one) => (one === turn ? again : one));
  void run(again, "ask");
}
