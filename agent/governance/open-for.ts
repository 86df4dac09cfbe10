import type { Deps, OpenWorkspace } from "../deps.ts";
import { TurnError } from "../failure.ts";
import { DEFAULT_ROLE, type Policy } from "../policy.ts";
import type { Governance, RoleView } from "./governance.ts";
import { guideFor } from "./guide.ts";

/** A workspace as who asks may know it. */
export type OpenFor = {
  /** Cut to the role; its `warehouse` runs nothing: the gate does. */
  readonly open: OpenWorkspace;
  /** As it was opened: for the gate alone. */
  readonly whole: OpenWorkspace;
  readonly governed: { readonly governance: Governance; readonly view: RoleView } | undefined;
  /** `role` is one that what is stored is kept under: it changes with what the role may know. */
  readonly policy: Policy;
};

/**
 * The workspace as the policy's role knows it. No role falls back to one that knows more.
 *
 * @throws {TurnError} `not-found` for a workspace that is not open, `denied` for a role that it does not have.
 */
export function openFor(deps: Pick<Deps, "workspaces">, policy: Policy): OpenFor {
  const whole = deps.workspaces.get(policy.workspace);
  if (!whole) throw new TurnError({ kind: "not-found", what: `workspace "${policy.workspace}"` });
  const { governance } = whole;
  if (!governance) {
    const open = { ...whole, warehouse: sealed(whole), ...sealedSources(whole) };
    return { open, whole, governed: undefined, policy };
  }
  const view = viewOf(governance, policy, whole);
  const { role, grant, workspace, scope, values, coverage, knowledge, analyst } = view;
  const chat = whole.analyst ? { model: whole.model, analyst } : { model: analyst };
  return {
    open: {
      ...{ workspace, scope, values, coverage, knowledge, warehouse: sealed(whole), ...chat },
      ...sealedSources(whole, view),
      guide: guideFor(view),
    },
    whole,
    governed: { governance, view },
    policy: { ...policy, role: `${role.name}@${grant}` },
  };
}

/** How a question is stored: under which grant, and without personal data. A workspace without roles keeps it as it is. */
export function storedAs(
  deps: Pick<Deps, "workspaces">,
  policy: Policy,
  content: string,
): { readonly content: string; readonly grant?: string } {
  const { governed, policy: own } = openFor(deps, policy);
  if (!governed) return { content };
  return { content: governed.governance.redactor(content), grant: own.role };
}

/** Roles of a workspace as a person may choose among them: by name, with the one of who brings none. Empty where there are none. */
export function rolesOf({ governance }: Pick<OpenWorkspace, "governance">): readonly {
  readonly name: string;
  readonly title: string;
  readonly isDefault: boolean;
}[] {
  const { roles = new Map(), defaultRole } = governance?.access ?? {};
  return [...roles.values()].map(({ name, title }) => ({
    name,
    title,
    isDefault: name === defaultRole,
  }));
}

function viewOf(
  { access, views }: Governance,
  { role }: Policy,
  { workspace }: OpenWorkspace,
): RoleView {
  const name = role === DEFAULT_ROLE && !views.has(role) ? access.defaultRole : role;
  const view = name === undefined ? undefined : views.get(name);
  if (view) return view;
  const message =
    role === DEFAULT_ROLE
      ? `${workspace.title} is open to its roles alone; sign in with one, or ask who looks after it`
      : `${workspace.title} has no role of that name; ask who looks after it`;
  throw new TurnError({ kind: "denied", message });
}

/** The other sources as far as the role may ask them: what is there is offered, and as shut. */
function sealedSources(
  whole: OpenWorkspace,
  view?: RoleView,
): Pick<OpenWorkspace, "customers" | "metricsApi"> {
  const { customers, metricsApi } = whole;
  const may = (source: string) => view?.role.sources?.includes(source) ?? true;
  const scope = view?.customers ?? customers?.scope;
  const hasKpis = () =>
    (view ?? whole).workspace.model.metrics.some(({ kpi }) => kpi !== undefined);
  return {
    ...(customers &&
      scope &&
      may("customers") && {
        customers: {
          scope,
          warm: () => {},
          readable: shut,
          as: () => sealed(whole),
          [Symbol.asyncDispose]: async () => {},
        },
      }),
    ...(metricsApi && hasKpis() && may("metrics_api") && { metricsApi: { read: shut } }),
  };
}

function shut(): Promise<never> {
  return Promise.reject(new Error("Cannot read a source: it is reached by the gate"));
}

/** Whoever reads past the gate finds it shut. */
function sealed({ warehouse }: OpenWorkspace): OpenWorkspace["warehouse"] {
  return {
    kind: warehouse.kind,
    query: shut,
    asOf: shut,
    [Symbol.asyncDispose]: async () => {},
  };
}
