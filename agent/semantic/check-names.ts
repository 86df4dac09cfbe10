import type { SemanticModel } from "./model.ts";
import { foldName } from "./naming.ts";
import type { Path, Problem } from "./problems.ts";

type Named = { readonly name: string };

/** Names that stand in SQL must be plain words, and nothing may be called what another is called. */
export function checkNames(model: SemanticModel): readonly Problem[] {
  return [
    ...checkList(model.datasets, ["datasets"], "dataset"),
    ...model.datasets.flatMap((dataset, index) =>
      checkList(dataset.fields, ["datasets", index, "fields"], `field of ${dataset.name}`),
    ),
    ...checkList(model.metrics, ["metrics"], "metric"),
    ...duplicates(model.relationships, ["relationships"], "relationship"),
    ...checkTerms(model),
  ];
}

function checkList(things: readonly Named[], path: Path, kind: string): readonly Problem[] {
  const odd = things.flatMap(({ name }, index) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
      ? []
      : [
          {
            path: [...path, index, "name"],
            message: `"${name}" must be letters, digits and underscores, since it stands in SQL; write ${plainName(name)}`,
          },
        ],
  );
  return [...odd, ...duplicates(things, path, kind)];
}

function duplicates(things: readonly Named[], path: Path, kind: string): readonly Problem[] {
  return things.flatMap(({ name }, index) => {
    const first = things.findIndex((other) => other.name.toLowerCase() === name.toLowerCase());
    return first === index
      ? []
      : [
          {
            path: [...path, index, "name"],
            message: `"${name}" is already the name of a ${kind}; rename one`,
          },
        ];
  });
}

/** A word of a question must not mean two metrics: names, labels and synonyms of metrics are all different. */
function checkTerms(model: SemanticModel): readonly Problem[] {
  const owners = new Map<string, string>();
  return model.metrics.flatMap((metric, index) =>
    [metric.name, metric.label, ...metric.synonyms].flatMap((term) => {
      const owner = owners.get(foldName(term));
      owners.set(foldName(term), owner ?? metric.name);
      if (owner === undefined || owner === metric.name) return [];
      return [
        {
          path: ["metrics", index],
          message: `"${metric.name}" is called "${term}", which also means the metric "${owner}"; keep the word with one of them`,
        },
      ];
    }),
  );
}

function plainName(name: string): string {
  const plain = name.trim().replaceAll(/[^A-Za-z0-9_]+/g, "_");
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}
