import { percent } from "../baseline.ts";
import type { QuestionResult } from "../result.ts";
import { plotLatency } from "./html-plot.ts";
import { questionHtml } from "./html-question.ts";
import { SCRIPT, STYLE } from "./html-style.ts";
import { escapeText } from "./junit.ts";
import type { RunReport } from "./run-report.ts";

/** The run as one page that needs nothing else: scores, latency, what changed, and every turn with its trace and SQL. */
export function toHtml(report: RunReport): string {
  const { summary, startedAt, asked, model, seconds } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Evals · ${percent(summary.total.passAll)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="over">InsightAgent · golden questions</p>
<h1>${summary.total.passed}<span> of ${summary.total.questions} hold</span></h1>
<p class="about">${escapeText(`${startedAt.slice(0, 16).replace("T", " ")} UTC · ${asked} · model ${model} · ${seconds.toFixed(0)} s`)}</p>
${verdict(report)}
</header>
<main>
${tiles(report)}
<section><h2>By kind</h2>${kinds(report)}</section>
<section><h2>Time of a turn</h2>${plotLatency(report.results)}</section>
${changes(report)}
<section>
<h2>Questions</h2>
<div class="tools"><input type="search" placeholder="Search questions" aria-label="Search questions">
<label><input type="checkbox" id="failed"> failed only</label><span id="count"></span></div>
${questions(report.results)}
</section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function verdict({ closed }: RunReport): string {
  if (closed.length === 0) return `<p class="verdict open">The gate is open</p>`;
  const reasons = closed.map((why) => `<li>${escapeText(why)}</li>`).join("");
  return `<div class="verdict closed">The gate is closed<ul>${reasons}</ul></div>`;
}

function tiles({ summary, repeat }: RunReport): string {
  const { total, latency, unbound, answeredUnanswerable, standings } = summary;
  const flips = standings.filter((standing) => standing.flips).length;
  const facts: readonly (readonly [string, string, boolean])[] = [
    ["pass^1", percent(total.pass1), total.pass1 >= 0.97],
    ...(repeat > 1 ? ([[`pass^${repeat}`, percent(total.passAll), flips === 0]] as const) : []),
    ["unbound figures", String(unbound.length), unbound.length === 0],
    [
      "unanswerable, answered",
      String(answeredUnanswerable.length),
      answeredUnanswerable.length === 0,
    ],
    ["turn, p50", `${Math.round(latency.p50)} ms`, true],
    ["turn, p95", `${Math.round(latency.p95)} ms`, latency.p95 <= 150],
    ["cost", `$${summary.costUsd.toFixed(2)}`, true],
  ];
  const shown = facts.map(
    ([name, value, good]) =>
      `<li class="${good ? "good" : "bad"}"><strong>${value}</strong><span>${name}</span></li>`,
  );
  return `<ul class="tiles">${shown.join("")}</ul>`;
}

function kinds({ summary }: RunReport): string {
  const rows = summary.byTopic.map(({ workspace, topic, passed, questions, pass1 }) => {
    const width = (pass1 * 100).toFixed(1);
    return `<tr><th scope="row"><span>${escapeText(workspace)}</span> ${escapeText(topic)}</th>
<td class="bar"><i style="width:${width}%"></i></td>
<td>${passed}/${questions}</td><td>${percent(pass1)}</td></tr>`;
  });
  return `<table class="kinds">${rows.join("")}</table>`;
}

function changes({ difference, summary }: RunReport): string {
  const flips = summary.standings.filter(({ flips: both }) => both).map(({ id }) => id);
  const lists = [
    ["Lost since the baseline", difference.lost],
    ["Won since the baseline", difference.won],
    ["Passed once and failed once", flips],
    ["Not asked", summary.skipped.map(({ id, because }) => `${id}: ${because}`)],
  ] as const;
  const shown = lists
    .filter(([, ids]) => ids.length > 0)
    .map(([name, ids]) => `<h3>${name} (${ids.length})</h3><p>${ids.map(link).join(" ")}</p>`);
  if (shown.length === 0) return "";
  return `<section><h2>What changed</h2>${shown.join("")}</section>`;
}

function link(id: string): string {
  return `<a class="chip" href="#${encodeURIComponent(id)}">${escapeText(id)}</a>`;
}

/** The failed ones first. */
function questions(results: readonly QuestionResult[]): string {
  const asked = results.filter(({ skipped }) => skipped === undefined);
  return asked
    .toSorted((a, b) => Number(a.passed) - Number(b.passed))
    .map(questionHtml)
    .join("\n");
}
