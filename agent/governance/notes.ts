/** What was kept back of an answer, and why. */
export type Note = {
  /** Groups that are not shown. */
  readonly groups: number;
  /** What is not shown by name: periods. */
  readonly named: readonly string[];
  /** A clause behind "since"; a sentence of its own where nothing is named. */
  readonly why: string;
};

/** Periods that are named one by one. */
const MOST = 3;

/** Notes as sentences without a full stop, one a reason. */
export function sentencesOf(notes: readonly Note[]): readonly string[] {
  return [...new Set(notes.map(({ why }) => why))].map((why) => {
    const same = notes.filter((note) => note.why === why);
    const groups = same.reduce((sum, note) => sum + note.groups, 0);
    const named = [...new Set(same.flatMap((note) => note.named))];
    const counted = groups === 0 ? [] : [`${groups} ${groups === 1 ? "group" : "groups"}`];
    const more = named.length - MOST;
    const shown = more > 1 ? [...named.slice(0, MOST), `${more} periods more`] : named;
    const what = [...counted, ...shown].join(", ");
    return what === "" ? why : `Not shown: ${what}, since ${why}`;
  });
}
