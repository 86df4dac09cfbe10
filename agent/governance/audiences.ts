import type { Knowledge } from "../knowledge.ts";
import { parseYaml } from "../semantic/yaml-file.ts";
import type { Audience, Role } from "./access.ts";

/** Documents that the role may read: those of no audience, and those of one of its own. */
export async function documentsFor(
  knowledge: Knowledge,
  { documents: own }: Role,
  patterns: readonly Audience[],
): Promise<ReadonlySet<string>> {
  const sources = await Promise.all(
    knowledge.sources().map(async (source) => {
      const document = await knowledge.document(source);
      const asked = [...audienceIn(document?.text ?? ""), ...audienceOf(source, patterns)];
      const isOpen = asked.length === 0 || asked.some((one) => own.includes(one));
      return isOpen ? [source] : [];
    }),
  );
  return new Set(sources.flat());
}

/** Knowledge of these documents alone. A search asks for more than it needs, so that what is left out does not show. */
export function narrowKnowledge(knowledge: Knowledge, open: ReadonlySet<string>): Knowledge {
  const all = knowledge.sources();
  if (all.every((source) => open.has(source))) return knowledge;
  return {
    search: async (query, { topK, ...options }) => {
      const found = await knowledge.search(query, { ...options, topK: MOST });
      return found.filter(({ source }) => open.has(source)).slice(0, topK);
    },
    document: async (source) => (open.has(source) ? knowledge.document(source) : undefined),
    sources: () => knowledge.sources().filter((source) => open.has(source)),
  };
}

const MOST = 50;

function audienceOf(source: string, patterns: readonly Audience[]): readonly string[] {
  return patterns.flatMap(({ match, audience }) => (toPattern(match).test(source) ? audience : []));
}

/** `board/*.md`, `**` over folders. */
function toPattern(glob: string): RegExp {
  const source = glob
    .replace(/^docs\//, "")
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("**", "\u0000")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]")
    .replaceAll("\u0000", ".*");
  return new RegExp(`^${source}$`, "i");
}

/** `audience:` in the front matter; one that cannot be read is for nobody. */
function audienceIn(text: string): readonly string[] {
  const block = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\s*(?:\n|$)/.exec(text)?.[1];
  if (block === undefined || !/^\s*audience\s*:/m.test(block)) return [];
  const { data } = parseYaml(block);
  const audience = typeof data === "object" && data !== null ? Object(data)["audience"] : undefined;
  const names: readonly unknown[] = Array.isArray(audience) ? audience : [audience];
  const texts = names.filter((name): name is string => typeof name === "string" && name !== "");
  return texts.length > 0 ? texts : [NOBODY];
}

const NOBODY = "\u0000nobody";
