import type { Filter } from "../../../../semantic/metric-query.ts";
import type { Condition, Named, Reading } from "../../reading/reading.ts";
import { valueMeanings } from "../named.ts";
import type { World } from "../world.ts";
import { type Clause, readClauses, type Sentence } from "./clauses.ts";
import { linksOf } from "./links.ts";
import { isDoing, type Party, partyOf, roleIn, VERB } from "./parties.ts";

/**
 * "Customers without orders in 2024", "who bought in 2023 but not in 2024", "who bought both A and B": those who are asked
 * about, and what they have or have not as conditions on them. Otherwise the reading as it is.
 */
export function withSets(reading: Reading, world: World): Reading {
  if (reading.act !== "ask") return reading;
  const sentence = readClauses(reading.order, {
    roleOf: (at, whose) => roleIn(reading, { at, whose, world }),
    isDoing: (at, whose) => isDoing(reading, { at, whose, world }),
  });
  if (!sentence || !saysWho(sentence, reading)) return reading;
  const party = partyOf(sentence, reading, world);
  const links = party && linksOf(withTimes(sentence, reading), party, { reading, world });
  return party && links ? reshaped(reading, sentence, { party, links }) : reading;
}

/** Without a denial, a "both" or a figure beside it, it is a plain question that other rules read. */
function saysWho(sentence: Sentence, reading: Reading): boolean {
  const { clauses, both, only, relative, used, whose } = sentence;
  if (isPlainCount(sentence)) return false;
  const hasValues = clauses.some(({ values }) => values.length > 0);
  const isBoth = both && clauses.some(({ values, ranges }) => values.length + ranges.length > 1);
  const says = relative || VERB.test(reading.names[whose ?? -1]?.words ?? "");
  const isFigured = says && hasValues && isMeasured(reading, new Set([...used, whose ?? -1]));
  const isKind =
    clauses.some(({ trades, what }) => trades || what) && isCountedKind(sentence, reading);
  return isKind || clauses.some(({ none }) => none) || isBoth || (only && hasValues) || isFigured;
}

/** "How many cafés …": those who are counted are told by a value of theirs. */
function isCountedKind({ whose }: Sentence, { names }: Reading): boolean {
  const name = names[whose ?? -1];
  return name?.counted === true && name.meanings.every(({ kind }) => kind === "value");
}

/** "Active customers without East": a figure by its name, and what it leaves out. */
function isPlainCount({ clauses, both }: Sentence): boolean {
  const isAdded = ({ what, trades }: Clause) => what === undefined && !trades;
  const isLeftOut = clauses.some(({ none, values }) => none && values.length > 0);
  return clauses.every(isAdded) && isLeftOut && !both;
}

/** A figure is named beside those who are asked about: "revenue from customers who …". */
function isMeasured({ names }: Reading, taken: ReadonlySet<number>): boolean {
  return names.some(
    ({ meanings, grouping }, at) =>
      !taken.has(at) && !grouping && meanings.some(({ kind }) => kind === "metric"),
  );
}

/** "In 2024, who never bought": the only period belongs to the only thing that is said. */
function withTimes(sentence: Sentence, { ranges, against, dates }: Reading): Sentence {
  const all = [...ranges, ...(against ? [against] : [])];
  const said = new Set(sentence.clauses.flatMap((clause) => clause.ranges));
  const free = all.filter((range) => !said.has(range));
  const [only, another] = free;
  if (!only || another || said.size > 0 || dates.length > 0) return sentence;
  return {
    ...sentence,
    clauses: sentence.clauses.map((clause): Clause => ({ ...clause, ranges: [only] })),
  };
}

type Found = { readonly party: Party; readonly links: readonly Filter[] };

/** Cues by which more is asked for than who they are. */
const OTHERWISE = ["count", "share", "compare", "trend", "why", "average"] as const;

/** A figure of theirs, how many they are, or who they are. */
function formOf(reading: Reading, { whose, used }: Sentence): "figure" | "count" | "rows" {
  const taken = new Set([...used, whose ?? -1]);
  if (isMeasured(reading, taken)) return "figure";
  const isCounted = reading.names[whose ?? -1]?.counted === true;
  const isGrouped = reading.names.some(
    (name, at) => name.grouping && !taken.has(at) && valueMeanings(name).length === 0,
  );
  const isTold = OTHERWISE.some((cue) => reading.cues.has(cue)) || reading.ranking !== undefined;
  return isCounted || isGrouped || isTold ? "count" : "rows";
}

function reshaped(reading: Reading, sentence: Sentence, { party, links }: Found): Reading {
  const { whose, used, words } = sentence;
  const form = formOf(reading, sentence);
  const said = withTimes(sentence, reading).clauses.flatMap((clause) => clause.ranges);
  const kind = isCountedKind(sentence, reading) ? -1 : (whose ?? -1);
  const dropped = dropNames(reading, new Set([...used, kind]));
  const names = dropped.names.map((name) => (kind === -1 ? { ...name, counted: false } : name));
  const { conditions } = dropped;
  const doings = new Set(
    sentence.clauses.flatMap(({ what }) => (what?.kind === "date" ? [what.at] : [])),
  );
  const { against, compare: _, compareGrain: __, ...rest } = reading;
  const isHeld = against !== undefined && !said.includes(against);
  const cues = new Set([...reading.cues, ...(form === "rows" ? (["list"] as const) : [])]);
  for (const cue of ["continues", "corrects", "compare"] as const) cues.delete(cue);
  return {
    ...rest,
    ...(isHeld && { against }),
    cues,
    names: form === "rows" ? [register(party, reading.names[whose ?? -1]), ...names] : names,
    conditions: form === "rows" ? conditions.map(shifted) : conditions,
    ranges: reading.ranges.filter((range) => !said.includes(range)),
    who: false,
    dates: reading.dates.filter((_, at) => !doings.has(at)),
    unknown: reading.unknown.filter((word) => !words.has(word)),
    sets: { register: party.register, filters: links, counts: form === "count" },
  };
}

function shifted(condition: Condition): Condition {
  return condition.named === undefined ? condition : { ...condition, named: condition.named + 1 };
}

/** Those who are asked about, as rows; "who" where nothing names them. */
function register({ register: dataset }: Party, name: Named | undefined): Named {
  return {
    words: name?.words ?? "who",
    meanings: [{ kind: "dataset", dataset }],
    partial: false,
    negated: false,
    grouping: false,
    against: false,
    afterValue: false,
    listed: false,
    demonstrative: false,
    ranked: false,
    counted: false,
    averaged: false,
    lifted: false,
    shared: false,
    whole: false,
  };
}

/** The reading without some of its names; what points at the others still does. */
function dropNames(
  reading: Reading,
  dropped: ReadonlySet<number>,
): Pick<Reading, "names" | "conditions"> {
  const kept = reading.names.flatMap((_, at) => (dropped.has(at) ? [] : [at]));
  const moved = (at: number | undefined) =>
    at === undefined || dropped.has(at) ? undefined : kept.indexOf(at);
  return {
    names: kept.flatMap((at) => {
      const name = reading.names[at];
      if (!name) return [];
      const { perOf, ...rest } = name;
      const over = moved(perOf);
      return [over === undefined ? rest : { ...rest, perOf: over }];
    }),
    conditions: reading.conditions.map(({ named, ...rest }) => {
      const at = moved(named);
      return at === undefined ? rest : { ...rest, named: at };
    }),
  };
}
