import type { Briefing } from "../../../briefing.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Frame, Refusal, Understanding } from "../frame/frame.ts";
import { fieldLabel } from "../frame/roles.ts";
import { headlineMetric, metricNamed, type World } from "../frame/world.ts";
import { readAsked, type Want } from "../passages/asked.ts";
import { carries } from "../passages/like-words.ts";
import { type Reply, replyFrom } from "../passages/reply.ts";
import { saidRoots } from "../passages/said-roots.ts";
import { answerPassages } from "../plan/plan-answer.ts";
import type { Findings } from "../plan/step.ts";
import { conflictsBlock } from "./conflicts.ts";
import { openers } from "./followups.ts";
import { type Story, story } from "./story.ts";
import { tellAbsent } from "./tell-absent.ts";
import { tellAct } from "./tell-act.ts";
import { tellBreakdown } from "./tell-breakdown.ts";
import { tellHealth } from "./tell-health.ts";
import { tellDefinition, tellKnowledge, toldReply } from "./tell-knowledge.ts";
import { tellPeriods } from "./tell-periods.ts";
import { tellRefusal } from "./tell-refusal.ts";
import { tellRows } from "./tell-rows.ts";
import { tellShareWithin } from "./tell-share-within.ts";
import { tellTarget } from "./tell-target.ts";
import { tellTrend } from "./tell-trend.ts";
import { tellValue } from "./tell-value.ts";
import { tellWhy } from "./tell-why.ts";
import type { Telling } from "./telling.ts";
import { listOf } from "./words.ts";

/** What is there to tell from. */
export type Material = {
  readonly question: string;
  readonly understanding: Understanding;
  readonly found: Findings;
  readonly world: World;
  readonly briefing: Briefing;
};

/** The answer to a question from what was found. Never throws, never names a figure that was not found. */
export function narrate(material: Material): Story {
  const { understanding, world, briefing, question } = material;
  switch (understanding.status) {
    case "act":
      return understanding.act === "change-data"
        ? tellRefusal({ kind: "change-data" }, world)
        : tellAct({ act: understanding.act, question, world, briefing });
    case "refused":
      return tellRefused(understanding.refusal, material);
    case "frame":
      return tellFrame(understanding.frame, material);
  }
}

/** Where a figure is asked for, that the data lack it comes before what documents say about it. */
function tellRefused(refusal: Refusal, material: Material): Story {
  const { found, world, question } = material;
  // Without a metric no figure is asked of the data.
  const hasData = headlineMetric(world) !== undefined;
  const asksFigure = hasData && refusal.kind === "unknown-words" && refusal.asksFigure;
  const frame = "frame" in refusal ? refusal.frame : undefined;
  const near =
    frame?.documents !== undefined && refusal.kind === "unknown-words"
      ? tellKnowledge({ ...material, frame: { ...frame, question } })
      : undefined;
  if (refusal.kind === "change-data") return tellRefusal(refusal, world);
  if (asksFigure) return tellLacking(refusal, material);
  const said = tellDocuments(question, material, hasData ? ANSWERS : ALL) ?? near;
  return said ?? tellAbsent(refusal, found, world) ?? tellRefusal(refusal, world);
}

/** What documents tell and no figure of the data could. */
function isOfText(want: Want | undefined): boolean {
  return want !== undefined && OF_TEXT.has(want);
}

const OF_TEXT: ReadonlySet<Want> = new Set(["list", "overview", "condition", "place", "person"]);

/** Words that ask for what must or may be, whatever metric they name. */
const RULE = /\b(?:need|needs|may|can|could|must|should|allowed|required?|have to|has to|get)\b/i;

/** A figure that the data lack: documents say that they do, or give it themselves beyond doubt where no metric is named. */
function tellLacking(refusal: Refusal, material: Material): Story {
  const { found, world, question } = material;
  const frame = "frame" in refusal ? refusal.frame : undefined;
  const asked = readAsked(question);
  const isRule = frame?.chosenFor === "headline" || RULE.test(question) || isOfText(asked.want);
  const told = isRule ? tellDocuments(question, material, ["sure"]) : undefined;
  // "How many days": what is only the unit of the answer need not be said.
  const words = (refusal.kind === "unknown-words" ? refusal.words : []).filter((word) =>
    [...saidRoots(word)].some((root) => asked.roots.has(root)),
  );
  const isAbout = told !== undefined && carries(told.blocks.join(" "), words);
  return tellAbsent(refusal, found, world) ?? (isAbout ? told : tellRefusal(refusal, world));
}

