type Place = {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly heading?: string | undefined;
};

/** Where the passage lies in the document: its offsets, else the part under its heading, else nowhere (0, 0). */
export function findPassage(text: string, place: Place): { start: number; end: number } {
  const { start, end, heading } = place;
  if (start !== undefined && end !== undefined && start < end && start < text.length) {
    return { start, end };
  }
  return heading === undefined || heading === ""
    ? { start: 0, end: 0 }
    : underHeading(text, heading);
}

function underHeading(text: string, heading: string): { start: number; end: number } {
  const wanted = heading.split(" > ").at(-1)?.trim().toLowerCase();
  const heads = [...text.matchAll(/^(#{1,6})\s+(.+?)\s*#*\s*$/gm)];
  const at = heads.findIndex(([, , words]) => words?.toLowerCase() === wanted);
  const head = heads[at];
  if (head === undefined) return { start: 0, end: 0 };
  const depth = head[1]?.length ?? 0;
  const next = heads.slice(at + 1).find(([, marks]) => (marks?.length ?? 0) <= depth);
  return { start: head.index, end: next?.index ?? text.length };
}
