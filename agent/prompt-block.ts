/**
 * Data inside a prompt: JSON between tags, so that a model sees where it begins and ends and our own reader gets it back.
 * `<` is escaped inside, so nothing in the data can close the block or open another.
 */
export function writeBlock(tag: string, data: unknown): string {
  return `<${tag}>\n${JSON.stringify(data).replaceAll("<", "\\u003c")}\n</${tag}>`;
}

/** The data of the first block with that tag; undefined when there is none or it is damaged. */
export function readBlock(prompt: string, tag: string): unknown {
  const open = `<${tag}>\n`;
  const start = prompt.indexOf(open);
  const end = prompt.indexOf(`\n</${tag}>`, start);
  if (start < 0 || end < 0) return undefined;
  try {
    return JSON.parse(prompt.slice(start + open.length, end));
  } catch {
    // Only a block that someone else wrote can fail to parse; it is no data then.
    return undefined;
  }
}
