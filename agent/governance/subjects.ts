import { pathsFrom } from "../semantic/join-paths.ts";
import type { Field, SemanticModel } from "../semantic/model.ts";
import { fieldWithId, resolveFrom } from "../semantic/reachable.ts";
import type { Access, Subject } from "./access.ts";

/** A field that names whose a row is, and how many of them a cell over such rows needs. */
export type SubjectField = { readonly subject: Subject; readonly field: Field };

/**
 * True where the author vouches for figures of a dataset, grouped and filtered by these fields: they are of such datasets
 * too. What is joined to it is vouched for by nobody.
 */
export function isVouched(
  base: string,
  fields: readonly string[],
  { model, access }: { readonly model: SemanticModel; readonly access: Pick<Access, "safe"> },
): boolean {
  const homes = fields.map((id) => resolveFrom(model, base, id)?.dataset ?? "");
  return [base, ...homes].every((dataset) => access.safe.includes(dataset));
}

/** Whose the rows of a dataset are: by its own fields, else by those that it joins to. Empty where nobody is named. */
export function subjectsOf(
  base: string,
  model: SemanticModel,
  { subjects }: Pick<Access, "subjects">,
): readonly SubjectField[] {
  const known = subjects.flatMap((subject) => {
    const field = fieldWithId(model, subject.field);
    return field ? [{ subject, field }] : [];
  });
  const own = known.filter(({ field }) => field.dataset === base);
  if (own.length > 0) return own;
  const reached = pathsFrom(model, base);
  return known.filter(({ field }) => reached.has(field.dataset));
}
