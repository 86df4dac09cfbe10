import { parseFigure } from "../number-text.ts";
import type { Random } from "./random.ts";

export type Flaw = "digit" | "sign" | "unit" | "invented";

/** A figure made wrong in one way. */
export type Mutant = { readonly flaw: Flaw; readonly text: string };

/** Wrong versions of a true figure; none says the same as the true one. */
export function mutantsOf(text: string, random: Random): readonly Mutant[] {
  const all: Mutant[] = [
    ...[...text.matchAll(/\d/g)].map(({ index }) => ({
      flaw: "digit" as const,
      text: otherDigit(text, index, random),
    })),
    ...otherSign(text).map((wrong) => ({ flaw: "sign" as const, text: wrong })),
    ...otherUnit(text).map((wrong) => ({ flaw: "unit" as const, text: wrong })),
    ...[1, 2, 3].map(() => ({ flaw: "invented" as const, text: invented(text, random) })),
  ];
  const truth = parseFigure(text);
  return all.filter((mutant) => {
    const figure = parseFigure(mutant.text);
    return figure && (figure.value !== truth?.value || figure.unit !== truth.unit);
  });
}

function otherDigit(text: string, index: number, random: Random): string {
  const digit = Number(text[index]);
  const isFirst = !/\d/.test(text.slice(0, index));
  const other = (digit + random.integer(1, 9)) % 10;
  return (
    text.slice(0, index) +
    (isFirst && other === 0 ? (digit % 9) + 1 : other) +
    text.slice(index + 1)
  );
}

function otherSign(text: string): readonly string[] {
  if (/^[−-]/.test(text)) return [`+${text.slice(1)}`];
  return text.startsWith("+") ? [`−${text.slice(1)}`] : [];
}

function otherUnit(text: string): readonly string[] {
  if (/^[+−]?\$/.test(text)) return [text.replace("$", "€"), `${text.replace(/[$KMB]/g, "")}%`];
  if (/^[+−]?€/.test(text)) return [text.replace("€", "$")];
  if (text.endsWith("%")) return [text.replace("%", " pts"), `$${text.replace(/[+−%]/g, "")}`];
  if (text.endsWith(" pts")) return [text.replace(" pts", "%")];
  return [`$${text}`, `${text}%`];
}

/** Another number in the same form. */
function invented(text: string, random: Random): string {
  let isFirst = true;
  return text.replace(/\d/g, () => {
    const digit = random.integer(isFirst ? 1 : 0, 9);
    isFirst = false;
    return String(digit);
  });
}
