import { bindFigures } from "./bind-figures.ts";
import { handWrittenAnswers } from "./testing/hand-written-cases.ts";
import { labelledTrials, misjudged } from "./testing/trials.ts";

const TRIALS = labelledTrials([1, 2]);

/** Share of misjudged trials, with what they are. */
function errors(isTrue: boolean): { checked: number; ratio: number; list: string } {
  const trials = TRIALS.filter((trial) => trial.isTrue === isTrue);
  const wrong = misjudged(trials);
  return {
    checked: trials.length,
    ratio: wrong.length / trials.length,
    list: wrong.map(({ what }) => what).join("\n"),
  };
}

describe("bindFigures() on the labelled set", () => {
  test("raises fewer false alarms than 2 in 100", () => {
    const { checked, ratio, list } = errors(true);
    expect(checked).toBeGreaterThan(350);
    expect(ratio, list).toBeLessThan(0.02);
  });

  test("accepts fewer wrong figures than 1 in 100", () => {
    const { checked, ratio, list } = errors(false);
    expect(checked).toBeGreaterThan(800);
    expect(ratio, list).toBeLessThan(0.01);
  });

  test("takes nothing for a figure that is none", () => {
    for (const { answer, figures, context } of handWrittenAnswers()) {
      const extra = bindFigures(answer, context).figures.filter(
        (one) => !figures.some(({ start }) => one.start <= start && one.end > start),
      );
      expect(extra, answer).toEqual([]);
    }
  });
});
