import type { Relationship, SemanticModel } from "./model.ts";

type Paths = ReadonlyMap<string, readonly Relationship[]>;

const known = new WeakMap<SemanticModel, Map<string, Paths>>();

/** The many-to-one steps from one dataset to another: none to itself, undefined when there is no way. */
export function joinPath(
  model: SemanticModel,
  from: string,
  to: string,
): readonly Relationship[] | undefined {
  return pathsFrom(model, from).get(to);
}

/** Every dataset that many-to-one steps lead to, itself first, nearest first, with the steps. */
export function pathsFrom(model: SemanticModel, from: string): Paths {
  const ofModel = known.get(model) ?? new Map<string, Paths>();
  known.set(model, ofModel);
  const paths = ofModel.get(from) ?? walk(model, from);
  ofModel.set(from, paths);
  return paths;
}

function walk(model: SemanticModel, from: string): Paths {
  const paths = new Map<string, readonly Relationship[]>([[from, []]]);
  // A map hands out entries that are added while it is read: this is a breadth-first queue.
  for (const [dataset, path] of paths) {
    for (const step of model.relationships) {
      if (step.from === dataset && !paths.has(step.to)) paths.set(step.to, [...path, step]);
    }
  }
  return paths;
}

/** Pairs of datasets with more than one way between them, with two of the ways, as relationship names. */
export function ambiguousPaths(
  model: Pick<SemanticModel, "datasets" | "relationships">,
): readonly { from: string; to: string; ways: readonly [string, string] }[] {
  return model.datasets.flatMap(({ name: from }) => {
    const ways = waysFrom(model, from);
    return [...ways].flatMap(([to, [first, second]]) =>
      first && second ? [{ from, to, ways: [first, second] as const }] : [],
    );
  });
}

/** At most two ways to each dataset: more need not be known. */
function waysFrom(
  model: Pick<SemanticModel, "relationships">,
  from: string,
): Map<string, string[]> {
  const ways = new Map<string, string[]>();
  const queue: { at: string; seen: readonly string[]; way: readonly string[] }[] = [
    { at: from, seen: [from], way: [] },
  ];
  for (const { at, seen, way } of queue) {
    for (const step of model.relationships) {
      if (step.from !== at || seen.includes(step.to)) continue;
      const found = ways.get(step.to) ?? [];
      if (found.length === 2) continue;
      const next = [...way, step.name];
      ways.set(step.to, [...found, next.join(" → ")]);
      queue.push({ at: step.to, seen: [...seen, step.to], way: next });
    }
  }
  return ways;
}
