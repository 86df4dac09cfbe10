import { fail, ok, type Result } from "../../failure.ts";
import type { Policy } from "../../policy.ts";
import { compileQuery } from "../../semantic/compile.ts";
import type { CompiledColumn, MetricQuery } from "../../semantic/metric-query.ts";
import type { Metric, SemanticModel } from "../../semantic/model.ts";
import type { LedgerEntry, Ledgers } from "../../store/ledgers.ts";
import type { QueryResult } from "../../warehouse/warehouse.ts";
import { inTurn } from "../in-turn.ts";
import { isVouched, subjectsOf } from "../subjects.ts";
import { type CellFacts, hideBeside, keyOf, type Why, whyHidden } from "./cells.ts";
import { differencesOf, type Shown } from "./differences.ts";
import { type Finished, finish, widthOf } from "./finish.ts";
import { isHeadline } from "./headlines.ts";
import { MAX_CELLS, readFacts } from "./read-facts.ts";
import type { SafeContext } from "./safe-context.ts";
import { hashOfKey, idOf, Slice, slicesOf, totalsOf } from "./slices.ts";

export type SafeAsking = SafeContext & {
  /** The role's own, which compiles what it asks. */
  readonly shown: SemanticModel;
  readonly policy: Policy;
  readonly ledgers: Ledgers;
  readonly keepDays: number;
  /** Runs what is shown, as the asker. */
  readonly askShown: SafeContext["ask"];
};

/** Names of cells that the ledger remembers as hidden. */
const MAX_HIDDEN = 3_000;

/**
 * The figures that a question asks for, without those that stand for too few, and without those that would give such a
 * one away: beside each other, beside the whole, or beside what the person was shown before. `denied` when none is left.
 */
export async function askSafely(query: MetricQuery, asking: SafeAsking): Promise<Result<Finished>> {
  const metrics = metricsOf(query, asking.model);
  if (metrics.length < new Set(query.metrics).size)
    return fail({ kind: "denied", message: UNKNOWN });
  const slices = slicesOf(asking.model, query, metrics);
  if (!slices.ok) return slices;
  const guarded = slices.value.filter(({ slice }) => !isVouchedSlice(slice, metrics, asking));
  const isNobodys = guarded.some(
    ({ slice }) => subjectsOf(slice.base, asking.model, asking.access).length === 0,
  );
  if (isNobodys) return fail({ kind: "denied", message: UNKNOWN });
  const { having: _, orderBy: __, limit: ___, ...wide } = query;
  const compiled = compileQuery(wide, asking.shown, asking.options);
  if (!compiled.ok) return compiled;
  const { sql, columns } = compiled.value;
  const enough = enoughOf(
    guarded.map(({ slice }) => slice.base),
    asking,
  );
  const given = { query, columns, enough };
  const passes = guarded.map(({ pass }) => pass);
  const reading = Promise.all([
    asking.askShown(sql, MAX_CELLS),
    readFacts(passes, { query, metrics }, asking),
  ]);
  // Whoever waits for its turn hears of what was thrown then.
  reading.catch(() => {});
  const { workspace, userId } = asking.policy;
  // One question of a person after another, in the order they were asked, so that each knows what the one before was shown.
  return inTurn(JSON.stringify([workspace, userId]), async () => {
    const [result, facts] = await reading;
    if (!result.ok) return result;
    if (!facts.ok) return facts;
    if (result.value.truncated) return fail({ kind: "denied", message: TOO_MANY });
    if (guarded.length === 0) return ok(finish(result.value, { ...given, hidden: new Map() }));
    const cells = cellsOf(result.value, columns, facts.value);
    const own = guarded.flatMap(({ slice }) => [slice, ...totalsOf(slice, query)]);
    const hidden = await decideShown(cells, own, asking);
    if (!hidden.ok) return hidden;
    return isNothingLeft(cells, hidden.value)
      ? fail({ kind: "denied", message: wordsOf(hidden.value, enough) })
      : ok(finish(result.value, { ...given, hidden: hidden.value }));
  });
}

async function decideShown(
  cells: readonly CellFacts[],
  slices: readonly Slice[],
  asking: SafeAsking,
): Promise<Result<ReadonlyMap<string, Why>>> {
  const known = await remember(slices, asking);
  const hidden = await hide(cells, known, asking);
  if (!hidden.ok) return hidden;
  await settle(known, hidden.value, { asking, isNothing: isNothingLeft(cells, hidden.value) });
  return hidden;
}

function isNothingLeft(cells: readonly CellFacts[], hidden: ReadonlyMap<string, Why>): boolean {
  return cells.every(({ keys }) => hidden.has(keyOf(keys)));
}

function isVouchedSlice(slice: Slice, metrics: readonly Metric[], context: SafeContext): boolean {
  const { base, dimensions, filters } = slice;
  const fields = [...dimensions, ...filters.map(({ field }) => field)];
  return isVouched(base, fields, context) || isHeadline(slice, metrics, context);
}

