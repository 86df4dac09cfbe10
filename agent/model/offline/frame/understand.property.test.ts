import fc from "fast-check";
import type { Metric } from "../../../semantic/model.ts";
import { reachableFields, resolveField } from "../../../semantic/reachable.ts";
import { stemsOf } from "../language/tokens.ts";
import { useWorlds, WORKSPACE_NAMES, type WorkspaceName } from "../testing/worlds.ts";
import type { Frame } from "./frame.ts";
import { baseName } from "./named.ts";
import { understand } from "./understand.ts";
import { coverageOf, type World } from "./world.ts";

const worldOf = useWorlds();

const SMALL_WORDS = fc.constantFrom(
  ..."what which who when why how many much is was the by per in of for not without except top 5 between and more than 50% vs last year Q4 2024 month growth share average it that , ? - | ** [x](y)".split(
    " ",
  ),
);

test("understand() never throws, whatever the text and whatever came before", () => {
  const name = fc.constantFrom(...WORKSPACE_NAMES);
  fc.assert(
    fc.property(
      name,
      fc.array(fc.oneof(SMALL_WORDS, fc.string(), namesOf("acme")), { maxLength: 12 }),
      fc.string(),
      (workspace, words, next) => {
        const world = worldOf(workspace);
        const first = understand(words.join(" "), world);
        const before = first.status === "frame" ? first.frame : undefined;
        understand(next, world, before);
        understand(words.toReversed().join(" "), world, before);
      },
    ),
    { numRuns: 150 },
  );
});

/** Chosen when the property runs: the worlds are open by then. */
function namesOf(workspace: WorkspaceName) {
  return fc.nat(500).map((n) => {
    const { model, values } = worldOf(workspace);
    const names = [...model.metrics.map(({ label }) => label), ...[...values.values()].flat()];
    return names[n % names.length] ?? "";
  });
}

/** A question put together from a model's own names, and what it asks for. */
type Composed = {
  readonly metric: Metric;
  readonly field: string;
  readonly label: string;
  readonly value: string;
  readonly year: string;
};

/** Names that stand for one thing only, so that a question with them has one reading. */
function isClear(text: string, { lexicon }: World): boolean {
  const stems = stemsOf(text);
  const phrases = lexicon.phrases.get(stems[0] ?? "") ?? [];
  const own = phrases.find((phrase) => phrase.stems.join(" ") === stems.join(" "));
  const kinds = new Set(own?.meanings.map((m) => (m.kind === "metric" ? m.metric : m.kind)));
  return own !== undefined && kinds.size === 1;
}

function composedFor(world: World): Composed[] {
  const { model, values } = world;
  const metrics = model.metrics.filter(
    (metric) => !metric.implied && coverageOf(world, metric) && isClear(metric.label, world),
  );
  const isTarget = (name: string) => metrics.some(({ target }) => target?.metric === name);
  const all = metrics
    .filter(({ name }) => !isTarget(name))
    .flatMap((metric) =>
      reachableFields(model, metric.name).flatMap(({ id, label }) => {
        const value = (values.get(id) ?? []).find(
          (one) => one.length > 3 && isClear(one, world) && /^[A-Za-z ]+$/.test(one),
        );
        const end = coverageOf(world, metric)?.end ?? "";
        const isNamed = !stemsOf(metric.label).some((stem) => stemsOf(label).includes(stem));
        return value !== undefined && isNamed
          ? [{ metric, field: id, label, value, year: `${Number(end.slice(0, 4)) - 1}` }]
          : [];
      }),
    );
  return all.filter((_, i) => i % Math.ceil(all.length / SAMPLED) === 0);
}

/** Combinations of a workspace that are asked, evenly over all. */
const SAMPLED = 14;

function frameOf(question: string, world: World): Frame {
  const understood = understand(question, world);
  if (understood.status === "frame") return understood.frame;
  throw new Error(`${question}: ${JSON.stringify(understood)}`);
}

/** Question → what its frame must have. */
const FORMS: readonly (readonly [
  (one: Composed) => string,
  (one: Composed, frame: Frame, world: World) => unknown,
  unknown,
])[] = [
  [
    ({ metric, year }) => `What was ${metric.label} in ${year}?`,
    (_, { intent }) => intent,
    "value",
  ],
  [
    ({ metric, label, year }) => `${metric.label} by ${label} in ${year}`,
    ({ metric, field }, frame, { model }) => [
      frame.intent,
      baseName(frame.dimensions[0] ?? "") ===
        baseName(resolveField(model, metric.name, field) ?? ""),
    ],
    ["value", true],
  ],
  [
    ({ metric, label, year }) => `${metric.label} for every ${label}, ${year}`,
    (_, { dimensions }) => dimensions.length,
    1,
  ],
  [
    ({ metric, label, year }) => `top 3 ${label}s by ${metric.label} in ${year}`,
    (_, { ranking, dimensions }) => [ranking, dimensions.length],
    [{ direction: "desc", limit: 3 }, 1],
  ],
  [
    ({ metric, value, year }) => `${metric.label} for ${value} in ${year}`,
    ({ value }, { filters }) =>
      filters.some(({ op, values }) => op === "in" && values[0] === value),
    true,
  ],
  [
    ({ metric, value, year }) => `${metric.label} without ${value} in ${year}`,
    ({ value }, { filters }) =>
      filters.some(({ op, values }) => op === "not-in" && values[0] === value),
    true,
  ],
  [
    ({ metric, label, year }) => `share of each ${label} in ${metric.label} in ${year}`,
    (_, { share, dimensions }) => [share, dimensions.length],
    [true, 1],
  ],
  [
    ({ metric, year }) => `monthly ${metric.label} in ${year}`,
    (_, { intent, grain }) => [intent, grain],
    ["trend", "month"],
  ],
  [
    ({ metric, value, year }) => `Why did ${metric.label} for ${value} fall in ${year}?`,
    ({ value }, { intent, filters }) => [intent, filters[0]?.values[0] === value],
    ["why", true],
  ],
  [
    ({ metric, year }) => `Compare ${metric.label} in Q1 ${year} with Q2 ${year}`,
    (_, { intent, against }) => [intent, against !== undefined],
    ["periods", true],
  ],
];

describe.each(WORKSPACE_NAMES)("understand() over %s gives what its own names ask for", (name) => {
  test.each(FORMS.map(([ask, read, expected], i) => ({ i, ask, read, expected })))(
    "form $i",
    ({ ask, read, expected }) => {
      const world = worldOf(name);
      for (const one of composedFor(world)) {
        const question = ask(one);
        const frame = frameOf(question, world);
        expect([question, frame.metrics[0]]).toEqual([question, one.metric.name]);
        expect([question, read(one, frame, world)]).toEqual([question, expected]);
        expect([question, frame.range?.label.includes(one.year) ?? false]).toEqual([
          question,
          true,
        ]);
        const limits = frame.filters.map(({ field }) => baseName(field));
        expect(new Set(limits).size).toBe(limits.length);
      }
    },
  );
});
