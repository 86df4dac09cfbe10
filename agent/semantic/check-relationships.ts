import { bareColumn } from "./build-datasets.ts";
import { ambiguousPaths, joinPath } from "./join-paths.ts";
import type { Dataset, Relationship, SemanticModel } from "./model.ts";
import type { Problem } from "./problems.ts";

/** A join must find at most one row, and there must be one way only from each dataset to another. */
export function checkRelationships(model: SemanticModel): readonly Problem[] {
  const joins = model.relationships.flatMap((relationship, index) =>
    checkJoin(model, relationship).map((message) => ({ path: ["relationships", index], message })),
  );
  if (joins.length > 0) return joins;
  const circles = checkCircles(model);
  return circles.length > 0 ? circles : checkWays(model);
}

function checkJoin(model: SemanticModel, relationship: Relationship): readonly string[] {
  const { name, from, to, fromColumns, toColumns } = relationship;
  const many = model.datasets.find((dataset) => dataset.name === from);
  const one = model.datasets.find((dataset) => dataset.name === to);
  if (!many || !one) return []; // said where the relationship was read
  if (from === to) {
    return [
      `"${name}" joins ${from} to itself; declare a second dataset over the same table and join to that`,
    ];
  }
  if (fromColumns.length !== toColumns.length) {
    return [
      `"${name}" pairs ${fromColumns.length} columns with ${toColumns.length}; both sides need the same number`,
    ];
  }
  if (isUnique(one, toColumns)) return [];
  const remedy = isUnique(many, fromColumns)
    ? "swap from and to"
    : `declare them as primary_key or in unique_keys of ${to} if they are, else join on its whole key`;
  return [
    `"${name}" would fan out: ${toColumns.join(", ")} of ${to} ${toColumns.length > 1 ? "are" : "is"} no primary or unique key, so one row of ${from} could meet several; ${remedy}`,
  ];
}

/** Many rows to one, step by step, cannot lead back to where it began: each circle is told once, at the step that closes it. */
function checkCircles(model: SemanticModel): readonly Problem[] {
  const told = new Set<string>();
  return model.relationships.flatMap((step, index) => {
    const back = joinPath(model, step.to, step.from);
    const members = back && [step, ...back].map(({ from }) => from);
    const key = members?.toSorted().join() ?? "";
    if (!members || told.has(key)) return [];
    told.add(key);
    const last = back.at(-1) ?? step;
    const at = Math.max(index, model.relationships.indexOf(last));
    return [
      {
        path: ["relationships", at],
        message: `closes a circle: ${[...members, step.from].join(" → ")}; remove one of its relationships, or declare a second dataset over the table of ${step.from} for the way back`,
      },
    ];
  });
}

function checkWays(model: SemanticModel): readonly Problem[] {
  return ambiguousPaths(model).map(({ from, to, ways: [first, second] }) => {
    const last = second.split(" → ").at(-1);
    return {
      path: ["relationships", model.relationships.findIndex(({ name }) => name === last)],
      message: `leaves two ways from ${from} to ${to}: ${first}, and ${second}; remove one, or declare a second dataset over the table of ${to} for it`,
    };
  });
}

/** True when no two rows of the dataset share the values of these columns. */
export function isUnique(dataset: Dataset, columns: readonly string[]): boolean {
  const given = new Set(columns.map((column) => physical(dataset, column)));
  return [dataset.primaryKey, ...dataset.uniqueKeys].some(
    (key) => key.length > 0 && key.every((column) => given.has(physical(dataset, column))),
  );
}

/** The column that a field or key stands for, so that both spellings of a key compare. */
export function physical(dataset: Dataset, name: string): string {
  const field = dataset.fields.find((candidate) => candidate.name === name);
  return (field && bareColumn(field)) ?? name;
}
