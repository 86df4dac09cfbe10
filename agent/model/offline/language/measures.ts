import { SECONDS } from "../../../grounding/lengths-of-time.ts";
import type { Field, SemanticModel } from "../../../semantic/model.ts";

const SHORT: Readonly<Record<string, string>> = {
  sec: "second",
  min: "minute",
  hr: "hour",
  kilogram: "kg",
  kilo: "kg",
  kilometer: "km",
  kilometre: "km",
};

/** The measure that a word names, in one form: "minutes" and "mins" are "minute". */
export function measureNamed(word: string): string {
  const one = word.toLowerCase().replace(/s$/, "");
  return SHORT[one] ?? one;
}

/** What a number field is measured in, by its unit or the end of its name (`weight_kg`); undefined for money, shares and plain numbers. */
export function measureOfField({ unit, name }: Pick<Field, "unit" | "name">): string | undefined {
  if (unit !== undefined && !/^(?:percent|points|count|usd|[A-Z]{3})$/.test(unit))
    return measureNamed(unit);
  const last = measureNamed(name.split("_").at(-1) ?? "");
  const isMeasure =
    last in SECONDS || /^(?:kg|km|g|lb|mile|kwh|mwh|litre|liter|m2|tonne|ton)$/.test(last);
  return unit === undefined && isMeasure ? last : undefined;
}

/** Measures that questions may write behind a number. */
export function measuresOf({ datasets }: SemanticModel): ReadonlySet<string> {
  const fields = datasets.flatMap(({ fields: own }) => own);
  return new Set([
    ...Object.keys(SECONDS),
    ...fields.flatMap((field) => measureOfField(field) ?? []),
  ]);
}

/** What one of `from` is in `to`; undefined where they measure different things. */
export function measureFactor(from: string, to: string): number | undefined {
  if (from === to) return 1;
  const [one, other] = [SECONDS[from], SECONDS[to]];
  return one === undefined || other === undefined ? undefined : one / other;
}
