import type { Context } from "hono";
import type { ClosedWorkspace, Deps, OpenWorkspace } from "../../agent/deps.ts";
import { rolesOf } from "../../agent/governance/open-for.ts";
import { DEFAULT_ROLE, type Policy } from "../../agent/policy.ts";
import type { Session } from "../../agent/store/sessions.ts";
import { RefusedError, refuse } from "../http-error.ts";
import type { AppEnv } from "../log.ts";
import type { Caller, Proven } from "./who.ts";

type Asking = Context<AppEnv>;
type Workspaces = Pick<Deps, "workspaces" | "closed" | "settled">;

/** @throws {RefusedError} `unauthorized` on a path that nobody asked for a token: no route is open by mistake. */
export function callerOf(c: Asking): Caller {
  const caller = c.get("caller");
  if (caller) return caller;
  throw new RefusedError({ kind: "unauthorized", message: "Sign in first" });
}

/**
 * On whose behalf the request is: the token's user, else the one it names, which may stand in several places.
 *
 * @throws {TurnError} `denied` when it names another than its token, `bad-request` when nobody says who it is.
 */
export function userOf(c: Asking, ...named: readonly (string | undefined)[]): string {
  const user = userIfNamed(c, ...named);
  return user ?? refuse({ kind: "bad-request", message: '"user_id" is missing' });
}

/** As `userOf`; undefined when nobody says. */
export function userIfNamed(
  c: Asking,
  ...named: readonly (string | undefined)[]
): string | undefined {
  const caller = callerOf(c);
  const given = named.filter((one) => one !== undefined);
  if (caller.kind === "unproven") return given[0];
  const isOther = given.some((one) => one !== caller.userId);
  return isOther ? refuse({ kind: "denied", message: NOT_YOU }) : caller.userId;
}

/** The workspaces that the request's sender may open. To anyone else the others are not there. */
export function openTo(c: Asking, deps: Workspaces): Workspaces {
  return openFrom(callerOf(c), deps);
}

/** False for a workspace that the request's sender may not open, or that is not open; true for one that is not there at all. */
export function mayOpen(c: Asking, deps: Workspaces, workspace: string): boolean {
  const isThere = deps.workspaces.has(workspace) || deps.closed?.has(workspace) === true;
  return openTo(c, deps).workspaces.has(workspace) || !isThere;
}

/**
 * The policy of a request about the workspace. Its role is the token's; without one, that of who brings none.
 *
 * @throws {TurnError} `not-found` for a workspace that the caller may not open, `denied` when it has several roles there.
 */
export function policyFor(
  c: Asking,
  deps: Workspaces,
  { userId, workspace }: Pick<Policy, "userId" | "workspace">,
): Policy {
  const caller = callerOf(c);
  const open = openFrom(caller, deps).workspaces.get(workspace);
  if (!open) return refuse({ kind: "not-found", what: `workspace "${workspace}"` });
  const policy = { userId, workspace, role: roleIn(open, caller) };
  c.set("policies", [...(c.get("policies") ?? []), policy]);
  return policy;
}

/** Who reads, and as what they read a conversation of theirs. */
export function readerOf(c: Asking, deps: Workspaces, named: string | undefined) {
  return {
    userId: userIfNamed(c, named),
    policyOf: (session: Session) => policyOn(c, deps, session),
  };
}

/** The policy under which a conversation goes on: its owner's, with the role of now. Throws as `policyFor`. */
export function policyOn(c: Asking, deps: Workspaces, { userId, workspace }: Session): Policy {
  return policyFor(c, deps, { userId, workspace });
}

/** @throws {TurnError} `denied`, in words, for a role that no workspace knows. */
export function admit(caller: Proven, deps: Workspaces): void {
  const open = openFrom(caller, deps);
  if (open.workspaces.size > 0 || (open.closed?.size ?? 0) > 0) return;
  const { roles, workspaces } = caller;
  const isThere = (name: string) => deps.workspaces.has(name) || deps.closed?.has(name);
  const named = workspaces?.some(isThere) ?? true;
  if (!named) refuse({ kind: "denied", message: NO_WORKSPACE });
  refuse({ kind: "denied", message: roles.length === 0 ? NO_ROLE : UNKNOWN_ROLE });
}

const NOT_YOU = '"user_id" is not who signed in; leave it out, the sign-in says who asks';
const NO_WORKSPACE = "Your sign-in is for none of the workspaces here; ask who looks after it";
const NO_ROLE = "Your sign-in carries no role; ask who looks after it";
const UNKNOWN_ROLE = "Your sign-in carries a role that is not known here; ask who looks after it";

function openFrom(caller: Caller, deps: Workspaces): Workspaces {
  if (caller.kind === "unproven") return deps;
  const { workspaces, closed = new Map(), settled } = deps;
  const isRoleKnown = knowsRole(caller, { workspaces, closed });
  const isNamed = (name: string) => caller.workspaces?.includes(name) ?? true;
  const isOpen = (open: OpenWorkspace) =>
    open.governance ? ownRoles(open, caller).length > 0 : isRoleKnown;
  const mayCome = ({ roles }: ClosedWorkspace) =>
    roles ? roles.some(({ name }) => caller.roles.includes(name)) : isRoleKnown;
  return {
    workspaces: new Map([...workspaces].filter(([name, one]) => isNamed(name) && isOpen(one))),
    closed: new Map([...closed].filter(([name, one]) => isNamed(name) && mayCome(one))),
    ...(settled && { settled }),
  };
}

/** Where no workspace has roles, a token needs none. One that is not open yet counts: nobody comes in by being early. */
function knowsRole(
  caller: Proven,
  { workspaces, closed }: Required<Pick<Workspaces, "workspaces" | "closed">>,
): boolean {
  const governed = [...workspaces.values()].filter(({ governance }) => governance);
  const own = [...closed.values()].flatMap(({ roles }) => (roles ? [roles] : []));
  if (governed.length + own.length === 0) return true;
  return (
    governed.some((open) => ownRoles(open, caller).length > 0) ||
    own.flat().some(({ name }) => caller.roles.includes(name))
  );
}

function ownRoles(open: OpenWorkspace, { roles }: Proven): readonly string[] {
  return rolesOf(open).flatMap(({ name }) => (roles.includes(name) ? name : []));
}

/** None of several is taken: the narrowest cannot be told, and the widest must not be. */
function roleIn(open: OpenWorkspace, caller: Caller): string {
  if (caller.kind === "unproven" || !open.governance) return DEFAULT_ROLE;
  const [role = DEFAULT_ROLE, ...others] = ownRoles(open, caller);
  const message = `Your sign-in carries several roles of ${open.workspace.title}: ${[role, ...others].join(", ")}; sign in with one`;
  return others.length > 0 ? refuse({ kind: "denied", message }) : role;
}
