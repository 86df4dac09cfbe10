import type { Frame } from "../frame/frame.ts";
import { metricNamed, type World } from "../frame/world.ts";
import { type Contribution, concentration, contributions } from "./drivers.ts";
import type { Findings } from "./step.ts";
import { numberIn, type Table } from "./table.ts";
import { yardstickOf } from "./yardstick.ts";

/** The member of a dimension that carries most of a difference, beyond what its size explains. */
export type Culprit = Contribution & {
  readonly field: string;
  readonly parts: readonly Contribution[];
  readonly evidenceIds: readonly string[];
};

/** A member must carry at least this much of the difference to be named (share of the whole difference). */
const MIN_SHARE = 0.25;

/** Undefined until the first round is in, when nothing differs, or when no member stands out. */
export function findCulprit(frame: Frame, found: Findings, world: World): Culprit | undefined {
  const yardstick = yardstickOf(frame, found, world);
  if (!yardstick) return undefined;
  const { main, target, parts } = yardstick;
  return best("by", found, {
    nowId: valueId(main),
    beforeId: parts === "target" && target !== undefined ? target : valueId(main),
    oneTable: parts === "target",
  });
}

/** As `findCulprit`, inside the culprit: which part of it moved. Compared with the period before. */
export function findWithin(frame: Frame, found: Findings, world: World): Culprit | undefined {
  const main = metricNamed(world, frame.metrics[0] ?? "");
  return (
    main &&
    best("within", found, { nowId: valueId(main), beforeId: valueId(main), oneTable: false })
  );
}

/** Members of a ratio are weighed by its numerator, so that their parts add up. */
function valueId(main: { name: string; ratio?: { numerator: string } }): string {
  return main.ratio?.numerator ?? main.name;
}

type Sides = { readonly nowId: string; readonly beforeId: string; readonly oneTable: boolean };

function best(prefix: string, found: Findings, sides: Sides): Culprit | undefined {
  const candidates = [...found.tables.keys()]
    .filter((purpose) => purpose.startsWith(`${prefix}.`) && purpose.endsWith(".now"))
    .flatMap((purpose) => weigh(purpose, found, sides) ?? []);
  const [first] = candidates.toSorted((a, b) => concentration(b.parts) - concentration(a.parts));
  return first;
}

function weigh(
  purpose: string,
  { tables }: Findings,
  { nowId, beforeId, oneTable }: Sides,
): Culprit | undefined {
  const now = tables.get(purpose);
  const before = oneTable ? now : tables.get(purpose.replace(/now$/, "before"));
  if (!now || !before) return undefined;
  const field = now.columns.find(({ role }) => role === "dimension")?.id ?? "";
  const delta = total(now, nowId) - total(before, beforeId);
  const parts = contributions({ now, before }, { field, nowId, beforeId }, Math.sign(delta));
  const [first] = parts;
  if (!first || delta === 0 || first.delta / delta < MIN_SHARE) return undefined;
  return { ...first, field, parts, evidenceIds: [now.evidenceId, before.evidenceId] };
}

function total(table: Table, id: string): number {
  return table.rows.reduce((sum, row) => sum + (numberIn(table, row, id) ?? 0), 0);
}
