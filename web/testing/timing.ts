import type { Page } from "playwright-core";

/** Milliseconds since the question was sent, until a frame showed it. */
export type AnswerTimes = { readonly step: number; readonly words: number; readonly whole: number };

/** Asks, and watches every frame for the first step, the first words and the end of the answer. */
export function timeAnswer(page: Page, question: string): Promise<AnswerTimes> {
  return page.evaluate(async (text) => {
    const box = document.getElementById("composer") as HTMLTextAreaElement;
    const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const before = document.querySelectorAll(".turn").length;
    box.value = text;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await nextFrame();
    const start = performance.now();
    box.form?.requestSubmit();
    const until = async (part: string) => {
      while (!document.querySelectorAll(".turn")[before]?.querySelector(part)) await nextFrame();
      return performance.now() - start;
    };
    const [step, words, whole] = await Promise.all([".step", ".answer", ".answer-foot"].map(until));
    return { step: step ?? 0, words: words ?? 0, whole: whole ?? 0 };
  }, question);
}

/** How frames came while something went on: how many a second, and how long they took in milliseconds. */
export type Frames = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly longest: number;
};

/** Watches frames from now on; the function that is returned tells of them. */
export async function watchFrames(page: Page): Promise<() => Promise<Frames>> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    const frame = (now: number) => {
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, { frameGaps: gaps });
  });
  return async () => {
    const gaps = await page.evaluate(
      () => (window as unknown as { frameGaps: number[] }).frameGaps,
    );
    const sorted = gaps.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
    return {
      perSecond: gaps.length / seconds,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      longest: at(1),
    };
  };
}
