import type { Figure, TurnAnswer } from "../../agent/events.ts";
import type { QuestionResult, TurnResult } from "../result.ts";
import { escapeText } from "./junit.ts";

/** One question, folded, with its turns: checks, answer, trace, tables and SQL. */
export function questionHtml(result: QuestionResult): string {
  const { id, why, passed, attempt, turns, topic } = result;
  const name = attempt > 1 ? `${id} #${attempt}` : id;
  const asked = turns.map(({ question }) => question).join(" → ");
  return `<details class="question ${passed ? "passed" : "failed"}" id="${encodeURIComponent(name)}">
<summary><b>${escapeText(asked)}</b><span>${escapeText(name)} · ${escapeText(topic)}</span></summary>
<p class="why">${escapeText(why)}</p>
${turns.map(turnHtml).join("\n")}
</details>`;
}

function turnHtml(turn: TurnResult): string {
  const { question, answer, checks, error, ms } = turn;
  return `<article>
<h4>${escapeText(question)} <small>${Math.round(ms)} ms · grade ${answer.grade}</small></h4>
<ul class="checks">${checks.map(checkHtml).join("")}</ul>
${error ? `<p class="error">${escapeText(`${error.code}: ${error.message}`)}</p>` : ""}
<div class="answer">${answerHtml(answer)}</div>
<details><summary>Trace</summary><ol class="trace">${answer.reasoning.map(stepHtml).join("")}</ol></details>
${answer.evidence.map(evidenceHtml).join("")}
${followupsHtml(answer)}
</article>`;
}

function checkHtml({ rule, passed, detail }: TurnResult["checks"][number]): string {
  const words = detail && !passed ? ` <span>${escapeText(detail)}</span>` : "";
  return `<li class="${passed ? "good" : "bad"}">${escapeText(rule)}${words}</li>`;
}

/** The answer as it was written, each figure marked by where it comes from. */
function answerHtml({ answer, figures }: TurnAnswer): string {
  const inOrder = figures.toSorted((a, b) => a.start - b.start);
  let at = 0;
  const parts: string[] = [];
  for (const figure of inOrder) {
    if (figure.start < at) continue;
    parts.push(escapeText(answer.slice(at, figure.start)), markHtml(figure));
    at = figure.end;
  }
  return [...parts, escapeText(answer.slice(at))].join("");
}

function markHtml({ text, source }: Figure): string {
  return `<mark class="${source.kind}" title="${escapeText(describe(source))}">${escapeText(text)}</mark>`;
}

function describe(source: Figure["source"]): string {
  switch (source.kind) {
    case "cell":
      return `${source.evidence_id}, row ${source.row + 1}, ${source.column}`;
    case "derived":
      return `${source.operation} of ${source.from.map(describe).join("; ")}`;
    case "passage":
      return `${source.source} › ${source.heading}`;
    case "memory":
      return `memory ${source.key}`;
    case "question":
      return "the question";
    case "unbound":
      return "leads nowhere";
  }
}

function stepHtml(step: TurnAnswer["reasoning"][number]): string {
  const { tool, label, status, ms, results, query, error } = step;
  const facts = [
    status,
    ...(ms === undefined ? [] : [`${Math.round(ms)} ms`]),
    ...(results === undefined ? [] : [`${results} results`]),
  ];
  const more = [query, error].flatMap((text) => (text ? [`<code>${escapeText(text)}</code>`] : []));
  return `<li><b>${escapeText(tool)}</b> ${escapeText(label)} <small>${facts.join(" · ")}</small>${more.join("")}</li>`;
}

function evidenceHtml(evidence: TurnAnswer["evidence"][number]): string {
  if (evidence.tool === "search_knowledge_base") {
    const found = evidence.results.map(
      ({ source, heading, content, relevance_score: score }) =>
        `<li><b>${escapeText(`${source} › ${heading}`)}</b> <small>${score.toFixed(2)}</small><p>${escapeText(content)}</p></li>`,
    );
    return `<details><summary>${escapeText(evidence.id)} · ${escapeText(evidence.title)}</summary><ul>${found.join("")}</ul></details>`;
  }
  const head = evidence.columns.map(({ label, name }) => `<th>${escapeText(label ?? name)}</th>`);
  const rows = evidence.rows.map(
    (row) => `<tr>${row.map((cell) => `<td>${escapeText(String(cell ?? ""))}</td>`).join("")}</tr>`,
  );
  const more = evidence.row_count - evidence.rows.length;
  return `<details><summary>${escapeText(evidence.id)} · ${escapeText(evidence.title)} <small>${evidence.grade} · ${evidence.row_count} rows</small></summary>
<pre><code>${escapeText(evidence.sql)}</code></pre>
<div class="scroll"><table><tr>${head.join("")}</tr>${rows.join("")}</table></div>${more > 0 ? `<p>and ${more} more rows</p>` : ""}</details>`;
}

function followupsHtml({ suggested_followups: followups, memories }: TurnAnswer): string {
  const chips = followups.map((text) => `<span class="chip">${escapeText(text)}</span>`);
  const kept = memories.map(
    ({ action, value }) => `<span class="chip memory">${action}: ${escapeText(value)}</span>`,
  );
  return chips.length + kept.length === 0 ? "" : `<p>${[...chips, ...kept].join(" ")}</p>`;
}
