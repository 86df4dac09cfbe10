import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { Path, Problem } from "./problems.ts";

/** A YAML text as plain data, with the line that each place of it stands on. */
export type YamlFile = {
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Counts from 1; the nearest place above when the path itself is not there. */
  readonly lineOf: (path: Path) => number | undefined;
};

/** Never throws: what cannot be parsed is a problem. */
export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map((error) => ({
    path: [],
    line: lines.linePos(error.pos[0]).line,
    message: `is not valid YAML: ${error.message}`,
  }));
  const data: unknown = problems.length > 0 ? undefined : document.toJS();
  return { data, problems, lineOf: (path) => lineOf(document, lines, path) };
}

function lineOf(document: Document, lines: LineCounter, path: Path): number | undefined {
  const node: unknown = document.getIn(path, true);
  const start = isNode(node) ? node.range?.[0] : undefined;
  if (start !== undefined) return lines.linePos(start).line;
  return path.length > 0 ? lineOf(document, lines, path.slice(0, -1)) : undefined;
}
