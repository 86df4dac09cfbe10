import type { Named, Reading } from "../reading/reading.ts";
import { fieldWithId, type World } from "./world.ts";

/** The values that a field of yes and no has, as text; undefined for any other field. */
export function flagValues(
  fieldId: string,
  world: World,
): { readonly yes: string; readonly no: string } | undefined {
  const field = fieldWithId(world, fieldId);
  if (field?.type === "Boolean") return { yes: "true", no: "false" };
  if (field?.type === "Integer" && /^(?:is|has)_|_(?:flag|ind|yn)$/i.test(field.name))
    return { yes: "1", no: "0" };
  const known = world.values.get(fieldId);
  if (!known || known.length > 2) return undefined;
  const said = (wanted: RegExp) => known.find((value) => wanted.test(value));
  const [yes, no] = [said(/^(?:y|yes|t|true|1)$/i), said(/^(?:n|no|f|false|0)$/i)];
  return yes !== undefined && no !== undefined ? { yes, no } : undefined;
}

/** "By senior agents": right before the rows that it is a property of. */
function isAdjective(name: Named, next: Named | undefined, { text }: Reading): boolean {
  return next !== undefined && text.includes(`${name.words} ${next.words}`);
}

/** "First visits", "damaged shipments": a field of yes and no that nothing is grouped by stands for its yes. */
export function withFlags(reading: Reading, world: World): Reading {
  const names = reading.names.map((name, i) => {
    if (name.grouping && !name.counted && !isAdjective(name, reading.names[i + 1], reading))
      return name;
    const values = name.meanings.flatMap((meaning) => {
      const flag = meaning.kind === "field" ? flagValues(meaning.field, world) : undefined;
      return flag && meaning.kind === "field"
        ? [{ kind: "value" as const, field: meaning.field, value: flag.yes }]
        : [];
    });
    return values.length === 0 ? name : { ...name, meanings: values };
  });
  return { ...reading, names };
}
