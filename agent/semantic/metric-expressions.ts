import { isAggregate } from "./aggregates.ts";
import { messageOf } from "./check-fields.ts";
import {
  type ColumnRef,
  columnNode,
  enclosed,
  mapNodes,
  type Node,
  parseExpression,
  part,
  toColumnRef,
} from "./expression.ts";
import type { Dataset } from "./model.ts";
import { mend } from "./nearest.ts";

/** The tree of a metric with every column written `dataset.field` and metrics that it names put in; or what hinders that. */
export type Resolved = { ok: true; node: Node } | { ok: false; messages: readonly string[] };

/** Looks expressions of metrics up by name; each is resolved once. */
export function createResolver(
  datasets: readonly Dataset[],
  expressions: ReadonlyMap<string, string>,
): (metric: string) => Resolved {
  const done = new Map<string, Resolved>();
  const resolve = (metric: string): Resolved => {
    const known = done.get(metric);
    if (known) return known;
    done.set(metric, refuse(`"${metric}" is made from itself`)); // what a circle of metrics meets
    const resolved = read(expressions.get(metric) ?? "");
    done.set(metric, resolved);
    return resolved;
  };
  const read = (sql: string): Resolved => {
    const parsed = parseExpression(sql);
    if (!parsed.ok) return refuse(`"${sql}" ${messageOf(parsed.failure)}`);
    const messages: string[] = [];
    const whole = mapNodes(parsed.value, (node) => {
      if (isAggregate(node)) return node;
      const column = toColumnRef(node);
      if (!column || column.dataset || !expressions.has(column.name)) return undefined;
      const other = resolve(column.name);
      if (other.ok) return enclosed(other.node);
      messages.push(`uses the metric ${column.name}, which is wrong itself`);
      return undefined;
    });
    const node = qualify(whole, datasets, messages);
    return messages.length > 0 ? { ok: false, messages } : { ok: true, node };
  };
  return resolve;
}

/** Writes every column as `dataset.field` in the model's spelling. */
function qualify(node: Node, datasets: readonly Dataset[], messages: string[]): Node {
  return mapNodes(node, (inner) => {
    const counted = part(inner, "star");
    const column = counted ? undefined : toColumnRef(inner);
    const star = part(counted, "table")?.["name"];
    if (typeof star === "string" && !findDataset(datasets, star))
      messages.push(unknownDataset(star, datasets));
    if (!column) return undefined;
    const found = findField(column, datasets);
    if (typeof found === "string") {
      messages.push(found);
      return undefined;
    }
    return columnNode(found.name, found.dataset);
  });
}

function findField(column: ColumnRef, datasets: readonly Dataset[]): Required<ColumnRef> | string {
  if (column.dataset === undefined) return findAnywhere(column.name, datasets);
  const dataset = findDataset(datasets, column.dataset);
  if (!dataset) return unknownDataset(column.dataset, datasets);
  const field = dataset.fields.find(({ name }) => same(name, column.name));
  if (field) return { dataset: dataset.name, name: field.name };
  const known = dataset.fields.map(({ name }) => name);
  return `names ${column.dataset}.${column.name}, which is no field of ${dataset.name}${mend(column.name, known)}`;
}

function findAnywhere(name: string, datasets: readonly Dataset[]): Required<ColumnRef> | string {
  const owners = datasets.filter(({ fields }) => fields.some((field) => same(field.name, name)));
  const [owner, another] = owners;
  if (owner && another) {
    const choices = owners.map((dataset) => `${dataset.name}.${name}`).join(" or ");
    return `names "${name}", which ${owners.length} datasets have; write ${choices}`;
  }
  const field = owner?.fields.find((candidate) => same(candidate.name, name));
  if (owner && field) return { dataset: owner.name, name: field.name };
  const known = datasets.flatMap(({ fields }) => fields.map((candidate) => candidate.name));
  return `names "${name}", which is no field${mend(name, known)}`;
}

function findDataset(datasets: readonly Dataset[], name: string): Dataset | undefined {
  return datasets.find((dataset) => same(dataset.name, name));
}

function unknownDataset(name: string, datasets: readonly Dataset[]): string {
  return `names the unknown dataset "${name}"${mend(
    name,
    datasets.map((dataset) => dataset.name),
  )}`;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function refuse(message: string): Resolved {
  return { ok: false, messages: [message] };
}
