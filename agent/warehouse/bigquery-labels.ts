const MOST = 63;

/**
 * Labels as Google Cloud takes them: lower case, digits, "_" and "-", at most 63 characters, keys beginning with a letter.
 * Those without a value are left out.
 */
export function toLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels)
      .map(([key, value]) => [clean(key).replace(/^[^a-z]+/, ""), clean(value)] as const)
      .filter(([key, value]) => key !== "" && value !== ""),
  );
}

function clean(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "_")
    .slice(0, MOST);
}
