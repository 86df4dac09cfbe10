import { stemmer } from "@orama/stemmers/english";

/** A word as it stands in a text, and the form under which it is found. */
export type Term = { readonly word: string; readonly stem: string; readonly capital: boolean };

const WORD = /[\p{L}\p{N}]+(?:[.,](?=\d)\d+|['’](?=\p{L})\p{L}+)*/gu;

// Words that carry no topic, and those with which people open a question.
const STOP = new Set(
  `a about above across after again against ago all also although always am among an and another any anybody anyone anything are aren't around as ask at
  be because been before being below between both but by came can cannot can't come could couldn't did didn't do does doesn't doing don't done down during
  each either else ever every everybody everyone everything far few find for from get gets getting give given gives go goes going got
  had hadn't has hasn't have haven't having he her here hers him his how however i i'd i'll i'm i've if in into is isn't it its itself just
  kind know let let's like likely look looking made make makes many may maybe me might mine more most much must my myself need needs neither no nobody none nor not nothing now
  of off often on once one only onto or other others our ours ourselves out over own per perhaps please possible put quite rather really regarding
  said same say says see seem seems seen several shall she should shouldn't since so some somebody someone something still such
  take taken takes tell than that that's the their theirs them themselves then there there's these they they're thing things this those though through thus to together too toward towards
  under until unto up upon us use used uses using very via want wants was wasn't way we we'd we'll we're we've were weren't what what's whatever when whenever where wherever whether which whichever while who whoever whom whose why will with within without won't work works would wouldn't
  yes yet you you'd you'll you're you've your yours yourself
  able anyone become becomes bit currently else elsewhere explain happen happens happened happening lot lots mind sort sure matter matters stuff today explain describe show list kindly hi hello thanks thank actually exactly basically
  company company's corporation firm organisation organization`
    .split(/\s+/)
    .filter(Boolean),
);

const COMPOUND = /(?<![\p{L}\p{N}])\p{L}+(?:[-‐‑]\p{L}+)+/gu;

/** "no-show" is a word, although neither part carries a topic. */
function joinIfPlain(compound: string): string {
  const parts = compound.split(/[-‐‑]/);
  const isPlain = (part: string) => STOP.has(part) || STOP.has(part.replace(/s$/, ""));
  return parts.every((part) => isPlain(part.toLowerCase())) ? parts.join("") : compound;
}

const stems = new Map<string, string>();
const STEMS_KEPT = 100_000;

/** The stem of a lower-case word; a number stays as it is. */
function toStem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const plain = word.replaceAll("’", "'").replace(/'s?$/, "");
  const stem =
    /\d/.test(plain) || plain.length < 3 ? plain : (IRREGULAR.get(plain) ?? stemmer(plain));
  if (stems.size >= STEMS_KEPT) stems.clear();
  stems.set(word, stem);
  return stem;
}

// Where the stemmer would join words of different meaning, or part those of one: each line's stem, then its words.
const IRREGULAR = new Map(
  `customer customers; business businesses; news; united; units unit; pay paid payment payments; sell sold; buy bought;
  spend spent; lose lost loss losses; leave left; grow grew grown growth; rise rose risen; fall fell fallen; win won; hold held;
  keep kept; mean meant; person people; bad worse worst; good better best; analysi analyses analyze analyse; defin definition definitions;
  calcul calculation calculations; retain retention; reduc reduction reductions; acquir acquisition acquisitions;
  competitor competition competitive competing compete; approv approval approvals; renew renewal renewals;
  elig eligible eligibility; employe employee employees; annual annually; custom; customs`
    .split(";")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([stem = "", ...words]) => [stem, ...words].map((word) => [word, stem] as const)),
);

/** Words of a text that may carry its topic, in order, with repetitions. Empty for a text without any. */
export function toTerms(text: string): readonly Term[] {
  const terms: Term[] = [];
  const plain = text.normalize("NFKC").replaceAll("_", " ").replace(COMPOUND, joinIfPlain);
  for (const [found] of plain.matchAll(WORD)) {
    const word = found.toLowerCase();
    if (STOP.has(word.replaceAll("’", "'"))) continue;
    terms.push({ word, stem: toStem(word), capital: /^\p{Lu}/u.test(found) });
  }
  return terms;
}

/** As `toTerms`, the stems alone. */
export function toStems(text: string): readonly string[] {
  return toTerms(text).map((term) => term.stem);
}
