import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Deps } from "../agent/deps.ts";
import { groupBy } from "./group-by.ts";

type Feedback = Awaited<ReturnType<Deps["feedback"]["list"]>>[number];

const VOTES = 1000;

/** Votes of each workspace as a file of golden questions to be completed by a person; names of the files written. */
export async function writeCandidates(deps: Deps, folder: string): Promise<readonly string[]> {
  const written: string[] = [];
  for (const workspace of deps.workspaces.keys()) {
    const votes = await deps.feedback.list(workspace, VOTES);
    if (votes.length === 0) continue;
    const file = join(folder, `${workspace}.yaml`);
    await mkdir(folder, { recursive: true });
    await writeFile(file, toCandidates(workspace, votes));
    written.push(file);
  }
  return written;
}

/** YAML in the form of golden questions: one entry a wording, the newest vote first. */
export function toCandidates(workspace: string, votes: readonly Feedback[]): string {
  const newest = groupBy(votes, ({ question }) => question.toLowerCase());
  const questions = [...newest.values()].flatMap(([vote], index) =>
    vote ? [toEntry(vote, index)] : [],
  );
  const head =
    "# From votes of users. Say what is expected, then move what is worth keeping to evals/golden.\n";
  return head + stringify({ workspace, topic: "feedback", questions }, { lineWidth: 120 });
}

function toEntry(vote: Feedback, index: number) {
  return {
    id: `candidate-${slug(vote.question)}-${index + 1}`,
    why: whyOf(vote),
    question: vote.question,
    expect: {},
  };
}

function whyOf({ rating, reason, comment, at, messageId }: Feedback): string {
  const words = [
    `A user voted ${rating} on ${at.slice(0, 10)}`,
    ...(reason ? [reason.replaceAll("_", " ")] : []),
    ...(comment ? [`"${comment}"`] : []),
  ];
  return `${words.join(", ")} (message ${messageId})`;
}

function slug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? ["question"];
  return words.slice(0, 6).join("-");
}