const UNKNOWN = "That is no figure that your role shows";
const TOO_MANY = "That would be too many groups to show; ask for fewer, or for a shorter period";

function metricsOf({ metrics }: MetricQuery, model: SemanticModel): readonly Metric[] {
  return [...new Set(metrics)].flatMap(
    (name) => model.metrics.find((one) => one.name === name) ?? [],
  );
}

/** "10 customers and 10 users". */
function enoughOf(bases: readonly string[], { model, access }: SafeContext): string {
  const all = bases.flatMap((base) => subjectsOf(base, model, access));
  const words = all.map(({ subject }) => `${subject.k} ${subject.called}`);
  return [...new Set(words)].join(" or ");
}

/** A row of which the facts know nothing stands for nobody. */
function cellsOf(
  { rows }: QueryResult,
  columns: readonly CompiledColumn[],
  facts: ReadonlyMap<string, CellFacts>,
): readonly CellFacts[] {
  const width = widthOf(columns);
  return rows.map((row) => {
    const keys = row.slice(0, width);
    const none = [{ k: 1, subjects: 0, parts: [], rests: [] }];
    return { keys, facts: facts.get(keyOf(keys))?.facts ?? none };
  });
}

/** One slice of the question and what the person was shown of the same dataset. */
type Known = {
  readonly slice: Slice;
  readonly before: readonly Shown[];
  /** What the ledger held of this very slice. */
  readonly earlier: LedgerEntry | undefined;
};

/** Notes first what is asked, then reads what was: of two questions at once at least one sees the other. */
async function remember(
  slices: readonly Slice[],
  { policy, ledgers, keepDays }: SafeAsking,
): Promise<readonly Known[]> {
  const known: Known[] = [];
  for (const slice of slices) {
    const id = idOf(slice);
    const entries = await ledgers.list(policy, slice.base);
    const earlier = entries.find((entry) => entry.id === id);
    const entry = { id, base: slice.base, slice: JSON.stringify(slice), hidden: [] };
    if (!earlier) await ledgers.put(policy, entry, keepDays);
    const all = earlier ? entries : await ledgers.list(policy, slice.base);
    const others = all.filter((other) => other.id !== id);
    known.push({ slice, earlier, before: others.map(toShown) });
  }
  return known;
}

function toShown({ slice, hidden }: LedgerEntry): Shown {
  return { slice: Slice.parse(JSON.parse(slice)), hidden: new Set(hidden) };
}

async function hide(
  cells: readonly CellFacts[],
  known: readonly Known[],
  asking: SafeAsking,
): Promise<Result<ReadonlyMap<string, Why>>> {
  const { largestShare } = asking.access;
  const own = cells.flatMap((cell) => {
    const why = whyHidden(cell, largestShare);
    return why ? [[keyOf(cell.keys), why] as const] : [];
  });
  const hidden = new Map(hideBeside(cells, new Map(own), largestShare));
  for (const { slice, before } of known) {
    const told = await differencesOf({ slice, hidden: new Set(hidden.keys()) }, before, asking);
    if (!told.ok) return told;
    // A total that no cell is of, known by a share, takes them all with it.
    const isOwn = [...told.value].every((key) => cells.some(({ keys }) => keyOf(keys) === key));
    const keys = isOwn ? [...told.value] : cells.map((cell) => keyOf(cell.keys));
    for (const key of keys) if (!hidden.has(key)) hidden.set(key, "difference");
  }
  return ok(hideBeside(cells, hidden, largestShare));
}

/** What was shown, or that nothing was: then the ledger knows of no more than before. */
async function settle(
  known: readonly Known[],
  hidden: ReadonlyMap<string, Why>,
  { asking, isNothing }: { asking: SafeAsking; isNothing: boolean },
): Promise<void> {
  const { policy, ledgers, keepDays } = asking;
  const names = [...hidden.keys()].map(hashOfKey);
  for (const { slice, earlier } of known) {
    const id = idOf(slice);
    if (isNothing) {
      if (!earlier) await ledgers.remove(policy, id);
      continue;
    }
    // A cell that was shown once stays known.
    const still = earlier ? names.filter((name) => earlier.hidden.includes(name)) : names;
    const kept = still.length <= MAX_HIDDEN ? still : [];
    const entry = { id, base: slice.base, slice: JSON.stringify(slice), hidden: kept };
    await ledgers.put(policy, entry, keepDays);
  }
}

function wordsOf(hidden: ReadonlyMap<string, Why>, enough: string): string {
  const whys = new Set(hidden.values());
  if (whys.has("few") || whys.size === 0)
    return `That would stand for fewer than ${enough}; ask about a larger group or a longer period`;
  return whys.has("difference")
    ? `Together with what you have asked before, or with the whole, that would tell of fewer than ${enough}; ask about larger groups`
    : "One alone would make up most of that figure; ask about a larger group";
}
