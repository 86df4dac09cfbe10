import type { Briefing } from "../../../briefing.ts";
import type { World } from "../frame/world.ts";
import type { Act } from "../reading/reading.ts";
import { openers } from "./followups.ts";
import { escapeText } from "./markdown-table.ts";
import { type Keep, type Story, story } from "./story.ts";
import { tellCoverage } from "./tell-coverage.ts";
import { listOf } from "./words.ts";

export type ActTelling = {
  readonly act: Exclude<Act, "ask" | "change-data">;
  readonly question: string;
  readonly world: World;
  readonly briefing: Briefing;
};

/** Entries of memory that an answer lists. */
const LISTED = 8;

/** Everything that is said without a look at the data: greetings, help, memory. */
export function tellAct(telling: ActTelling): Story {
  const { act, world } = telling;
  switch (act) {
    case "greet":
      return story(
        [`Hello! Ask me about ${world.workspace.title}: figures, reasons or definitions.`],
        { followups: openers(world) },
      );
    case "thanks":
      return story(["You're welcome."], { followups: openers(world) });
    case "help":
      return tellHelp(world);
    case "coverage":
      return tellCoverage(world);
    case "about-me":
      return tellAboutMe(telling);
    case "recall":
      return tellRecall(telling);
    case "remember":
      return tellRemember(telling);
    case "forget":
      return tellForget(telling);
  }
}

function tellHelp(world: World): Story {
  const { model, workspace } = world;
  const metrics = listOf(
    model.metrics
      .filter(({ implied }) => !implied)
      .slice(0, 12)
      .map(({ label }) => label),
  );
  const fields = [
    ...new Set(
      model.datasets
        .flatMap((d) => d.fields)
        .filter(({ indexValues, values }) => indexValues && values === undefined)
        .map(({ label }) => label),
    ),
  ];
  if (metrics === "") {
    const words = `I answer questions about ${workspace.title} from its documents, and say where every sentence comes from. I also remember what you tell me.`;
    return story([words], { followups: openers(world) });
  }
  return story(
    [
      `I answer questions about ${workspace.title} from its data and documents, and say where every figure comes from.`,
      `I know ${metrics}; by ${listOf(fields.slice(0, 10))}; over any period, compared with targets and earlier periods, and why they moved. I also find definitions and policies in the company's documents and remember what you tell me.`,
    ],
    { followups: openers(world) },
  );
}

function tellAboutMe({ briefing, world }: ActTelling): Story {
  const { preferences, context, findings } = briefing;
  const known = [...preferences, ...context];
  if (known.length + findings.length === 0) {
    return story(
      [
        "I know nothing about you yet. Tell me what you prefer or look after, and I will remember it.",
      ],
      { followups: openers(world) },
    );
  }
  return story(
    [
      known.length > 0
        ? `What you told me:\n${bullets(known.map(({ value }) => escapeText(value)))}`
        : "You have not told me any preferences.",
      findings.length > 0
        ? `What we found:\n${bullets(findings.slice(0, LISTED).map(({ value }) => escapeText(value)))}`
        : undefined,
    ],
    { followups: openers(world) },
  );
}

/** The key findings of earlier conversations, newest first. */
function tellRecall({ briefing, world }: ActTelling): Story {
  const { findings, sessions } = briefing;
  if (findings.length === 0) {
    return story(["There is nothing to go on from yet: no findings are saved for you."], {
      followups: openers(world),
    });
  }
  const [last] = sessions.filter(({ sessionId }) => sessionId !== briefing.sessionId);
  const lead = last
    ? `Last time (${last.date.slice(0, 10)}) you asked ${listOf(last.topics.slice(-3).map((topic) => `"${escapeText(topic)}"`))}.`
    : undefined;
  return story(
    [
      lead,
      `**Key findings so far:**\n${bullets(findings.slice(0, LISTED).map(({ value, savedAt }) => `${escapeText(value)} _(${savedAt.slice(0, 10)})_`))}`,
    ],
    { followups: openers(world) },
  );
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

/** What is to be remembered is the sentence itself, without the words that ask for it. */
function tellRemember({ question, world, briefing }: ActTelling): Story {
  const value = question
    .trim()
    .replace(/^(?:actually|no|please|ok|okay|and|also|can you|could you|sorry)[ ,]+/gi, "")
    .replace(
      /^(?:please\s+)?(?:remember|note|keep in mind|don['’]?t forget)(?:\s+that|\s+this|:)?\s+/i,
      "",
    )
    .replace(
      /[,;]?\s*(?:please\s+)?(?:remember|note|keep)\s+(?:that|this|it)(?:\s+in mind)?[.!]*$/i,
      "",
    )
    .replace(/[.!]+$/, "");
  const kind = /\b(?:prefer|always|like|from now on|show|use|want)\b/i.test(value)
    ? "preference"
    : "context";
  const keep: Keep = { kind, key: keyOf(value), value };
  const old = [...briefing.preferences, ...briefing.context].find(({ key }) => key === keep.key);
  const instead = old && old.value !== value ? ` That replaces "${escapeText(old.value)}".` : "";
  return story([`I will remember: ${escapeText(value)}.${instead}`], {
    keeps: [keep],
    followups: openers(world),
  });
}

/** The entry that shares most words with the request; "that" means the newest. */
function tellForget({ question, briefing, world }: ActTelling): Story {
  const known = [...briefing.preferences, ...briefing.context, ...briefing.findings];
  const asked = new Set(question.toLowerCase().match(/\p{L}{4,}/gu));
  const scored = known
    .map((memory) => ({
      memory,
      shared: (memory.value.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) =>
        asked.has(word),
      ).length,
    }))
    .toSorted((a, b) => b.shared - a.shared);
  const newest = known.toSorted((a, b) => (a.savedAt < b.savedAt ? 1 : -1))[0];
  const memory = scored[0] && scored[0].shared > 0 ? scored[0].memory : newest;
  if (!memory)
    return story(["There is nothing saved that I could forget."], { followups: openers(world) });
  return story([`Forgotten: ${escapeText(memory.value)}.`], {
    keeps: [{ kind: memory.kind, key: memory.key, value: "" }],
    followups: openers(world),
  });
}

/** What a statement is about, whatever it says of it: the next one about the same replaces it. */
const SUBJECTS =
  /\b(?:look(?:ing)? after|responsible for|work(?:ing)? (?:in|on|for|with)|care about|in charge of|prefer|like to see|name is|role is|region is|team is|job is|always (?:show|give|use))\b/i;

function keyOf(value: string): string {
  const about = SUBJECTS.exec(value)?.[0] ?? value;
  const words = about.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return (
    words
      .filter((word) => word.length > 1)
      .slice(0, 6)
      .join("_") || "note"
  );
}
