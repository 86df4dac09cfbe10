import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Cell } from "../events.ts";
import { TurnError } from "../failure.ts";
import type { Knowledge } from "../knowledge.ts";
import { quoteName } from "../semantic/expression.ts";
import { type ValuesSource, valuesSql } from "../semantic/load-values.ts";
import type { Field, SemanticModel } from "../semantic/model.ts";
import { passSql } from "../semantic/pass-sql.ts";
import { fieldWithId } from "../semantic/reachable.ts";
import { indent, toStatement } from "../semantic/select.ts";
import { storeOf } from "../semantic/stores.ts";
import type { Coverage } from "../semantic/time-range.ts";
import type { FieldValues } from "../semantic/values.ts";
import { guardSql, type SqlScope } from "../sql/guard.ts";
import type { Workspace } from "../workspace.ts";
import type { Access, Role } from "./access.ts";
import type { Governance, RoleView } from "./governance.ts";
import { createRedactor } from "./redact.ts";
import { openRoleView } from "./role-view.ts";
import { sparseEnds } from "./sparse-ends.ts";
import { type SubjectField, subjectsOf } from "./subjects.ts";

export type GovernanceOf = {
  readonly access: Access;
  readonly workspace: Workspace;
  readonly values: readonly FieldValues[];
  readonly coverage: ReadonlyMap<string, Coverage>;
  readonly knowledge: Knowledge;
  readonly source: ValuesSource;
  /** Tables of the customer database, where there is one; it is not asked before somebody asks it. */
  readonly customers?: SqlScope;
  readonly createAnalyst: (
    known: Pick<RoleView, "workspace" | "values" | "coverage"> & Pick<Role, "answers">,
  ) => Promise<BaseChatModel>;
};

/**
 * A workspace cut to each of its roles, once.
 *
 * @throws {TurnError} when the warehouse refuses or is down; the reason of the signal when that aborts.
 */
export async function openGovernance(given: GovernanceOf): Promise<Governance> {
  const { access, workspace, source } = given;
  const names = await Promise.all(
    personalFields(workspace.model).map((field) =>
      read(valuesSql(workspace.model, field, source.scope.dataset), source),
    ),
  );
  const redactor = createRedactor(names.flat().flatMap(([name]) => toText(name)));
  const commonValues = await Promise.all(given.values.map((one) => commonOf(one, given)));
  const { scope } = source;
  const today = workspace.today();
  const ends = sparseEnds(workspace.model, access, { coverage: given.coverage, today });
  const views: [string, RoleView][] = [];
  for (const role of access.roles.values()) {
    views.push([
      role.name,
      await openRoleView(role, { ...given, scope, ends, commonValues, redactor }),
    ]);
  }
  return { access, whole: workspace.model, views: new Map(views), ends, redactor };
}

function personalFields({ datasets }: SemanticModel): readonly Field[] {
  return datasets
    .filter((dataset) => storeOf(dataset) === "warehouse")
    .flatMap(({ fields }) => fields)
    .filter(({ sensitivity, type }) => sensitivity === "pii" && type === "String");
}

/** The values that enough subjects have; all where nobody stands behind them. */
async function commonOf(known: FieldValues, given: GovernanceOf): Promise<FieldValues> {
  const { workspace, access } = given;
  const field = fieldWithId(workspace.model, known.field);
  const dataset = workspace.model.datasets.find(({ name }) => name === field?.dataset);
  if (!field || !dataset) return known;
  // Elsewhere than in the warehouse nothing is counted now: there a name that is nobody's business stays out.
  if (storeOf(dataset) !== "warehouse")
    return field.sensitivity === "none" ? known : { ...known, values: [] };
  const subjects = subjectsOf(field.dataset, workspace.model, access);
  const common = await Promise.all(subjects.map((one) => valuesWith(one, field, given)));
  const values = known.values.filter((value) => common.every((set) => set.has(value)));
  return { ...known, values };
}

async function valuesWith(
  { field: subject, subject: { k } }: SubjectField,
  field: Field,
  { workspace, source }: GovernanceOf,
): Promise<ReadonlySet<string>> {
  const { model } = workspace;
  const dimensions = [
    { id: field.id, column: "value" },
    { id: subject.id, column: "subject" },
  ];
  const inner = passSql(
    { model, options: workspace },
    { base: field.dataset, time: undefined, measures: [] },
    { subject: "This", dimensions, filters: [], time: undefined },
  );
  if (!inner.ok) return new Set();
  const rows = await read(
    [
      `SELECT CAST(${quoteName("value")} AS STRING) AS value`,
      `FROM (\n${indent(toStatement(inner.value.ctes, inner.value.select))}\n) AS of_subject`,
      `GROUP BY 1\nHAVING COUNT(DISTINCT subject) >= ${k}`,
    ].join("\n"),
    source,
  );
  return new Set(rows.flatMap(([value]) => toText(value)));
}

async function read(sql: string, source: ValuesSource): Promise<readonly (readonly Cell[])[]> {
  const { warehouse, scope, limits, signal } = source;
  const guarded = guardSql(sql, scope);
  if (!guarded.ok) throw new TurnError(guarded.failure);
  const options = { limits: { ...limits, maxRows: 50_000 }, signal };
  const result = await warehouse.query(guarded.value, options);
  if (!result.ok) throw new TurnError(result.failure);
  return result.value.rows;
}

function toText(cell: Cell | undefined): readonly string[] {
  return cell === null || cell === undefined ? [] : [String(cell)];
}
