import type { FoundPassage } from "../plan/step.ts";

/** A statement of a document: a sentence, or a row of a table told as one. */
export type Statement = {
  readonly text: string;
  readonly passage: FoundPassage;
  /** The sentence before, where this one leans on it. */
  readonly before?: string;
  /** The row's cells by their headers, where the statement is one. */
  readonly cells?: readonly Cell[];
};

export type Cell = { readonly header: string; readonly value: string };

/** How a statement begins that says little without the one before it. */
const LEANING = /^(?:they|it|these|those|this|he|she|for them|both|such|there|its|their|that)\b/i;

/** "[document.md › Heading]": how an answer names its source. */
export function cite({ source, heading }: FoundPassage): string {
  return heading === "" ? `[${source}]` : `[${source} › ${heading}]`;
}

/** A statement as a sentence of an answer: capital first, one full stop. */
export function asSentence({ text }: Pick<Statement, "text">): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.;:]?$/, "")}.`;
}

/** Statements of the passages, sentences before rows in each; Markdown marks removed. */
export function statementsIn(passages: readonly FoundPassage[]): Statement[] {
  return passages.flatMap((passage) => [
    ...sentencesOf(passage.content).map((text, i, all) => ({
      text,
      passage,
      ...(LEANING.test(text) && i > 0 && { before: all[i - 1] ?? "" }),
    })),
    ...rowsOf(passage.content).map((cells) => ({ text: toldRow(cells), passage, cells })),
  ]);
}

function sentencesOf(content: string): string[] {
  const prose = content
    .split("\n")
    .filter((line) => !/^\s*(?:\||#)/.test(line))
    .map((line) => line.replace(/^\s*(?:[-*+>]|\d+[.)])\s+/, "\n\n"))
    .join("\n");
  return prose
    .replaceAll(/\*{2,}/g, "")
    .split(/\n\s*\n|(?<=[.!?][)"”]?)\s+(?=[\p{Lu}\d"“'(])/u)
    .map(plain)
    .filter((sentence) => /\p{L}{2}.*\s.*\p{L}{2}/u.test(sentence));
}

function rowsOf(content: string): Cell[][] {
  const lines = content.split("\n").filter((line) => line.trim().startsWith("|"));
  const cells = lines.map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map(plain),
  );
  const [headers = [], ...rows] = cells.filter(
    (row) => !row.every((cell) => /^:?-*:?$/.test(cell)),
  );
  return rows.map((row) => row.map((value, i) => ({ header: headers[i] ?? "", value })));
}

/** "SMB: LTV benchmark $85,000; against the benchmark above". */
function toldRow([first, ...others]: readonly Cell[]): string {
  const told = others.map(({ header, value }) => `${lower(header)} ${value}`.trim()).join("; ");
  return told === "" ? (first?.value ?? "") : `${first?.value}: ${told}`;
}

/** Small first letter, unless the word is written in capitals. */
function lower(text: string): string {
  return /^\p{Lu}{2}|^\p{Lu}\d/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** Without marks that Markdown would read: what is told is text. */
function plain(text: string): string {
  return text
    .replaceAll(/!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, "$1")
    .replaceAll(/[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)/g, "")
    .replaceAll(/[<>[\]]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
