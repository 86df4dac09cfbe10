import type { Frame } from "../frame/frame.ts";
import { isSnapshot, metricNamed } from "../frame/world.ts";
import { priorOf } from "../plan/plan-status.ts";
import { numberIn } from "../plan/table.ts";
import type { Material } from "./narrate.ts";
import type { Story } from "./story.ts";
import { changeMark, changeSize, figure } from "./words.ts";

/** The answer as who it is for needs it: with a status, or with what a customer may be told. */
export function fitTo(told: Story, { understanding, found, world }: Material): Story {
  const [lead] = told.blocks;
  if (understanding.status !== "frame" || !lead?.startsWith("**")) return told;
  if (world.answers === "brief") return withStatus(told, understanding.frame, { found, world });
  // What documents say is for the house, unless they say otherwise.
  const isFigure = world.answers === "support" && found.tables.size > 0 && !CITATION.test(lead);
  return isFigure ? { ...told, blocks: beforeNotes(told.blocks, forCustomer(lead)) } : told;
}

type Found = Pick<Material, "found" | "world">;

function withStatus(told: Story, frame: Frame, given: Found): Story {
  const [lead = "", ...rest] = told.blocks;
  const status = statusOf(frame, given);
  return status === undefined ? told : { ...told, blocks: [lead, status, ...rest] };
}

/** "**Status:** up 2.1% ✅ on week of June 15, 2026 (1,055)." Undefined where there is nothing to hold the figure against. */
function statusOf(frame: Frame, { found, world }: Found): string | undefined {
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const prior = priorOf(frame, world);
  const [now, was] = [frame.dimensions.length > 0 ? "total" : "now", "prior"].map((purpose) => {
    const table = found.tables.get(purpose);
    return table && main && numberIn(table, table.rows[0], main.name);
  });
  if (!main || !prior || now === undefined || was === undefined) return undefined;
  const label = isSnapshot(world, main) ? `the end of ${prior.label}` : prior.label;
  const size = changeSize(now, was, main.unit);
  const earlier = `${label} (${figure(was, main.unit, world)})`;
  if (now === was || size === undefined) return `**Status:** unchanged from ${earlier}.`;
  const way = now < was ? "down" : "up";
  return `**Status:** ${way} **${size}**${changeMark(now - was, main.better)} on ${earlier}.`;
}

const CITATION = /\[[^\]]+ › [^\]]+\]/;

/** What leads, in words that may leave the house: without marks. */
function forCustomer(lead: string): string {
  const plain = lead
    .replaceAll("**", "")
    .replaceAll(/\s*\p{Extended_Pictographic}\uFE0F?/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return `**What a customer may be told:** “Across our customers: ${plain} We give no figures of single customers.”`;
}

/** Before the lines in italics that close an answer. */
function beforeNotes(blocks: readonly string[], block: string): readonly string[] {
  const last = blocks.findLastIndex((one: string) => !/^_.*_$/s.test(one));
  return [...blocks.slice(0, last + 1), block, ...blocks.slice(last + 1)];
}
