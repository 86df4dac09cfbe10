import type { Names, SemanticModel, Sensitivity } from "../semantic/model.ts";

/** A thing that a role's model does not have. `names` are what people may call it, in small letters; `label` is for display. */
export type Hidden = {
  readonly kind: "field" | "metric" | "dataset";
  readonly label: string;
  readonly names: readonly string[];
  readonly sensitivity: Sensitivity;
};

/**
 * What the whole model has and the narrowed one has not; a name that still means something there is left out, and so are
 * fields that may be counted.
 */
export function hiddenNames(
  whole: SemanticModel,
  narrow: SemanticModel,
  counted: ReadonlySet<string>,
): readonly Hidden[] {
  const left = new Set(thingsOf(narrow).flatMap(({ thing }) => namesOf(thing).map(singular)));
  const ids = new Set(thingsOf(narrow).map(({ id }) => id));
  return thingsOf(whole).flatMap(({ id, kind, thing, sensitivity }) => {
    if (ids.has(id) || counted.has(id.replace(/^field /, ""))) return [];
    const names = namesOf(thing).filter((name) => !left.has(singular(name)));
    return names.length > 0 ? [{ kind, label: thing.label, names, sensitivity }] : [];
  });
}

type Thing = Omit<Hidden, "label" | "names"> & { readonly id: string; readonly thing: Names };

function thingsOf({ datasets, metrics }: SemanticModel): readonly Thing[] {
  return [
    ...datasets.map((thing) => ({
      id: `dataset ${thing.name}`,
      kind: "dataset" as const,
      thing,
      sensitivity: "none" as const,
    })),
    ...datasets.flatMap(({ fields }) =>
      fields.map((thing) => ({
        id: `field ${thing.id}`,
        kind: "field" as const,
        thing,
        sensitivity: thing.sensitivity,
      })),
    ),
    ...metrics
      .filter(({ implied }) => !implied)
      .map((thing) => ({
        id: `metric ${thing.name}`,
        kind: "metric" as const,
        thing,
        sensitivity: "none" as const,
      })),
  ];
}

function namesOf({ name, label, synonyms }: Names): readonly string[] {
  return [...new Set([name, label, ...synonyms].map(plain))];
}

function singular(name: string): string {
  return name.replace(/s$/, "");
}

/** A name as words in small letters: "contact_email" → "contact email". */
export function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
