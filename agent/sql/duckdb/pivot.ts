import type { Call, Expression, Pivot, SelectItem } from "../ast.ts";
import type { Print } from "../print-expression.ts";
import type { Resolution } from "../resolution.ts";
import { pivotName } from "../resolve-from.ts";
import { quoteName } from "../standard-query.ts";
import { unsupported } from "./words.ts";

type PivotContext = {
  readonly source: string;
  readonly print: Print;
  readonly resolution: Resolution;
};

/** PIVOT as a plain query: one conditional aggregate a value, grouped by every column that PIVOT does not take up. */
export function writePivot(pivot: Pivot, { source, print, resolution }: PivotContext): string {
  const kept = (resolution.keptOf.get(pivot) ?? []).map(quoteName);
  const columns = pivot.values.flatMap((value) =>
    pivot.aggregates.map((aggregate) => {
      const call = restrict(aggregate, { pivot, value: value.value, resolution });
      return `${print(call)} AS ${quoteName(pivotName(aggregate.alias, value))}`;
    }),
  );
  const groups = kept.length > 0 ? `\nGROUP BY ${kept.join(", ")}` : "";
  return `SELECT ${[...kept, ...columns].join(", ")}\nFROM ${source}${groups}`;
}

type Cell = {
  readonly pivot: Pivot;
  readonly value: Expression;
  readonly resolution: Resolution;
};

/** The aggregate over the rows of one value only. */
function restrict({ value: aggregate }: SelectItem, { pivot, value, resolution }: Cell): Call {
  if (aggregate.kind !== "call") return unsupported("PIVOT of anything but one aggregate");
  const when: Expression = {
    kind: "binary",
    op: "IS NOT DISTINCT FROM",
    left: pivot.column,
    right: value,
  };
  const [first, ...rest] = aggregate.args;
  const counted: Expression = first ?? { kind: "number", text: "1" };
  const only: Expression = { kind: "case", branches: [{ when, result: counted }] };
  const call: Call = { ...aggregate, star: false, args: [only, ...rest] };
  for (const [copy, original] of [
    [only, counted],
    [call, aggregate],
  ] as const) {
    const type = resolution.typeOf.get(original);
    if (type) resolution.typeOf.set(copy, type);
  }
  return call;
}
