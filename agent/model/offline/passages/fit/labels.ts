import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Findings, FoundPassage } from "../../plan/step.ts";

/** Where labels and recorded searches are. */
export const FOLDER: string = join(import.meta.dirname, "..", "testdata", "leads");

/** Companies with labels; `fitted` ones are seen by the fit, the others only measure it. */
export const COMPANIES = [
  { company: "library", docs: "evals/workspaces/library", fitted: true },
  { company: "metrica", docs: "knowledge/metrica", fitted: true },
  {
    company: "handbook",
    docs: "agent/model/offline/passages/testdata/handbook",
    fitted: true,
  },
  { company: "acme", docs: "knowledge/acme", fitted: false },
  { company: "subscriptions", docs: "evals/workspaces/subscriptions", fitted: false },
  { company: "manual", docs: "agent/model/offline/passages/testdata/manual", fitted: false },
] as const;

/** A question with fragments of the statements any of which answers it; none where no document does. */
export type Label = { readonly question: string; readonly answers: readonly string[] };

/** What the search found, by question and purpose: places in `passages` with their relevance and nearest sentence. */
export type Recorded = {
  readonly passages: readonly {
    readonly source: string;
    readonly heading: string;
    readonly content: string;
  }[];
  readonly searches: Readonly<
    Record<
      string,
      Readonly<Record<string, readonly (readonly [number, number, sentence?: string])[]>>
    >
  >;
};

/** A labelled question with what was found for it. */
export type LabelledQuestion = Label & { readonly found: Findings };

/** Lines of "question => fragment | fragment", "-" for none; those that begin with # are left out. */
export function parseLabels(text: string): readonly Label[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [question = "", answers = ""] = line.split(" => ");
      const fragments = answers.split(" | ").map((part) => part.trim());
      return { question, answers: fragments.filter((part) => part !== "" && part !== "-") };
    });
}

/** @throws {Error} when a company's labels and its record disagree. */
export function openLabels(company: string): readonly LabelledQuestion[] {
  const read = (ending: string) => readFileSync(join(FOLDER, `${company}.${ending}`), "utf8");
  const recorded: Recorded = JSON.parse(read("json"));
  return parseLabels(read("txt")).map((label) => {
    const searches = recorded.searches[label.question];
    if (!searches) throw new Error(`Cannot find the searches of "${label.question}": record again`);
    return { ...label, found: toFindings(searches, recorded.passages) };
  });
}

function toFindings(searches: Recorded["searches"][string], all: Recorded["passages"]): Findings {
  const passages = new Map<string, readonly FoundPassage[]>();
  for (const [purpose, places] of Object.entries(searches)) {
    passages.set(
      purpose,
      places.flatMap(([place, relevance, sentence]) => {
        const passage = all[place];
        const found = { relevance_score: relevance, ...(sentence && { sentence }) };
        return passage ? [{ ...passage, ...found, evidenceId: "E1" }] : [];
      }),
    );
  }
  return { tables: new Map(), passages, failed: new Map() };
}
