import type { Briefing } from "../../../briefing.ts";
import type { Frame } from "../frame/frame.ts";
import { metricNamed, type World } from "../frame/world.ts";

/** What a user's stated preferences change in a question, and the sentence that says so. */
export function withPreferences(frame: Frame, briefing: Briefing, world: World): Frame {
  const wanted = briefing.preferences.find(({ value }) => SHARES.test(value));
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const applies =
    frame.intent === "value" && frame.dimensions.length > 0 && main?.additive === true;
  if (!wanted || !applies || frame.share) return frame;
  const said = "Shares are shown because you prefer percentages";
  return { ...frame, share: true, assumed: [...frame.assumed, said] };
}

const SHARES = /\b(?:percent(?:age)?s?|shares?)\b|%/i;

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
