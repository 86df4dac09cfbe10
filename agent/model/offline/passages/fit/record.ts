import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
// biome-ignore-start lint/style/noRestrictedImports: what is recorded is the search itself
import { openLocalEmbedder } from "../../../../../knowledge/embedder-local.ts";
import { openKnowledge } from "../../../../../knowledge/search.ts";
// biome-ignore-end lint/style/noRestrictedImports: see above
import { searchesFor } from "../../plan/plan-answer.ts";
import { COMPANIES, FOLDER, parseLabels, type Recorded } from "./labels.ts";

/*
 * Records what the search finds for every labelled question, so that leads are fitted and tested without it:
 * `node agent/model/offline/passages/fit/record.ts`. To be run again when labels, documents, wordings or the search change.
 */

const root = join(import.meta.dirname, "..", "..", "..", "..", "..");
const never = new AbortController().signal;

async function record(company: string, docs: string): Promise<Recorded> {
  await using embedder = openLocalEmbedder();
  await using knowledge = await openKnowledge({
    folder: join(root, docs),
    name: `leads-${company}`,
    dataDir: join(root, ".data", "leads"),
    embedder,
  });
  await knowledge.embedded;
  const labels = parseLabels(await readFile(join(FOLDER, `${company}.txt`), "utf8"));
  const passages: Recorded["passages"][number][] = [];
  const searches: Record<string, Recorded["searches"][string]> = {};
  for (const { question } of labels) {
    const { first, again } = searchesFor(question);
    const found: Record<string, [number, number, string?][]> = {};
    for (const step of [...first, ...again]) {
      const results = await knowledge.search(step.text, { topK: step.topK, signal: never });
      found[step.purpose] = results.map(
        ({ content, source, heading, relevance_score, sentence }) => {
          const known = passages.findIndex(
            (one) => one.source === source && one.heading === heading && one.content === content,
          );
          const place = known < 0 ? passages.push({ source, heading, content }) - 1 : known;
          return sentence === undefined
            ? [place, relevance_score]
            : [place, relevance_score, sentence];
        },
      );
    }
    searches[question] = found;
  }
  return { passages, searches };
}

for (const { company, docs } of COMPANIES) {
  const recorded = await record(company, docs);
  await writeFile(join(FOLDER, `${company}.json`), `${JSON.stringify(recorded, null, 1)}\n`);
}
