import { fieldLabel } from "../frame/roles.ts";
import { entityField, metricNamed } from "../frame/world.ts";
import { type Table, textIn } from "../plan/table.ts";
import { escapeText } from "./markdown-table.ts";
import { type Telling, valueIn } from "./telling.ts";
import { capital, figure, filterWords, listOf } from "./words.ts";

/** Names in a sentence; the table has them all. */
const NAMED = 8;

const OPS = { gt: "above", gte: "of at least", lt: "below", lte: "of at most", between: "between" };

/** "57 customers with revenue above $50K in 2024": how many groups there are that meet the limit. */
export function countHeadline(telling: Telling, table: Table, when: string): string {
  const { frame, main, world } = telling;
  const least = table.truncated ? "At least " : "";
  const count = table.rowCount.toLocaleString("en-US");
  const about = [main.label, filterWords(frame, world), limitsOf(telling), when];
  const [only, another] = table.rows;
  if (only && !another) {
    const name = escapeText(frame.dimensions.map((id) => textIn(table, only, id)).join(", "));
    return `**${name}** is the only ${singular(nounOf(telling, 1))} with ${about.filter(Boolean).join(" ")}.`;
  }
  return `**${least}${count} ${nounOf(telling, table.rows.length)}** with ${about.filter(Boolean).join(" ")}.`;
}

/** "above $50K and below $1M": what the groups must come to. */
export function limitsOf({ frame, main, world }: Telling): string {
  const isMain = ({ metric }: Telling["frame"]["having"][number]) => metric === main.name;
  return [...frame.having.filter(isMain), ...frame.having.filter((one) => !isMain(one))]
    .map(({ metric, op, values }) => {
      const limited = metricNamed(world, metric) ?? main;
      const shown = listOf(values.map((value) => figure(value, limited.unit, world)));
      const isOther = limited.name !== main.name;
      return [isOther && limited.label, OPS[op], shown].filter(Boolean).join(" ");
    })
    .join(" and ");
}

/** "Regions: East, North, South and West": the names are the answer. */
export function namesHeadline(telling: Telling, table: Table, when: string): string {
  const { frame, main, world } = telling;
  const names = table.rows.map((row) =>
    escapeText(frame.dimensions.map((id) => textIn(table, row, id)).join(", ")),
  );
  const listed = names.length > NAMED ? [...names.slice(0, NAMED), "others"] : names;
  const filters = filterWords(frame, world);
  const total = valueIn(telling, "total", main.name);
  const counted =
    frame.having.length > 0 && total !== undefined
      ? `${[main.label, filters, when].filter(Boolean).join(" ")}: ${figure(total, main.unit, world)}`
      : [nounOf(telling, names.length), filters].filter(Boolean).join(" ");
  return `**${capital(counted)}**: ${listOf(listed)}.`;
}

/** What the groups are called: the dataset whose rows the field names, else the field itself. */
function nounOf({ frame, world }: Telling, count: number): string {
  const [field = ""] = frame.dimensions;
  const dataset = world.model.datasets.find(({ fields }) => fields.some(({ id }) => id === field));
  const isEntity = dataset !== undefined && entityField(world, dataset.name)?.id === field;
  if (isEntity) return dataset.label.toLowerCase();
  const label = fieldLabel(world, field);
  return count === 1 ? label : plural(label);
}

/** Labels of datasets are plurals. */
function singular(label: string): string {
  return label.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
}

function plural(label: string): string {
  if (/[^aeiou]y$/.test(label)) return `${label.slice(0, -1)}ies`;
  if (/s$/.test(label)) return label;
  return /(?:x|ch|sh)$/.test(label) ? `${label}es` : `${label}s`;
}