const ANSWERS: readonly Reply["quality"][] = ["sure", "full"];
const ALL: readonly Reply["quality"][] = [...ANSWERS, "near"];

/** What documents answer, of a quality that will do; undefined when they do not. */
function tellDocuments(
  question: string,
  { found, world }: Material,
  qualities = ANSWERS,
): Story | undefined {
  const reply = replyFrom(question, answerPassages(found));
  return reply && qualities.includes(reply.quality)
    ? story(toldReply(reply), { followups: openers(world) })
    : undefined;
}

function tellFrame(frame: Frame, material: Material): Story {
  const { found, world, briefing } = material;
  const said = frame.documents && tellDocuments(frame.question, material);
  if (said) return said;
  if (frame.intent === "know" || frame.documents === "only") {
    return (
      tellKnowledge({ frame, found, world, briefing }) ??
      tellRefusal({ kind: "undocumented" }, world)
    );
  }
  const main = metricNamed(world, frame.metrics[0] ?? "") ?? headlineMetric(world);
  if (!main) return tellRefusal({ kind: "nothing-read" }, world);
  const failure = found.failed.get("now");
  if (failure !== undefined) return tellFailed(failure, frame, { ...material, main });
  const telling = { frame, found, world, briefing, main };
  const told = tellIntent(telling);
  const conflicts = conflictsBlock(telling);
  return conflicts === undefined ? told : { ...told, blocks: withBlock(told.blocks, conflicts) };
}

/** Of a breakdown that failed the whole may still be told, and that it is the whole. */
function tellFailed(
  failure: string,
  { ranking: _, ...frame }: Frame,
  { found, world, briefing, main }: Material & { readonly main: Metric },
): Story {
  const total = found.tables.get("total");
  const trouble = troubleIn(failure);
  if (!total || frame.dimensions.length === 0)
    return story([`I could not look that up: ${trouble}.`], { followups: openers(world) });
  const told = tellIntent({
    frame: { ...frame, dimensions: [], having: [] },
    found: { ...found, tables: new Map([...found.tables, ["now", total]]) },
    ...{ world, briefing, main },
  });
  if (OF_ROLE.test(failure)) return told;
  const by = listOf(frame.dimensions.map((id) => fieldLabel(world, id)));
  const lacking = `I could not break that down by ${by}: ${trouble}. This is the whole.`;
  return { ...told, blocks: [lacking, ...told.blocks] };
}

/** What a role is not shown, the answer says by itself. */
const OF_ROLE = /\bshown to\b|\bthe role\b/i;

/** Before the lines in italics that close an answer. */
function withBlock(blocks: readonly string[], block: string): string[] {
  const last = blocks.findLastIndex((one) => !/^_.*_$/s.test(one));
  return [...blocks.slice(0, last + 1), block, ...blocks.slice(last + 1)];
}

function tellIntent(telling: Telling): Story {
  const { intent, dimensions } = telling.frame;
  switch (intent) {
    case "value":
      if (dimensions.length === 0) return tellValue(telling);
      return telling.frame.shareOf === undefined
        ? tellBreakdown(telling)
        : tellShareWithin(telling);
    case "trend":
      return tellTrend(telling);
    case "periods":
      return tellPeriods(telling);
    case "target":
      return tellTarget(telling);
    case "why":
      return tellWhy(telling);
    case "health":
      return tellHealth(telling);
    case "define":
      return tellDefinition(telling);
    case "rows":
      return tellRows(telling);
    case "know":
      return story([]);
  }
}

/** Why a query came to nothing, for people: what the engine says of it stays in the trace. */
function troubleIn(failure: string): string {
  if (/time(?:d|s)? ?out|too long|deadline/i.test(failure)) return "it took too long";
  if (/\b(?:bytes|budget|costs?|expensive|too large)\b/i.test(failure))
    return "it would read more data than one question may";
  return "the data did not answer the query";
}
