import { count } from "../text/words.ts";
import { announce } from "./announce.ts";
import type { TurnView } from "./turn-view.ts";
import type { Turn } from "./turns.ts";

/** A screen reader hears the start of an answer at once, its steps as they come, and the whole of it at its end. */
export async function announceTurn(turn: Turn, ended: Promise<void>): Promise<void> {
  announce("Working on your question");
  let said = "";
  const stop = turn.view.subscribe((view) => {
    const step = view.steps.findLast(({ status }) => status === "started")?.label ?? "";
    if (step !== "" && step !== said && view.status === "working") announce(step);
    said = step || said;
  });
  await ended;
  stop();
  announce(await spoken(turn.view.value));
}

/** The reader of Markdown comes with the first answer, not with the page. */
async function spoken(view: TurnView): Promise<string> {
  switch (view.status) {
    case "done": {
      const unverified = view.figures.filter(({ source }) => source.kind === "unbound").length;
      const warning =
        unverified > 0 ? `\n${count(unverified, "figure")} could not be verified` : "";
      const { toSpoken } = await import("../text/spoken.ts");
      return `Answer: ${toSpoken(view.answer, view.evidence)}${warning}`;
    }
    case "failed":
      return `No answer: ${view.failure.message}`;
    case "waiting":
    case "working":
    case "writing":
      return "";
  }
}
