import { randomUUID } from "node:crypto";
import type { Deps, OpenWorkspace } from "../../../agent/deps.ts";
import { createAtlasDeps } from "../../../agent/governance/testing/open-atlas.ts";
import { runTurn } from "../../../agent/turn.ts";
import { read } from "../../testing/client.ts";
import { openApp } from "../../testing/open-app.ts";
import { callersOf } from "./callers.ts";
import { identityOf, type Signer } from "./tokens.ts";

/** What the analyst of `openToldAtlas` was told and no lower role may read. */
export const SECRET = /enterprise|MRR/;

type Parts = { readonly atlas: OpenWorkspace; readonly signer: Signer };

/** The atlas behind tokens of the signer. */
export async function openGuardedAtlas({ atlas, signer }: Parts) {
  const deps: Deps = createAtlasDeps(atlas);
  const { app } = await openApp({ deps, runTurn, identity: identityOf([signer]) });
  return { app, deps, as: callersOf(app, signer) };
}

/** As `openGuardedAtlas`, after a conversation of the analyst ada. */
export async function openToldAtlas(parts: Parts) {
  const { as, app, deps } = await openGuardedAtlas(parts);
  const ada = as({ sub: "ada", role: "Analyst" });
  const { session_id: session } = await read(ada("POST /chat/session", {}), 201);
  const message = randomUUID();
  const content = "Total MRR by plan tier";
  const body = { session_id: session, message_id: message, content };
  const turn = await read(ada("POST /chat/message", body));
  expect(JSON.stringify(turn)).toMatch(/enterprise/);
  return { as, app, deps, ada, session: String(session), message, content };
}

export type Told = Awaited<ReturnType<typeof openToldAtlas>>;

/** Every way to what somebody asked, or to a company's data; `user` is named where a request may. */
export const REQUESTS: Readonly<
  Record<string, (told: Told, user?: string) => readonly [request: string, body?: unknown]>
> = {
  start: (_, user) => ["POST /chat/session", { user_id: user, workspace: "atlas" }],
  ask: ({ session }, user) => [
    "POST /chat/message",
    { session_id: session, user_id: user, content: "How many customers are there?" },
  ],
  follow: ({ message }, user) => [`GET /chat/message/${message}/events${query(user)}`],
  history: ({ session }, user) => [`GET /chat/history/${session}${query(user)}`],
  list: (_, user) => [`GET /chat/sessions${query(user)}`],
  rename: ({ session }, user) => [
    `PATCH /chat/sessions/${session}`,
    { title: "Mine", user_id: user },
  ],
  "rename by address": ({ session }, user) => [
    `PATCH /chat/sessions/${session}${query(user)}`,
    { title: "Mine" },
  ],
  vote: ({ message }, user) => [
    "POST /chat/feedback",
    { message_id: message, user_id: user, rating: "up" },
  ],
  memory: (_, user) => [`GET /user/memory${query(user)}`],
  "forget one": (_, user) => [`DELETE /user/memory/finding/nothing${query(user)}`],
  "forget all": (_, user) => [`DELETE /user/memory${query(user)}`],
  export: (_, user) => [`GET /user/export${query(user)}`],
  workspaces: () => ["GET /workspaces"],
  document: () => ["GET /knowledge/atlas/tiers.md"],
  cancel: ({ message }, user) => [`POST /chat/message/${message}/cancel${query(user)}`],
  remove: ({ session }, user) => [`DELETE /chat/sessions/${session}${query(user)}`],
  "delete me": (_, user) => [`DELETE /user${query(user)}`],
};

function query(user: string | undefined): string {
  return user === undefined ? "" : `?user_id=${encodeURIComponent(user)}`;
}
