import { quoteName } from "./expression.ts";

/** One SELECT, part by part. `groupBy` counts how many of the first columns are the groups. */
export type Select = {
  readonly columns: readonly SelectColumn[];
  readonly from: string;
  readonly joins?: readonly string[];
  readonly where?: readonly string[];
  readonly groupBy?: number;
  readonly having?: readonly string[];
  readonly orderBy?: readonly string[];
  readonly limit?: number;
};

export type SelectColumn = { readonly sql: string; readonly as: string };

export type Cte = { readonly name: string; readonly sql: string };

/** The statement with its named queries, laid out for people. */
export function toStatement(ctes: readonly Cte[], select: Select): string {
  const named = ctes.map(({ name, sql }) => `${quoteName(name)} AS (\n${indent(sql)}\n)`);
  const head = named.length > 0 ? `WITH ${named.join(",\n")}\n` : "";
  return `${head}${selectSql(select)}`;
}

export function selectSql(select: Select): string {
  const {
    columns,
    from,
    joins = [],
    where = [],
    groupBy = 0,
    having = [],
    orderBy = [],
    limit,
  } = select;
  const groups = Array.from({ length: groupBy }, (_, index) => index + 1).join(", ");
  return [
    `SELECT\n${indent(columns.map(columnSql).join(",\n"))}`,
    `FROM ${from}`,
    ...joins,
    where.length > 0 ? `WHERE ${where.join("\n  AND ")}` : "",
    groups && `GROUP BY ${groups}`,
    having.length > 0 ? `HAVING ${having.join("\n  AND ")}` : "",
    orderBy.length > 0 ? `ORDER BY ${orderBy.join(", ")}` : "",
    limit === undefined ? "" : `LIMIT ${limit}`,
  ]
    .filter(Boolean)
    .join("\n");
}

function columnSql({ sql, as }: SelectColumn): string {
  return `${sql} AS ${quoteName(as)}`;
}

/** Every line two spaces to the right. A line break in a literal is written `\n`, so none is moved. */
export function indent(sql: string): string {
  return sql.replaceAll(/^(?=.)/gm, "  ");
}
