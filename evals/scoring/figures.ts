import type { Cell, Figure, TurnAnswer } from "../../agent/events.ts";
import type { Expect } from "../question.ts";
import { type AskedTurn, type Check, check, type GoldTable } from "./check.ts";
import { endOfLead, says, withoutCitations } from "./text.ts";
import { readNumber, standsFor } from "./written-number.ts";

const MONEY_OR_PERCENT = /[$€£¥]\s?\d[\d,.]*|\d[\d,.]*\s?%/g;

/** Every figure leads somewhere; and amounts of money and percentages that are no figure at all count as unbound too. */
export function scoreBound({ answer }: AskedTurn, expect: Expect): readonly Check[] {
  if (!expect.figures_bound) return [];
  const unbound = answer.figures.filter(({ source }) => source.kind === "unbound");
  const loose = overlooked(answer);
  const texts = [...unbound.map(({ text }) => text), ...loose];
  return [check("figures bound", texts.length === 0, texts.length > 0 ? list(texts) : "")];
}

function overlooked({ answer, figures }: TurnAnswer): readonly string[] {
  return [...withoutCitations(answer).matchAll(MONEY_OR_PERCENT)]
    .filter(({ index, 0: text }) => {
      const end = index + text.length;
      return !figures.some((figure) => figure.start < end && figure.end > index);
    })
    .map(([text]) => text);
}

/** Figures that come from the warehouse, straight or by reckoning. */
export function figuresFromData(figures: readonly Figure[]): readonly Figure[] {
  return figures.filter(({ source }) => source.kind === "cell" || source.kind === "derived");
}

/** Every number of the gold rows is a bound figure of the answer, rounded as written, and every text is in it; one lone number is in its first paragraph. Dates are not looked for. */
export function scoreAnswerHas(
  { answer }: AskedTurn,
  gold: GoldTable,
  { anywhere }: Pick<Expect, "anywhere">,
): readonly Check[] {
  const cells = gold.rows.flat();
  if (cells.length === 0) return [check("answer has", false, "the gold SQL gives no rows")];
  const checks = cells.flatMap((cell) => {
    const found = hasCell(answer, cell);
    return found === undefined ? [] : [check("answer has", found, found ? "" : `no ${cell}`)];
  });
  const [alone, other] = cells;
  const isLone = typeof alone === "number" && other === undefined;
  if (!isLone || anywhere || checks.some(({ passed }) => !passed)) return checks;
  const led = hasCell({ ...answer, figures: inLead(answer) }, alone) === true;
  return [...checks, check("leads with the answer", led, led ? "" : `${alone} comes later`)];
}

/** Figures of the first paragraph. */
function inLead({ answer, figures }: TurnAnswer): Figure[] {
  const end = endOfLead(answer);
  return figures.filter(({ start }) => start < end);
}

function hasCell({ answer, figures }: TurnAnswer, cell: Cell): boolean | undefined {
  if (cell === null || typeof cell === "boolean" || isDate(cell)) return undefined;
  const wanted = typeof cell === "number" ? cell : asNumber(cell);
  if (wanted === undefined) return says(answer, String(cell));
  return figures.some(({ text, source }) => {
    const written = readNumber(text);
    return source.kind !== "unbound" && written !== undefined && standsFor(written, wanted);
  });
}

function asNumber(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function isDate(cell: Cell): boolean {
  return typeof cell === "string" && /^\d{4}-\d\d-\d\d([T ]|$)/.test(cell);
}

function list(texts: readonly string[]): string {
  return texts.slice(0, 8).join(", ");
}
