import { aggregatesIn } from "./aggregates.ts";
import { parseExpression, toSql } from "./expression.ts";
import type { Dataset, Relationship, Rollup, SemanticModel } from "./model.ts";
import { mend } from "./nearest.ts";
import type { Path, Problem } from "./problems.ts";

type WrittenRollupField = {
  readonly rollsUp?: readonly string[];
  readonly previousOf?: string;
  readonly countedIn?: string;
};

/** A dataset that says what it sums up: `fields` are those that stand for aggregates, by name. */
export type WrittenRollup = {
  readonly dataset: Dataset;
  readonly of: string;
  readonly fields: ReadonlyMap<string, WrittenRollupField>;
  readonly path: Path;
};

/** The roll-ups of a document, checked against what they sum up; what is wrong with one goes to `problems`. */
export function buildRollups(
  datasets: readonly Dataset[],
  written: readonly WrittenRollup[],
  problems: Problem[],
): readonly Rollup[] {
  return written.flatMap((rollup) => {
    const base = datasets.find(({ name }) => name === rollup.of);
    if (base) return [buildRollup(rollup, problems)];
    const known = datasets.map(({ name }) => name);
    const message = `rolls up "${rollup.of}", which is no dataset${mend(rollup.of, known)}`;
    problems.push({ path: [...rollup.path, "custom_extensions"], message });
    return [];
  });
}

function buildRollup({ dataset, of, fields, path }: WrittenRollup, problems: Problem[]): Rollup {
  const measures = new Map<string, string>();
  const held = [...fields].flatMap(([name, { rollsUp = [] }]) =>
    rollsUp.map((sql) => ({ name, sql })),
  );
  for (const { name, sql } of held) {
    const aggregate = canonical(sql);
    if (aggregate) measures.set(aggregate, name);
    else {
      const message = `field ${name} rolls up "${sql}", which must be one aggregate such as SUM(${of}.field)`;
      problems.push({ path, message });
    }
  }
  const [previous] = [...fields].flatMap(([field, { previousOf, countedIn: counted }]) =>
    previousOf === undefined ? [] : [{ field, of: previousOf, ...(counted && { counted }) }],
  );
  if (previous?.counted !== undefined && !fields.has(previous.counted)) {
    const message = `field ${previous.field} is counted in "${previous.counted}", which is none of its fields${mend(previous.counted, [...fields.keys()])}`;
    problems.push({ path, message });
  }
  return { dataset, of, measures, ...(previous && { previous }) };
}

/** As the compiler writes it, so that equal aggregates have equal text. */
function canonical(sql: string): string | undefined {
  const parsed = parseExpression(sql);
  if (!parsed.ok) return undefined;
  const [only, more] = aggregatesIn(parsed.value);
  return only === parsed.value && more === undefined ? toSql(only) : undefined;
}

const known = new WeakMap<SemanticModel, SemanticModel>();

/** The model with its roll-ups beside the other datasets, joined to what the datasets that they sum up are joined to. */
export function withRollups(model: SemanticModel): SemanticModel {
  const made = known.get(model) ?? {
    ...model,
    datasets: [...model.datasets, ...model.rollups.map(({ dataset }) => dataset)],
    relationships: [...model.relationships, ...model.rollups.flatMap((one) => joinsOf(model, one))],
  };
  known.set(model, made);
  return made;
}

function joinsOf(model: SemanticModel, { dataset, of }: Rollup): readonly Relationship[] {
  const has = (column: string) => dataset.fields.some(({ name }) => name === column);
  return model.relationships
    .filter(({ from, fromColumns }) => from === of && fromColumns.every(has))
    .map((step) => ({ ...step, name: `${step.name}_of_${dataset.name}`, from: dataset.name }));
}
