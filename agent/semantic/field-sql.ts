import type { Expression } from "../sql/ast.ts";
import { mapColumns, parseExpression, path, quoteName, toOperand, toSql } from "./expression.ts";
import type { Dataset, Field, SemanticModel } from "./model.ts";
import { datasetNamed, fieldWithId } from "./reachable.ts";

const known = new WeakMap<Field, Expression>();

/** A field's expression over its dataset's rows, which go by the dataset's name. */
export function fieldSql(field: Field): string {
  return toSql(fieldNode(field));
}

/** As `fieldSql`, fit to stand beside an operator. */
export function operandSql(field: Field): string {
  return toOperand(fieldNode(field));
}

/** The day that a field holds: instants lose their time of day (UTC). */
export function fieldDateSql(field: Field): string {
  return field.type === "Date" ? operandSql(field) : `DATE(${fieldSql(field)})`;
}

/** An expression over fields (`dataset.field`) as one over columns. */
export function overColumns(model: SemanticModel, node: Expression): Expression {
  return mapColumns(node, ([dataset, name, ...inside]) => {
    const field = fieldWithId(model, `${dataset}.${name}`);
    return (
      field &&
      inside.reduce<Expression>(
        (value, part) => ({ kind: "field", value, name: part }),
        fieldNode(field),
      )
    );
  });
}

/** A dataset's default filter over its rows; undefined when it has none. */
export function defaultFilterSql(dataset: Dataset): string | undefined {
  if (dataset.defaultFilter === undefined) return undefined;
  const node = mapColumns(read(dataset.defaultFilter), (parts) => {
    const [name = "", ...inside] = parts;
    const field = dataset.fields.find(
      (candidate) => candidate.name.toLowerCase() === name.toLowerCase(),
    );
    return field && inside.length === 0 ? fieldNode(field) : path(dataset.name, name, ...inside);
  });
  return node.kind === "binary" && node.op === "OR" ? toOperand(node) : toSql(node);
}

/** A key's column: the field of that name, else the physical column. */
export function keySql(model: SemanticModel, dataset: string, column: string): string {
  const field = datasetNamed(model, dataset)?.fields.find(({ name }) => name === column);
  return field ? operandSql(field) : `${quoteName(dataset)}.${quoteName(column)}`;
}

function fieldNode(field: Field): Expression {
  const node =
    known.get(field) ??
    mapColumns(read(field.expression), (parts) => path(field.dataset, ...parts));
  known.set(field, node);
  return node;
}

/** Loading has refused what cannot be parsed. */
function read(sql: string): Expression {
  const parsed = parseExpression(sql);
  if (!parsed.ok) throw new Error(`Cannot read the expression "${sql}"`);
  return parsed.value;
}
