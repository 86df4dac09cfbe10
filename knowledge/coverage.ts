import type { Entry } from "./lexical-index.ts";
import type { Concept, Query } from "./query.ts";

/** How well a passage speaks of what is asked, by its words. Shares are 0..1, weighted by how telling each concept is. */
export type Coverage = {
  /** Of the concepts, those that it speaks of anywhere. */
  readonly cover: number;
  /** The same, more for what it speaks of often for its length, or in a heading. */
  readonly strength: number;
  /** Those that its best sentence speaks of, with what it stands under. */
  readonly sentence: number;
  /** How well the headings and what is asked cover one another: 1 when they are the same. */
  readonly same: number;
  /** As `same`, of the document's title. */
  readonly titled: number;
  /** Of neighbouring concepts, those that stand together here as well ("revenue target"); of a single concept, `sentence`. */
  readonly pairs: number;
  /** Weight of what the best sentence speaks of, at most 2: one rare word tells more than three common ones. */
  readonly evidence: number;
};

const MOST_EVIDENCE = 2;

export function toCoverage({ concepts }: Query, entry: Entry): Coverage {
  const total = concepts.reduce((sum, concept) => sum + concept.weight, 0);
  const rows = concepts.map((concept) => toRow(concept, entry));
  const weight = (of: (row: Row) => number) =>
    rows.reduce((sum, row, i) => sum + (concepts[i]?.weight ?? 0) * of(row), 0);
  const share = (of: (row: Row) => number) => (total > 0 ? weight(of) / total : 0);
  const sentence = Math.max(0, ...entry.units.map((_, i) => share((row) => row.units[i] ?? 0)));
  const byPath = share((row) => row.path);
  const byName = share((row) => row.name);
  return {
    cover: share((row) => row.passage),
    strength: share((row) => row.strength),
    sentence,
    same: both(byPath, askedShare(concepts, entry.heading)),
    titled: both(byName, askedShare(concepts, entry.name)),
    pairs:
      concepts.length > 1
        ? pairShare(concepts, [entry.path, entry.title, ...entry.units])
        : sentence,
    evidence: Math.min(MOST_EVIDENCE, total * sentence),
  };
}

/** High only where both shares are (their harmonic mean). */
function both(a: number, b: number): number {
  return a + b > 0 ? (2 * a * b) / (a + b) : 0;
}

/** How well the parts of a passage speak of one concept, each 0..1. */
type Row = {
  readonly path: number;
  readonly name: number;
  readonly units: readonly number[];
  readonly passage: number;
  readonly strength: number;
};

/** What stands in the title holds for a sentence less than what stands above it. */
const BY_TITLE = 0.8;
const BY_CONTEXT = 0.9;

function toRow(concept: Concept, { path, title, name, units }: Entry): Row {
  const byPath = match(concept, [path]);
  const context = Math.max(byPath, BY_TITLE * match(concept, [title]));
  const passage = Math.max(match(concept, units), context);
  return {
    path: byPath,
    name: match(concept, [name]),
    units: units.map((unit) => Math.max(match(concept, [unit]), BY_CONTEXT * context)),
    passage,
    strength: passage > 0 ? passage * saturation(concept, { path, units }) : 0,
  };
}

/** A heading says it as loudly as so many words. */
const HEADING_COUNTS = 3;
/** Words of a usual passage; in a longer one a word must stand more often to count as much (BM25's saturation). */
const USUAL_WORDS = 60;

function saturation({ ids }: Concept, { path, units }: Pick<Entry, "path" | "units">): number {
  const count = (list: Int32Array) => list.reduce((sum, id) => sum + (ids.has(id) ? 1 : 0), 0);
  const times = HEADING_COUNTS * count(path) + units.reduce((sum, unit) => sum + count(unit), 0);
  const words = units.reduce((sum, unit) => sum + unit.length, 0);
  return times / (times + 1.2 * (0.3 + (0.7 * words) / USUAL_WORDS));
}

/** The weight of the best alternative that stands there whole, else 0. */
function match({ alternatives }: Concept, lists: readonly Int32Array[]): number {
  const found = alternatives.find(({ ids }) =>
    ids.every((id) => lists.some((list) => list.includes(id))),
  );
  return found?.weight ?? 0;
}

/** At most so many words apart count as together. */
const NEIGHBOURS = 3;

function pairShare(concepts: readonly Concept[], lists: readonly Int32Array[]): number {
  const ids = concepts.map((concept) => concept.ids);
  const together = ids.slice(1).filter((second, i) => {
    const first = ids[i];
    return first !== undefined && lists.some((list) => isTogether(list, first, second));
  });
  return together.length / (ids.length - 1);
}

function isTogether(
  list: Int32Array,
  first: ReadonlySet<number>,
  second: ReadonlySet<number>,
): boolean {
  return list.some((id, at) => {
    if (!first.has(id)) return false;
    const around = list.subarray(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1);
    return around.some((other) => other !== id && second.has(other));
  });
}

/** Of a heading's words, those that are asked for. */
function askedShare(concepts: readonly Concept[], heading: Int32Array): number {
  if (heading.length === 0) return 0;
  const alternatives = concepts.flatMap((concept) => concept.alternatives);
  const asked = (id: number) =>
    Math.max(0, ...alternatives.filter(({ ids }) => ids.includes(id)).map(({ weight }) => weight));
  return [...heading].reduce((sum, id) => sum + asked(id), 0) / heading.length;
}
