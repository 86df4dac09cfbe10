/** A step to a place in a document: a key, or a position in a list. */
export type Path = readonly (string | number)[];

/** What is wrong at a place, in words that say how to mend it. The message reads on from the place: "datasets[0].source is …". */
export type Problem = { readonly path: Path; readonly message: string; readonly line?: number };

/** `datasets[1].fields[3].expression`. */
export function describePath(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`,
    )
    .join("");
}

/** One error that names every problem with its file, its line where known, and its place. */
export function toError(
  what: string,
  problems: readonly Problem[],
  { file, lineOf }: { file: string; lineOf?: (path: Path) => number | undefined },
): Error {
  const lines = problems.map(({ path, message, line = lineOf?.(path) }) => {
    const place = [line === undefined ? file : `${file}:${line}`, describePath(path)];
    return `  ${place.filter(Boolean).join(" ")} ${message}`;
  });
  return new Error(`Cannot read ${what}:\n${lines.join("\n")}`);
}
