import { createHash } from "node:crypto";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Knowledge } from "../knowledge.ts";
import type { SemanticModel } from "../semantic/model.ts";
import { fieldWithId } from "../semantic/reachable.ts";
import type { Coverage } from "../semantic/time-range.ts";
import type { FieldValues } from "../semantic/values.ts";
import { guardSql, type SqlScope } from "../sql/guard.ts";
import type { Workspace } from "../workspace.ts";
import type { Access, Role } from "./access.ts";
import { answerable } from "./answerable.ts";
import { documentsFor, narrowKnowledge } from "./audiences.ts";
import type { RoleView } from "./governance.ts";
import { plain } from "./hidden.ts";
import { narrowModel } from "./narrow-model.ts";
import { narrowScope } from "./narrow-scope.ts";
import { namedBy } from "./patterns.ts";
import type { Redactor } from "./redact.ts";
import type { SparseEnds } from "./sparse-ends.ts";

/** What a role's view is cut from. */
export type Whole = {
  readonly workspace: Workspace;
  readonly scope: SqlScope;
  /** Of the customer database, where there is one. */
  readonly customers?: SqlScope;
  readonly values: readonly FieldValues[];
  /** Values of enough subjects each; the others would tell that someone has them. */
  readonly commonValues: readonly FieldValues[];
  readonly coverage: ReadonlyMap<string, Coverage>;
  readonly ends: SparseEnds;
  readonly knowledge: Knowledge;
  readonly access: Access;
  readonly redactor: Redactor;
  /** The offline analyst of a workspace. */
  readonly createAnalyst: (known: Known) => Promise<BaseChatModel>;
};

type Known = Pick<RoleView, "workspace" | "values" | "coverage"> & Pick<Role, "answers">;

const NOTHING: Redactor = (text) => text;

/** The workspace as the role knows it. */
export async function openRoleView(role: Role, whole: Whole): Promise<RoleView> {
  const { access, scope } = whole;
  const all = together(scope, whole.customers);
  const narrowed = narrowModel(whole.workspace.model, { role, access, scope: all });
  const documents = await documentsFor(whole.knowledge, role, access.documents);
  const model = withoutLostDocuments(narrowed.model, whole.knowledge, documents);
  const free = narrowScope(narrowed, scope);
  const customers = whole.customers && narrowScope(narrowed, whole.customers);
  const bare: Workspace = {
    ...whole.workspace,
    model,
    verifiedQueries:
      role.sql === "free"
        ? whole.workspace.verifiedQueries.filter(({ sql }) => guardSql(sql, free).ok)
        : [],
  };
  const known = role.detail === "aggregates" ? whole.commonValues : whole.values;
  const values = known.filter(({ field }) => fieldWithId(model, field));
  const told = role.detail === "aggregates" ? whole.ends.coverage : new Map<string, Coverage>();
  const coverage = new Map(
    [...whole.coverage].flatMap(([id, own]) =>
      fieldWithId(model, id) ? [[id, told.get(id) ?? own] as const] : [],
    ),
  );
  const analyst = await whole.createAnalyst({
    ...{ workspace: bare, values, coverage },
    answers: role.answers,
  });
  const starters = await answerable(bare.starters, analyst);
  const offers = await answerable([...role.offers, ...starters], analyst);
  const workspace = { ...bare, starters: starters.length > 0 ? starters : offers };
  return {
    role,
    grant: grantOf(role, access, { model, free, documents }),
    workspace,
    scope: free,
    ...(customers && { customers }),
    values,
    coverage,
    knowledge: narrowKnowledge(whole.knowledge, documents),
    analyst,
    strict: narrowed.strict,
    hidden: narrowed.hidden,
    persons: role.detail === "aggregates" ? personsOf(whole) : [],
    offers,
    redactor: hidesPersons(role, whole.workspace.model) ? whole.redactor : NOTHING,
  };
}

/** The tables of both stores; of two under one name the columns of both. */
function together(scope: SqlScope, other: SqlScope | undefined): SqlScope {
  const tables = new Map(scope.tables);
  for (const [table, columns] of other?.tables ?? []) {
    tables.set(table, [...new Set([...(tables.get(table) ?? []), ...columns])]);
  }
  return { dataset: scope.dataset, tables };
}

/** What subjects are called, and the datasets that have one a row. */
function personsOf({ access, workspace }: Whole): readonly string[] {
  const datasets = workspace.model.datasets.filter(({ name, primaryKey }) =>
    access.subjects.some(
      ({ field }) => primaryKey.length === 1 && field === `${name}.${primaryKey[0]}`,
    ),
  );
  const names = datasets.flatMap(({ name, label, synonyms }) => [name, label, ...synonyms]);
  return [...new Set([...access.subjects.map(({ called }) => called), ...names].map(plain))];
}

/** True when a personal field is hidden from the role: then its questions need none either. */
function hidesPersons(role: Role, model: SemanticModel): boolean {
  const { fields } = namedBy(role.hide, model);
  const personal = model.datasets.flatMap((dataset) =>
    dataset.fields.filter(({ sensitivity }) => sensitivity === "pii"),
  );
  return role.hide.includes("sensitivity:pii") || personal.some(({ id }) => fields.has(id));
}

function withoutLostDocuments(
  model: SemanticModel,
  knowledge: Knowledge,
  open: ReadonlySet<string>,
): SemanticModel {
  const lost = new Set(knowledge.sources().filter((source) => !open.has(source)));
  return {
    ...model,
    metrics: model.metrics.map(({ definition, ...metric }) =>
      definition && !lost.has(definition.document) ? { ...metric, definition } : metric,
    ),
  };
}

type Shown = {
  readonly model: SemanticModel;
  readonly free: SqlScope;
  readonly documents: ReadonlySet<string>;
};

function grantOf(role: Role, access: Access, { model, free, documents }: Shown): string {
  const { subjects, safe, headlines, largestShare } = access;
  const text = JSON.stringify([
    role,
    subjects,
    safe,
    headlines,
    largestShare,
    model,
    [...free.tables],
    [...documents].toSorted(),
  ]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
