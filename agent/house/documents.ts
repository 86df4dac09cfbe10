import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** Text of a file of the house, by its path from the root. */
export function readHouse(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Cells of each row of the first Markdown table under a heading, the header's row left out. */
export function tableUnder(heading: string, markdown: string): readonly (readonly string[])[] {
  const section = markdown.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Fenced blocks that follow a line which begins with a path in backticks, by that path. */
export function namedBlocks(markdown: string): ReadonlyMap<string, string> {
  const blocks = markdown.matchAll(
    /^`([\w./-]+\/[\w.-]+)`(?:(?!\n\n)[\s\S])*\n\n```\w+\n([\s\S]*?)^```$/gm,
  );
  return new Map([...blocks].map(([, path = "", text = ""]) => [path, text]));
}

/** Code spans of a text, fenced blocks left out. */
export function codeIn(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}
