import type { Call, Expression } from "../sql/ast.ts";
import { aggregateKind, isAggregate } from "./aggregates.ts";
import { withRollups } from "./build-rollups.ts";
import {
  call,
  columnsIn,
  mapColumns,
  mapNodes,
  parseExpression,
  path,
  toSql,
} from "./expression.ts";
import { dateLiteral } from "./literals.ts";
import type { Filter } from "./metric-query.ts";
import type { Dataset, Field, Rollup, SemanticModel } from "./model.ts";
import type { Pass } from "./passes.ts";
import { truncateSql } from "./periods-sql.ts";
import { fieldWithId, resolveFrom, timeFieldIn } from "./reachable.ts";
import type { Grain, IsoDate } from "./time-range.ts";
import { hasSameRows } from "./worked-out.ts";

/** What is asked of a pass, as far as a roll-up must serve it. */
export type Asked = {
  readonly dimensions: readonly { readonly id: string; readonly column: string }[];
  readonly filters: readonly Filter[];
  readonly time:
    | { readonly start: IsoDate; readonly end: IsoDate; readonly grain?: Grain }
    | undefined;
};

export type Served<A extends Asked> = {
  /** Holds the roll-ups as datasets. */
  readonly model: SemanticModel;
  readonly pass: Pass;
  readonly asked: A;
};

/**
 * The pass over the first roll-up of its dataset that gives exactly the same figures, with the question in that roll-up's
 * names. Undefined where none does.
 */
export function serveByRollup<A extends Asked>(
  model: SemanticModel,
  { pass, asked, fiscalStart }: { pass: Pass; asked: A; fiscalStart: number },
): Served<A> | undefined {
  // What other rows refer to is known of the rows themselves.
  if (asked.filters.some(({ by }) => by)) return undefined;
  for (const rollup of model.rollups) {
    if (rollup.of !== pass.base) continue;
    const whole = withRollups(model);
    const names = createNames(whole, rollup);
    const served = rewrite(names, { pass, asked, fiscalStart });
    if (served) return { model: whole, ...served };
  }
  return undefined;
}

type Names = {
  readonly model: SemanticModel;
  readonly rollup: Rollup;
  /** The roll-up's field that stands for one of the base or of what it joins to; undefined when it has none. */
  readonly fieldFor: (id: string) => Field | undefined;
};

function createNames(model: SemanticModel, rollup: Rollup): Names {
  const { dataset, of } = rollup;
  const time = timeFieldIn(model, of);
  const measures = new Set([...rollup.measures.values(), rollup.previous?.field]);
  return {
    model,
    rollup,
    fieldFor: (id) => {
      const field = resolveFrom(model, of, id);
      if (!field) return undefined;
      if (field.dataset !== of) return joined(model, dataset, field);
      if (field === time) return dayOf(field, { model, of, dataset });
      return dataset.fields.find(({ name }) => name === field.name && !measures.has(name));
    },
  };
}

/** The roll-up's day of the base's own time, unless the name says that it is the day of something else. */
function dayOf(
  time: Field,
  { model, of, dataset }: { model: SemanticModel; of: string; dataset: Dataset },
): Field | undefined {
  const day = timeFieldIn(model, dataset.name);
  const named = day && fieldWithId(model, `${of}.${day.name}`);
  return !named || named.expression.includes(time.expression) ? day : undefined;
}

function joined(model: SemanticModel, { name }: Dataset, field: Field): Field | undefined {
  const found = resolveFrom(model, name, field.id);
  return found?.id === field.id ? found : undefined;
}

type Rewriting<A> = { readonly pass: Pass; readonly asked: A; readonly fiscalStart: number };

function rewrite<A extends Asked>(
  names: Names,
  { pass, asked, fiscalStart }: Rewriting<A>,
): Omit<Served<A>, "model"> | undefined {
  const dimensions = asked.dimensions.flatMap(({ id, column }) => {
    const field = names.fieldFor(id);
    const sameValues = resolveFrom(names.model, names.rollup.of, id)?.type === field?.type;
    // Groups of instants are not those of their days; conditions on them are.
    return field && sameValues ? [{ id: field.id, column }] : [];
  });
  const filters = asked.filters.flatMap((filter) => {
    const field = names.fieldFor(filter.field);
    return field ? [{ ...filter, field: field.id }] : [];
  });
  const time = pass.time && names.fieldFor(pass.time.id);
  const lost = dimensions.length < asked.dimensions.length || filters.length < asked.filters.length;
  if (lost || (pass.time && !(time?.type === "Date"))) return undefined;
  const counting = { names, time, asked, fiscalStart, dated: filters.map(({ field }) => field) };
  const measures = pass.measures.flatMap(({ column, node }) => {
    const rewritten = rewriteAggregates(node, counting);
    return rewritten ? [{ column, node: rewritten }] : [];
  });
  if (measures.length < pass.measures.length) return undefined;
  return {
    pass: { base: names.rollup.dataset.name, time, measures },
    asked: { ...asked, dimensions, filters },
  };
}

