import type { Filter } from "../../../semantic/metric-query.ts";

/** New conditions on a field take the place of the old ones on it; all others stay. */
export function mergeFilters(before: readonly Filter[], now: readonly Filter[]): Filter[] {
  const replaced = new Set(now.map(({ field }) => baseName(field)));
  return [...before.filter(({ field }) => !replaced.has(baseName(field))), ...now];
}

function baseName(fieldId: string): string {
  return fieldId.slice(fieldId.indexOf(".") + 1);
}
