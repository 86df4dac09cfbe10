import type { TimeRange } from "../../../../semantic/time-range.ts";
import type { Part } from "../../reading/read-order.ts";

/**
 * What a name is in a sentence about those who have something. `doers` are both at once: "customers who bought"; `party` are those
 * whose name says what they do, though nothing is said of it yet: "donors".
 */
export type SetRole = "whose" | "party" | "what" | "doers" | "value" | "outside" | "unfit";

/** One thing that they have or have not. `names` are indexes of values; `what` is the index of a name. */
export type Clause = {
  readonly none: boolean;
  readonly what?: { readonly kind: "name" | "date"; readonly at: number };
  /** A verb of trade that names no rows: "bought". */
  readonly trades: boolean;
  readonly values: readonly number[];
  readonly ranges: readonly TimeRange[];
};

export type Sentence = {
  /** Index of the name of those who are asked about. */
  readonly whose?: number;
  readonly clauses: readonly Clause[];
  /** "Both A and B", "in both years": each of them must hold. */
  readonly both: boolean;
  /** "Only bought online": nothing else. */
  readonly only: boolean;
  /** Said after "who" or "that", so that it is about them and not about the figure. */
  readonly relative: boolean;
  /** Indexes of names that stand in clauses. */
  readonly used: ReadonlySet<number>;
  /** Words that the clauses explain. */
  readonly words: ReadonlySet<string>;
};

const NONE =
  /^(?:without|no|never|not|nobody|none|nothing|zero|lacking|lack|\w+n['’]t|cannot|hasnt|havent|didnt|wasnt|werent|dont|doesnt|hadnt)$/;
const TRADES =
  /^(?:buy|buys|bought|buying|purchase|purchases|purchased|order|orders|ordered|sell|sells|sold|transacted|traded|active)$/;
const BOUNDARY = /^(?:by|per|sorted|ranked|grouped|broken|split)$/;

/** What a sentence says of those who have something, clause by clause; undefined where it says nothing of the kind. */
export function readClauses(parts: readonly Part[], roles: RolesIn): Sentence | undefined {
  const state = createState();
  for (const [i, part] of parts.entries()) {
    if (!readPart(state, part, { next: parts[i + 1], ...roles })) return undefined;
  }
  const clauses = state.clauses.filter((one) => !isEmpty(one) || (one.none && state.party));
  const isCut = state.clauses.some((clause) => clause.none && isEmpty(clause) && !state.party);
  const { whose, both, only, relative, used, words } = state;
  if (isCut || clauses.length === 0) return undefined;
  return { ...(whose !== undefined && { whose }), clauses, both, only, relative, used, words };
}

type Open = { -readonly [key in keyof Clause]: Clause[key] } & {
  values: number[];
  ranges: TimeRange[];
};

type State = {
  readonly clauses: Open[];
  readonly used: Set<number>;
  readonly words: Set<string>;
  both: boolean;
  only: boolean;
  relative: boolean;
  party: boolean;
  whose: number | undefined;
  current: Open | undefined;
};

function createState(): State {
  return {
    clauses: [],
    used: new Set(),
    words: new Set(),
    both: false,
    only: false,
    relative: false,
    party: false,
    whose: undefined,
    current: undefined,
  };
}

function open(state: State, none: boolean): Open {
  const clause: Open = { none, trades: false, values: [], ranges: [] };
  state.clauses.push(clause);
  state.current = clause;
  return clause;
}

type RolesIn = {
  readonly roleOf: (at: number, whose: number | undefined) => SetRole;
  /** True when what happens on the date is in rows that lead to those who are asked about. */
  readonly isDoing: (at: number, whose: number | undefined) => boolean;
};

type Around = RolesIn & { readonly next: Part | undefined };

/** False where the sentence says something that no clause has a place for. */
function readPart(state: State, part: Part, around: Around): boolean {
  const { next, roleOf, isDoing } = around;
  switch (part.kind) {
    case "word":
      // "By air" is no breakdown.
      if (BOUNDARY.test(part.text) && !isValue(next, state, roleOf)) state.current = undefined;
      return readWord(state, part.text, next);
    case "name":
      return readName(state, part.at, roleOf(part.at, state.whose));
    case "date":
      return readDate(state, part, isDoing(part.at, state.whose));
    case "time":
      if (!state.current && state.party) open(state, false);
      state.current?.ranges.push(part.range);
      return true;
    case "other":
      return true;
  }
}

function readDate(state: State, part: Part & { readonly kind: "date" }, isDone: boolean): boolean {
  if (!isDone) return !state.current?.none;
  if (state.current || state.whose !== undefined)
    (state.current ?? open(state, false)).what ??= part;
  return true;
}

function isValue(next: Part | undefined, { whose }: State, roleOf: RolesIn["roleOf"]): boolean {
  return next?.kind === "name" && roleOf(next.at, whose) === "value";
}

function readWord(state: State, text: string, next: Part | undefined): boolean {
  const isKnown = state.whose !== undefined;
  if (NONE.test(text)) return readDenial(state, text, next);
  if (/^(?:both|each)$/.test(text)) state.both = true;
  if (/^(?:only|exclusively|solely)$/.test(text)) state.only = true;
  if (isKnown && /^(?:who|that|which|whose)$/.test(text)) state.relative = true;
  if (TRADES.test(text) && (isKnown || state.current)) {
    (state.current ?? open(state, false)).trades = true;
    state.words.add(text);
  }
  return true;
}

function readDenial(state: State, text: string, next: Part | undefined): boolean {
  const { current } = state;
  state.words.add(text);
  // "Bought nothing": what was said is denied. "Has not never": one denial after another is one.
  if (current && text === "nothing") current.none = true;
  else if (!current?.none || !isEmpty(current)) open(state, true);
  return !(next?.kind === "word" && /^(?:only|just)$/.test(next.text));
}

function readName(state: State, at: number, role: SetRole): boolean {
  const { current, clauses, used } = state;
  switch (role) {
    case "outside":
      return true;
    case "unfit":
      return !current?.none;
    case "whose":
    case "party":
      if (clauses.length > 0) used.add(at);
      else Object.assign(state, { whose: at, party: role === "party" });
      return true;
    case "doers":
      state.whose = at;
      open(state, false).what = { kind: "name", at };
      return true;
    case "what":
      if (!current && state.whose === undefined) return true;
      (current ?? open(state, false)).what ??= { kind: "name", at };
      used.add(at);
      return true;
    case "value":
      if (!current) return true;
      current.values.push(at);
      used.add(at);
      return true;
  }
}

function isEmpty({ what, trades, values, ranges }: Clause): boolean {
  return what === undefined && !trades && values.length + ranges.length === 0;
}
