import { markdownTable } from "./markdown-table.ts";
import type { Telling } from "./telling.ts";
import { type Point, pointLabel } from "./trend-points.ts";
import { capital, figure, subject } from "./words.ts";

type Share = { readonly point: Point; readonly whole: number };

/** A part's share of the whole period by period: the points of both by their start. */
export function shareBlocks(
  telling: Telling,
  points: readonly Point[],
  wholes: readonly Point[],
): string[] {
  const { frame, main, world } = telling;
  const shares = points.flatMap((point): Share[] => {
    const whole = wholes.find(({ start }) => start === point.start);
    return whole && whole.value !== 0 ? [{ point, whole: whole.value }] : [];
  });
  const [first] = shares;
  const last = shares.at(-1);
  if (!first || !last) return [];
  const percent = ({ point, whole }: Share) => figure(point.value / whole, "percent", world);
  const table = markdownTable(
    [
      { title: capital(frame.grain ?? "period"), numeric: false },
      { title: capital(main.label), numeric: true },
      { title: "Of all", numeric: true },
      { title: "Share", numeric: true },
    ],
    shares.map((share) => [
      pointLabel(share.point),
      figure(share.point.value, main.unit, world),
      figure(share.whole, main.unit, world),
      percent(share),
    ]),
  );
  return [
    `**The share of ${subject(main, frame, world).replace(/^./, (letter) => letter.toLowerCase())} went from ${percent(first)} of the total in ${first.point.label} to ${percent(last)} of the total in ${last.point.label}.**`,
    table,
  ];
}
