/** Places of the highest scores, best first; of equal ones the earlier. At most `limit`. */
export function highest(scores: Float32Array, limit: number): readonly number[] {
  const best: number[] = [];
  if (limit <= 0) return best;
  let least = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < scores.length; place++) {
    if ((scores[place] ?? 0) <= least) continue;
    insert(best, place, scores);
    if (best.length > limit) best.pop();
    if (best.length === limit) least = scores[best.at(-1) ?? 0] ?? least;
  }
  return best;
}

function insert(best: number[], place: number, scores: Float32Array): void {
  const score = scores[place] ?? 0;
  const at = best.findIndex((other) => (scores[other] ?? 0) < score);
  best.splice(at < 0 ? best.length : at, 0, place);
}
