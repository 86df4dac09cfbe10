import type { Metric } from "../../../semantic/model.ts";
import type { Meaning } from "../language/model-names.ts";
import { rootOf } from "../language/roots.ts";
import { stemsOf } from "../language/tokens.ts";
import type { Cue, Named, Reading } from "../reading/reading.ts";
import { computing, isNumeric, rowCountOf } from "./aggregates.ts";
import { metricsOf, valueMeanings } from "./named.ts";
import { coverageOf, fieldWithId, type World } from "./world.ts";

/** "How many patients", "patients by insurance", "weekly shipments": rows of a kind where nothing else is measured. */
export function isCounted(name: Named, reading: Reading, world: World): boolean {
  const { names, ranking, conditions, cues } = reading;
  if (name.counted) return true;
  const isAmount = (m: Meaning) =>
    m.kind === "metric" || (m.kind === "field" && isNumeric(m.field, world));
  const isMeasured = names.some(
    (other) =>
      other !== name &&
      other.meanings.some(isAmount) &&
      !isCode(other, reading, world) &&
      !isGiven(other, reading),
  );
  const isPicked = ranking !== undefined || conditions.some(({ op }) => op !== "eq");
  const isTold = UNCOUNTED.some((cue) => cues.has(cue));
  return !name.grouping && !isMeasured && !isPicked && !isTold;
}

/** "Priority 1": a code that the question gives, and measures nothing. */
export function isGiven(name: Named, { conditions, names }: Reading): boolean {
  return conditions.some(({ op, named }) => op === "eq" && names[named ?? -1] === name);
}

/** What asks for something else than how many there are. */
const UNCOUNTED: readonly Cue[] = [
  "average",
  "median",
  "why",
  "health",
  "overview",
  "define",
  "know",
  "list",
  "continues",
  "corrects",
];

/**
 * How many of a dataset there are: its rows; where those carry no date and the question names a period, how many of them the
 * rows of an event refer to.
 */
export function countOf(dataset: string, reading: Reading, world: World): Metric | undefined {
  const rows = rowCountOf(dataset, world);
  const isTimed = reading.ranges.length > 0 || reading.grain !== undefined;
  const known = rows && coverageOf(world, rows);
  const [range] = reading.ranges;
  // "How many donors gave in May", after the last of them came: those of the rows of that time.
  const isPast = known && range && (range.start > known.end || range.end <= known.start);
  if (!isTimed || !rows || (known && !isPast)) return rows;
  const [referred] = world.model.relationships.flatMap(({ from, to, fromColumns }) => {
    const count =
      to === dataset ? computing(`COUNT(DISTINCT ${from}.${fromColumns[0]})`, world) : undefined;
    return count && fromColumns.length === 1 && coverageOf(world, count) ? [count] : [];
  });
  return referred ?? rows;
}

/** "How many consultants": a value is counted, and nothing else is. */
export function countsValue(name: Named, { names }: Reading): boolean {
  const isAlone = names.every(
    (other) =>
      other === name || other.grouping || metricsOf(other).length + datasetsOf(other).length === 0,
  );
  return name.counted && isAlone && valueMeanings(name).length > 0;
}

function datasetsOf({ meanings }: Named): readonly string[] {
  return meanings.flatMap((meaning) => (meaning.kind === "dataset" ? [meaning.dataset] : []));
}

/** The rows that have the value; of a register that a state counts month by month, that state. */
export function countOfValue(name: Named, reading: Reading, world: World): Metric | undefined {
  const [value] = valueMeanings(name);
  const dataset = value?.field.split(".")[0] ?? "";
  const states = world.model.relationships.filter(
    ({ from, to }) =>
      to === dataset && world.model.datasets.some((d) => d.name === from && d.snapshot),
  );
  const ended = ownEvent(value?.field ?? "", dataset, world);
  if (ended) return ended;
  const [state] = states.flatMap(({ from }) => rowCountOf(from, world) ?? []);
  return state ?? countOf(dataset, reading, world);
}

/** "How many resigned": a reason for leaving belongs to the leaving, where the model counts that by a date of its own. */
function ownEvent(fieldId: string, dataset: string, world: World): Metric | undefined {
  const roots = new Set(rootsOf(fieldWithId(world, fieldId)?.name ?? ""));
  return world.model.metrics.find(
    ({ implied, unit, dataset: of, timeField }) =>
      !implied &&
      unit === "count" &&
      of === dataset &&
      rootsOf(timeField ?? "").some((root) => roots.has(root)),
  );
}

function rootsOf(name: string): string[] {
  return stemsOf(name.replaceAll("_", " "))
    .filter((stem) => stem !== "date")
    .map(rootOf);
}

/** "By priority": whole numbers that something is divided by are codes, not amounts. */
export function isCode(
  { grouping, ranked, meanings }: Named,
  reading: Reading,
  world: World,
): boolean {
  const isOnlyField = meanings.every(({ kind }) => kind === "field");
  return (
    grouping &&
    !ranked &&
    isOnlyField &&
    !reading.cues.has("sort") &&
    meanings.some((m) => m.kind === "field" && fieldWithId(world, m.field)?.type === "Integer")
  );
}
