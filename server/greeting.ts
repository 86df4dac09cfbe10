import type { Recall } from "../agent/store/memories.ts";
import type { Workspace } from "../agent/workspace.ts";

/** How a conversation opens. `returning` is true when anything is remembered of the user. */
export type Greeting = {
  readonly returning: boolean;
  readonly greeting: string;
  readonly starters: readonly string[];
};

const CONTINUE = "Continue where we left off";
const MAX_FINDINGS = 5;

/** A welcome; for a returning user it names what was found last time, from memory alone. */
export function toGreeting(workspace: Workspace, recall: Recall): Greeting {
  const { title, description, starters } = workspace;
  const { preferences, context, findings, sessions } = recall;
  const found = lastFindings(recall);
  if (found.length > 0) {
    return {
      returning: true,
      greeting: [
        `Welcome back. ${lead(workspace, recall)}`,
        ...found.map((one) => `- ${one}`),
      ].join("\n"),
      starters: [CONTINUE, ...starters],
    };
  }
  const known = [preferences, context, findings, sessions].some((some) => some.length > 0);
  const about = description ? `${title}: ${description.replace(/\.$/, "")}` : title;
  return {
    returning: known,
    greeting: `${known ? "Welcome back" : "Welcome"}. Ask me about ${about}.`,
    starters,
  };
}

/** Oldest first, as they were found. */
function lastFindings({ sessions, findings }: Recall): readonly string[] {
  const last = sessions.find((session) => session.keyFindings.length > 0);
  const found = last?.keyFindings ?? findings.map((finding) => finding.value).reverse();
  return found.slice(-MAX_FINDINGS);
}

function lead({ timezone }: Workspace, { sessions }: Recall): string {
  const last = sessions.find((session) => session.keyFindings.length > 0);
  if (!last) return "This is what we have found so far:";
  return `Last time, on ${dayWords(last.date, timezone)}, we found:`;
}

/** `January 5, 2025`: the day it was where the company is. */
function dayWords(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone }).format(
    new Date(instant),
  );
}