type Counting = {
  readonly names: Names;
  readonly time: Field | undefined;
  readonly asked: Asked;
  readonly fiscalStart: number;
  /** Fields that filters hold to. */
  readonly dated: readonly string[];
};

/** Every aggregate of the expression over the roll-up; undefined when one of them cannot be had from it. */
function rewriteAggregates(node: Expression, counting: Counting): Expression | undefined {
  let lost = false;
  const whole = mapNodes(node, (inner) => {
    if (!isAggregate(inner)) return undefined;
    const rewritten = rewriteAggregate(inner, counting);
    if (!rewritten) lost = true;
    return rewritten ?? inner;
  });
  return lost ? undefined : whole;
}

function rewriteAggregate(node: Call, counting: Counting): Expression | undefined {
  const { rollup } = counting.names;
  const kind = aggregateKind(node);
  const measure = rollup.measures.get(toSql(node));
  if (measure !== undefined) {
    const value = path(rollup.dataset.name, measure);
    if (kind === "extreme") return call(node.name, value);
    const sum = call("SUM", value);
    return kind === "sum" ? sum : call("COALESCE", sum, { kind: "number", text: "0" });
  }
  const newcomers = countNewcomers(node, counting);
  if (newcomers) return newcomers;
  const repeats =
    kind === "distinct" ||
    kind === "extreme" ||
    hasSameRows(counting.names.model, counting.names.rollup);
  return repeats ? rename(node, counting.names) : undefined;
}

function rename(node: Call, { fieldFor }: Names): Expression | undefined {
  const found = columnsIn(node).map(([dataset, name]) => fieldFor(`${dataset}.${name}`));
  if (found.some((field) => field === undefined)) return undefined;
  const fields = [...found];
  return mapColumns(node, () => {
    const field = fields.shift();
    return field && path(field.dataset, field.name);
  });
}

/**
 * Distinct users of a period as a plain count or sum: those rows whose users were not there before in the period. Only
 * where the roll-up has each user once a day, and nothing but the period chooses among the days.
 */
function countNewcomers(node: Call, counting: Counting): Expression | undefined {
  const { names, time, asked, fiscalStart, dated } = counting;
  const { dataset, of, previous } = names.rollup;
  if (!previous || !time || dataset.snapshot || dated.includes(time.id)) return undefined;
  if (asked.dimensions.some(({ id }) => names.fieldFor(id) === time)) return undefined;
  if (toSql(node) !== toSql({ ...call("COUNT", path(of, previous.of)), distinct: true })) {
    return undefined;
  }
  const before = `${dataset.name}.${previous.field}`;
  const since = asked.time && startOf(`${dataset.name}.${time.name}`, asked.time, fiscalStart);
  const isNew = `${before} IS NULL${since === undefined ? "" : ` OR ${before} < ${since}`}`;
  const { counted } = previous;
  const parsed = parseExpression(
    counted === undefined
      ? `COUNTIF(${isNew})`
      : `COALESCE(SUM(IF(${isNew}, ${dataset.name}.${counted}, 0)), 0)`,
  );
  return parsed.ok ? parsed.value : undefined;
}

function startOf(
  day: string,
  { start, grain }: NonNullable<Asked["time"]>,
  fiscal: number,
): string {
  const first = dateLiteral(start);
  return grain ? `GREATEST(${first}, ${truncateSql(day, grain, fiscal)})` : first;
}

/** The dataset that has the field's every value at the least cost: a roll-up with the field, else its own. */
export function cheapestHolder(
  model: SemanticModel,
  field: Field,
): { model: SemanticModel; field: Field } {
  for (const rollup of model.rollups) {
    if (rollup.of !== field.dataset) continue;
    const whole = withRollups(model);
    const found = createNames(whole, rollup).fieldFor(field.id);
    const holder = found && fieldWithId(whole, found.id);
    if (holder) return { model: whole, field: holder };
  }
  return { model, field };
}
