import type { Expression } from "../sql/ast.ts";
import { isAggregate } from "./aggregates.ts";
import { messageOf } from "./check-fields.ts";
import { mapColumns, mapNodes, parseExpression, path } from "./expression.ts";
import type { Dataset } from "./model.ts";
import { mend } from "./nearest.ts";

/** The tree of a metric with every column written `dataset.field` and metrics that it names put in; or what hinders that. */
export type Resolved = { ok: true; node: Expression } | { ok: false; messages: readonly string[] };

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
      const name = bareName(node);
      return name !== undefined && expressions.has(name) ? insert(name, messages) : undefined;
    });
    const node = qualify(whole, datasets, messages);
    return messages.length > 0 ? { ok: false, messages } : { ok: true, node };
  };
  const insert = (metric: string, messages: string[]): Expression | undefined => {
    const other = resolve(metric);
    if (other.ok) return other.node;
    messages.push(`uses the metric ${metric}, which is wrong itself`);
    return undefined;
  };
  return resolve;
}

function bareName(node: Expression): string | undefined {
  return node.kind === "path" && node.parts.length === 1 ? node.parts[0] : undefined;
}

/** Writes every column as `dataset.field` in the model's spelling. */
function qualify(node: Expression, datasets: readonly Dataset[], messages: string[]): Expression {
  return mapColumns(node, (parts) => {
    const found = findField(parts, datasets);
    if (typeof found !== "string") return path(...found);
    messages.push(found);
    return undefined;
  });
}

/** The parts as the model spells them, or words on why there are none. */
function findField(
  parts: readonly string[],
  datasets: readonly Dataset[],
): readonly string[] | string {
  const [first = "", second, ...rest] = parts;
  if (second === undefined) return findAnywhere(first, datasets);
  const dataset = findDataset(datasets, first);
  if (!dataset) return unknownDataset(first, datasets);
  const field = dataset.fields.find(({ name }) => same(name, second));
  if (field) return [dataset.name, field.name, ...rest];
  const known = dataset.fields.map(({ name }) => name);
  return `names ${first}.${second}, which is no field of ${dataset.name}${mend(second, known)}`;
}

function findAnywhere(name: string, datasets: readonly Dataset[]): readonly string[] | string {
  const owners = datasets.filter(({ fields }) => fields.some((field) => same(field.name, name)));
  const [owner, another] = owners;
  if (owner && another) {
    const choices = owners.map((dataset) => `${dataset.name}.${name}`).join(" or ");
    return `names "${name}", which ${owners.length} datasets have; write ${choices}`;
  }
  const field = owner?.fields.find((candidate) => same(candidate.name, name));
  if (owner && field) return [owner.name, field.name];
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
