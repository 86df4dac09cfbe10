import type { Briefing } from "../../../briefing.ts";
import { reachableFields, resolveField } from "../../../semantic/reachable.ts";
import type { Frame } from "../frame/frame.ts";
import { metricNamed, type World } from "../frame/world.ts";
import { listOf } from "./words.ts";

/** What a user's stated preferences change in a question, and the sentence that says so. */
export function withPreferences(frame: Frame, briefing: Briefing, world: World): Frame {
  return [ownMembers, preferredDivision, preferredShares].reduce(
    (changed, prefer) => prefer(changed, briefing, world),
    frame,
  );
}

function preferredShares(frame: Frame, briefing: Briefing, world: World): Frame {
  const wanted = briefing.preferences.find(({ value }) => SHARES.test(value));
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const applies =
    frame.intent === "value" && frame.dimensions.length > 0 && main?.additive === true;
  if (!wanted || !applies || frame.share) return frame;
  return saying({ ...frame, share: true }, "Shares are shown because you prefer percentages");
}

const SHARES = /\b(?:percent(?:age)?s?|shares?)\b|%/i;

/** "How are my sales", of one who looks after Scotland: those of Scotland. */
export function ownMembers(frame: Frame, briefing: Briefing, world: World): Frame {
  if (!OWN.test(frame.question) || SHOW_ME.test(frame.question)) return frame;
  const [main = ""] = frame.metrics;
  const [own] = [...world.values].flatMap(([id, values]) => {
    const members = membersOfInterest(briefing, [...values]);
    const field = members.length > 0 ? resolveField(world.model, main, id) : undefined;
    return field === undefined ? [] : [{ field, members }];
  });
  if (!own) return frame;
  if (WITH_ME.test(frame.question)) return besideOwn(frame, own);
  if (frame.filters.length > 0 || frame.dimensions.includes(own.field)) return frame;
  const filters = [{ field: own.field, op: "in" as const, values: own.members }];
  return saying({ ...frame, filters }, `"My" is ${listOf(own.members)}, which you look after`);
}

/** "Show me" asks nothing of the own. */
const SHOW_ME = /\b(?:show|give|tell|list|help|remind) me\b(?!.*\b(?:my|mine)\b)/i;
const OWN = /\b(?:my|mine|me)\b/i;
const WITH_ME =
  /\bcompare (?:me|mine|my \w+)\b|\b(?:than|vs\.?|versus|against|with|to) (?:me|mine)\b/i;

type Own = { readonly field: string; readonly members: readonly string[] };

/** "Compare me with the Midlands": the own member beside the one that is named. */
function besideOwn(frame: Frame, { field, members }: Own): Frame {
  const other = frame.filters.find((filter) => filter.field === field && filter.op === "in");
  if (!other) return frame;
  const filters = frame.filters.map((filter) =>
    filter === other ? { ...other, values: [...new Set([...members, ...other.values])] } : filter,
  );
  const { against: _, ...rest } = frame;
  const beside = { ...rest, intent: "value" as const, filters, dimensions: [field] };
  return saying(beside, `You look after ${listOf(members)}`);
}

/** "I prefer answers by district": what is asked for as a whole is divided so. */
function preferredDivision(frame: Frame, briefing: Briefing, world: World): Frame {
  const [main = ""] = frame.metrics;
  const isWhole =
    frame.intent === "value" && frame.dimensions.length === 0 && frame.filters.length === 0;
  if (!isWhole || metricNamed(world, main) === undefined) return frame;
  const said = briefing.preferences.map(
    ({ value }) => /\b(?:by|per) (.+)$/i.exec(value)?.[1] ?? "",
  );
  const field = reachableFields(world.model, main).find(
    ({ label, type, synonyms, sensitivity }) =>
      type === "String" &&
      sensitivity === "none" &&
      [label, ...synonyms].some((name) => said.some((text) => mentions(text, name))),
  );
  if (!field) return frame;
  const sentence = `It is divided by ${field.label} because you prefer that`;
  return saying({ ...frame, dimensions: [field.id] }, sentence);
}

function saying(frame: Frame, sentence: string): Frame {
  return { ...frame, assumed: [...frame.assumed, sentence] };
}

/** Members that the user said to look after: "I look after West". */
export function membersOfInterest(
  { context, preferences }: Briefing,
  members: readonly string[],
): string[] {
  const said = [...context, ...preferences].map(({ value }) => value);
  return members.filter((member) => said.some((value) => mentions(value, member)));
}

function mentions(text: string, member: string): boolean {
  const words = (value: string) => ` ${value.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ")} `;
  return member.length > 1 && words(text).includes(words(member));
}
