import { numberIn, type Table, textIn } from "../plan/table.ts";
import { type Held, holdAgainst } from "./against-target.ts";
import { markdownTable } from "./markdown-table.ts";
import type { Telling } from "./telling.ts";
import { capital, figure, signedFigure, signedPercent } from "./words.ts";

/** One member, or one period, with its target. */
export type Member = { readonly name: string; readonly held: Held };

/** Members of a result with a target beside each value, worst first. */
export function membersOf(telling: Telling, table: Table): Member[] {
  const { main } = telling;
  const dimensions = table.columns.filter(({ role }) => role === "dimension");
  return table.rows
    .flatMap((row) => {
      const held = holdAgainst(
        numberIn(table, row, main.name),
        numberIn(table, row, main.target?.metric ?? ""),
        telling,
      );
      return held
        ? [{ name: dimensions.map(({ id }) => textIn(table, row, id)).join(", "), held }]
        : [];
    })
    .toSorted((a, b) => a.held.ratio - b.held.ratio);
}

export function membersTable(telling: Telling, members: readonly Member[], title: string): string {
  const { main, world } = telling;
  return markdownTable(
    [
      { title, numeric: false },
      { title: capital(main.label), numeric: true },
      { title: "Target", numeric: true },
      { title: "Gap", numeric: true },
      { title: "Against target", numeric: true },
    ],
    members.map(({ name, held }) => [
      name,
      figure(held.value, main.unit, world),
      figure(held.target, main.unit, world),
      signedFigure(held.value - held.target, main.unit, world),
      `${main.unit === "percent" ? "" : `${signedPercent(held.ratio)} `}${held.mark}`,
    ]),
  );
}
