import type { Dataset, Field } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { summedField } from "../frame/rows-order.ts";
import { entityField, type World } from "../frame/world.ts";
import type { Step } from "./step.ts";

/** One more than a query gives, so that a list that was cut says so. */
const MOST_ROWS = 1001;

/** A row's own plain fields, with the names of what it refers to in place of their keys. */
function rowFields(dataset: Dataset, world: World): string[] {
  const links = world.model.relationships.filter(({ from }) => from === dataset.name);
  const keys = new Set(links.flatMap(({ fromColumns }) => fromColumns));
  const own = dataset.fields.filter(
    ({ name, expression, sensitivity }) =>
      isOpen(sensitivity) && !keys.has(name) && /^[\w`]+$/.test(expression),
  );
  const named = links.flatMap(({ to }) => entityField(world, to) ?? []);
  const shown = named.filter(({ sensitivity }) => isOpen(sensitivity));
  return [...own.slice(0, 2), ...shown, ...own.slice(2)].map(({ id }) => id);
}

function isOpen(sensitivity: Field["sensitivity"]): boolean {
  return sensitivity !== "pii" && sensitivity !== "confidential";
}

/** Order by what the ranking is about: the field that the metric sums, else the dataset's time. */
export function planRows(frame: Frame, world: World): Step[] {
  const dataset = world.model.datasets.find(({ name }) => name === frame.dataset);
  if (!dataset) return [];
  const ranked = frame.rankedBy ?? (frame.ranking && summedField(dataset.name, world));
  const by =
    ranked !== undefined
      ? ranked
      : `${dataset.name}.${dataset.timeField ?? dataset.primaryKey[0] ?? ""}`;
  const shown = rowFields(dataset, world);
  const isHidden = frame.rankedBy !== undefined && !shown.includes(frame.rankedBy);
  const fields = isHidden && frame.rankedBy ? [...shown, frame.rankedBy] : shown;
  return [
    {
      purpose: "now",
      tool: "query_bigquery",
      query: {
        kind: "rows",
        dataset: dataset.name,
        fields,
        filters: frame.filters,
        ...(frame.range && { time: { start: frame.range.start, end: frame.range.end } }),
        orderBy: [{ by, direction: frame.ranking?.direction ?? "desc" }],
        limit: frame.ranking?.limit ?? MOST_ROWS,
      },
    },
  ];
}
