import { addDays } from "../../../semantic/dates.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Frame } from "../frame/frame.ts";
import { fieldLabel } from "../frame/roles.ts";
import { metricNamed, type World } from "../frame/world.ts";
import { type Step, searchStep } from "./step.ts";

/** What a question takes for granted, as documents tell it. */
const MOVED = { missed: "missed its target", down: "fell", up: "rose" };
const ASKED = { missed: "miss its target", down: "fall", up: "go up" };
const MOVE = { missed: "below target", down: "decline", up: "growth" };

/** Searches for why it happened at all: by the metric, by the members that the question names, each with the period. */
export function causeSearches(frame: Frame, world: World): Step[] {
  const { range, supposed = "missed" } = frame;
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const members = membersOf(frame).join(" ");
  const label = main?.label ?? "";
  const about = [members, label].filter(Boolean).join(" ");
  const when = range === undefined ? "" : inWords(range);
  return [
    searchStep(
      "causes",
      `main reason why ${about} ${MOVED[supposed]} in ${range?.start.slice(0, 4)}`,
      5,
    ),
    searchStep("causes.period", `${about} ${when} ${MOVE[supposed]} causes`, 5),
    ...(range === undefined
      ? []
      : [
          searchStep(
            "causes.question",
            `Why did ${about} ${ASKED[supposed]} in ${range.label}?`,
            5,
          ),
        ]),
    ...(members === ""
      ? []
      : [
          searchStep("causes.filters", `${members} ${when}`, 5),
          searchStep("causes.state", `${members} ${label} ${MOVE[supposed]}`, 5),
        ]),
  ];
}

/** Searches for what happened to the member that carries the difference: its names with the period alone, and the question as a person would put it. */
export function memberSearches(frame: Frame, member: string): Step[] {
  const names = [...new Set([...membersOf(frame), member])].join(" ");
  const when = frame.range?.label ?? "";
  const asked = ASKED[frame.supposed ?? "missed"];
  return [
    searchStep("causes.member", `${names} ${when}`, 5),
    searchStep("causes.asked", `Why did ${names} ${asked} in ${when}?`, 5),
  ];
}

/** As `memberSearches`, for a part of the member. */
export function partSearches(
  frame: Frame,
  part: { readonly member: string; readonly within: string; readonly field: string },
  world: World,
): Step[] {
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const words = [part.member, part.within, fieldLabel(world, part.field), ...membersOf(frame)];
  const moved = MOVE[frame.supposed ?? "missed"];
  return [
    searchStep(
      "causes.within",
      `${[...new Set(words)].join(" ")} ${frame.range?.label ?? ""} ${main?.label ?? ""} ${moved} causes`,
      3,
    ),
  ];
}

function membersOf({ filters }: Frame): string[] {
  return [...new Set(filters.flatMap(({ op, values }) => (op === "in" ? values.map(String) : [])))];
}

const ORDINALS = ["first", "second", "third", "fourth"];

/** A period as documents write it out: "fourth quarter of 2024", "January 2025" for a fiscal quarter's last month. */
function inWords({ label, end }: TimeRange): string {
  const quarter = /^Q([1-4]) (.+)$/.exec(label);
  if (!quarter) return label;
  if (!quarter[2]?.startsWith("FY"))
    return `${ORDINALS[Number(quarter[1]) - 1]} quarter of ${quarter[2]}`;
  const last = new Date(Date.parse(addDays(end, -1)));
  return last.toLocaleDateString("en-US", { month: "long", year: "numeric", timeZone: "UTC" });
}
