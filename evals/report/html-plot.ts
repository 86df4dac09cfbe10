import type { QuestionResult } from "../result.ts";
import { escapeText } from "./junit.ts";

const WIDTH = 900;
const HEIGHT = 220;
const LEFT = 56;
const BOTTOM = 24;

/** Each turn as a dot, in the order of asking: time on a logarithmic scale, failed ones marked; a line at the 95th percentile. */
export function plotLatency(results: readonly QuestionResult[]): string {
  const turns = results.flatMap(({ id, turns: all }) =>
    all.map(({ ms, passed, question }) => ({ id, ms: Math.max(ms, 1), passed, question })),
  );
  if (turns.length === 0) return "<p>No turns.</p>";
  const sorted = turns.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 1;
  const top = 10 ** Math.ceil(Math.log10(Math.max(sorted.at(-1) ?? 10, 10)));
  const y = (ms: number) =>
    HEIGHT - BOTTOM - (Math.log10(ms) / Math.log10(top)) * (HEIGHT - BOTTOM - 10);
  const x = (index: number) =>
    LEFT + 8 + (index / Math.max(turns.length - 1, 1)) * (WIDTH - LEFT - 16);
  const dots = turns.map(
    ({ id, ms, passed, question }, index) =>
      `<circle cx="${x(index).toFixed(1)}" cy="${y(ms).toFixed(1)}" r="3" class="${passed ? "good" : "bad"}"><title>${escapeText(`${question} · ${Math.round(ms)} ms · ${id}`)}</title></circle>`,
  );
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Milliseconds of each turn, logarithmic">
${grid(top, y).join("")}
<line class="p95" x1="${LEFT}" x2="${WIDTH}" y1="${y(p95).toFixed(1)}" y2="${y(p95).toFixed(1)}"/>
<text class="p95" x="${WIDTH - 4}" y="${(y(p95) - 5).toFixed(1)}" text-anchor="end">p95 ${Math.round(p95)} ms</text>
${dots.join("")}
<text x="${LEFT}" y="${HEIGHT - 6}">first turn</text><text x="${WIDTH - 4}" y="${HEIGHT - 6}" text-anchor="end">last turn</text>
</svg>`;
}

function grid(top: number, y: (ms: number) => number): readonly string[] {
  const powers = Array.from({ length: Math.round(Math.log10(top)) + 1 }, (_, power) => 10 ** power);
  return powers.map((ms) => {
    const at = y(ms).toFixed(1);
    const words = ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
    return `<line x1="${LEFT}" x2="${WIDTH}" y1="${at}" y2="${at}"/><text x="${LEFT - 8}" y="${at}" dy="4" text-anchor="end">${words}</text>`;
  });
}
