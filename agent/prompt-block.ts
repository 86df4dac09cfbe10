/** Data as one line of JSON that cannot close or open a block: `<` is escaped. For data that is no secret but was written by others. */
export function writeInline(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

/** Data inside a prompt: JSON between tags, so that a model sees where it begins and ends and our own reader gets it back. */
export function writeBlock(tag: string, data: unknown): string {
  return `<${tag}>\n${writeInline(data)}\n</${tag}>`;
}

/** The data of the last block with that tag; undefined when there is none or it is damaged. */
export function readBlock(prompt: string, tag: string): unknown {
  const open = `<${tag}>\n`;
  const start = prompt.lastIndexOf(open);
  const end = prompt.indexOf(`\n</${tag}>`, start);
  if (start < 0 || end < 0) return undefined;
  try {
    return JSON.parse(prompt.slice(start + open.length, end));
  } catch {
    // Only a block that someone else wrote can fail to parse; it is no data then.
    return undefined;
  }
}
