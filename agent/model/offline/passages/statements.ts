import type { FoundPassage } from "../plan/step.ts";

/** A statement of a document: a sentence, or a row of a table told as one. */
export type Statement = {
  readonly text: string;
  readonly passage: FoundPassage;
  /** The sentence before in the same paragraph, or the one that opens the list. */
  readonly previous?: string;
  /** The sentence before, where this one leans on it. */
  readonly before?: string;
  /** The row's cells by their headers, where the statement is one. */
  readonly cells?: readonly Cell[];
  /** Which list or table of its passage it belongs to, and which item or row of that it is, from 0. */
  readonly member?: { readonly group: number; readonly place: number; readonly ordered: boolean };
};

export type Cell = { readonly header: string; readonly value: string };

/** How a statement begins that says little without the one before it. */
const LEANING = /^(?:they|it|these|those|this|he|she|for them|both|such|there|its|their|that)\b/i;

/** "[document.md › Heading]": how an answer names its source. */
export function cite({ source, heading }: FoundPassage): string {
  // Brackets within would end the citation.
  const words = heading.replace(/[[\]\n]/g, "").trim();
  return words === "" ? `[${source}]` : `[${source} › ${words}]`;
}

/** A statement as a sentence of an answer: capital first, one full stop. */
export function asSentence({ text }: Pick<Statement, "text">): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.;:]?$/, "")}.`;
}

/** Statements of the passages, sentences before rows in each; Markdown marks removed. */
export function statementsIn(passages: readonly FoundPassage[]): Statement[] {
  return passages.flatMap((passage) => {
    const blocks = blocksOf(passage.content);
    const told = blocks.map((block, group) =>
      toStatements(block, group, passage).filter(({ text }) => !TO_MACHINES.test(text)),
    );
    const isTable = (i: number) => blocks[i]?.kind === "table";
    return [
      ...told.filter((_, i) => !isTable(i)).flat(),
      ...told.filter((_, i) => isTable(i)).flat(),
    ];
  });
}

type Block =
  | { readonly kind: "prose"; readonly text: string }
  | {
      readonly kind: "list";
      readonly items: readonly string[];
      readonly ordered: boolean;
      readonly intro: string | undefined;
    }
  | { readonly kind: "table"; readonly lines: readonly string[] };

const ITEM = /^\s*(?:[-*+•]|(\d{1,3})[.)])\s+/;

/** Paragraphs, lists and tables, in order. A list takes the paragraph that ends with a colon before it as its intro. */
function blocksOf(content: string): Block[] {
  const blocks: Block[] = [];
  for (const piece of piecesOf(content)) {
    const last = blocks.at(-1);
    const block = toBlock(piece, last);
    const goesOn = block.kind === "list" && last?.kind === "list" && last.ordered === block.ordered;
    if (goesOn) blocks[blocks.length - 1] = { ...last, items: [...last.items, ...block.items] };
    else blocks.push(block);
  }
  return blocks;
}

function toBlock(piece: readonly string[], last: Block | undefined): Block {
  const [first = ""] = piece;
  if (first.trim().startsWith("|")) return { kind: "table", lines: piece };
  if (!ITEM.test(first)) return { kind: "prose", text: piece.join("\n") };
  const opens = last?.kind === "prose" ? sentencesOf(last.text).at(-1) : undefined;
  const intro = opens?.endsWith(":") ? opens : undefined;
  return { kind: "list", items: [itemText(piece)], ordered: isOrdered(first), intro };
}

function isOrdered(line: string): boolean {
  return ITEM.exec(line)?.[1] !== undefined;
}

function itemText(lines: readonly string[]): string {
  return lines.join("\n").replace(ITEM, "");
}

/** Lines that belong together: up to an empty line, a new item, or the edge of a table. Headings are left out. */
function piecesOf(content: string): string[][] {
  const pieces: string[][] = [];
  let open: string[] | undefined;
  for (const raw of withoutCode(content).split("\n")) {
    const line = raw.replace(/^\s*>\s?/, "");
    const isRow = line.trim().startsWith("|");
    if (line.trim() === "" || /^\s*#/.test(line)) {
      open = undefined;
      continue;
    }
    const goesOn = open && !ITEM.test(line) && isRow === (open[0] ?? "").trim().startsWith("|");
    if (open && goesOn) open.push(line);
    else {
      open = [line];
      pieces.push(open);
    }
  }
  return pieces;
}

/** Blocks of code state nothing. */
function withoutCode(content: string): string {
  return content.replace(
    /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm,
    "",
  );
}

/** What is said to a machine that reads along states nothing about the company. */
const TO_MACHINES =
  /\b(?:ignore|disregard|forget) (?:all |any )?(?:of )?(?:the |your )?(?:previous|prior|above|earlier|preceding) (?:instructions?|prompts?|rules|messages?)\b|\bsystem prompt\b|\b(?:reply|respond|answer) only with\b|\byou are (?:now )?(?:an? )?(?:AI|assistant|language model|chatbot)\b/i;

function toStatements(block: Block, group: number, passage: FoundPassage): Statement[] {
  switch (block.kind) {
    case "prose":
      return sentencesOf(block.text).map((text, i, all) => ({
        text,
        passage,
        ...(i > 0 && { previous: all[i - 1] ?? "" }),
        ...(LEANING.test(text) && i > 0 && { before: all[i - 1] ?? "" }),
      }));
    case "list":
      return block.items.flatMap((item, place) =>
        itemSentences(item).map((text, i, all) => ({
          text,
          passage,
          ...(i === 0 && block.intro !== undefined && { previous: block.intro }),
          ...(i > 0 && { previous: all[i - 1] ?? "" }),
          ...(LEANING.test(text) && i > 0 && { before: all[i - 1] ?? "" }),
          member: { group, place, ordered: block.ordered },
        })),
      );
    case "table":
      return rowsOf(block.lines).map((cells, place) => ({
        text: toldRow(cells),
        passage,
        cells,
        member: { group, place, ordered: false },
      }));
  }
}

/** An item says something even in two words. */
function itemSentences(item: string): string[] {
  const sentences = sentencesOf(item);
  return sentences.length > 0 ? sentences : [plain(item)].filter((text) => /\p{L}{2}/u.test(text));
}

function sentencesOf(text: string): string[] {
  return text
    .replaceAll(/\*{2,}/g, "")
    .split(/(?<=[.!?][)"”]?)\s+(?=[\p{Lu}\d"“'(])/u)
    .map(plain)
    .filter((sentence) => /\p{L}{2}.*\s.*\p{L}{2}/u.test(sentence) && !/\s\.$/.test(sentence));
}

function rowsOf(lines: readonly string[]): Cell[][] {
  const cells = lines.map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => plain(cell.replaceAll("\\|", "/"))),
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
