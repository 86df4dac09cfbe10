import { stemOf } from "../language/tokens.ts";
import { isLight, saidRoots, toRoot } from "./said-roots.ts";

/** Everyday words that people use for one another when they ask and when they write rules. */
const GROUPS = `
cost price charge fee pay
child kid minor
start begin began begun commence launch open
end finish stop close
allow permit may
forbid prohibit ban
employee staff worker
holiday vacation leave
buy purchase order
send submit hand
boss manager supervisor
lead led head run ran manage
hold held
give given gave
take taken took
write wrote written
sell sold
choose chose chosen
lose lost
teach taught
bring brought
own responsible
refund repay reimburse
cancel terminate
phone telephone mobile
picture photo image
trip travel journey
illness sickness sick ill
salary wage pay
doctor physician medical
guest visitor
firm company
change amend alter
increase raise
rise rose risen
fall fell fallen drop
decrease reduction cut
meal food
deliver ship
error mistake
keep kept retain store
delete remove erase
need require must include contain
limit maximum cap most more exceed highest
minimum least lowest
`;

const LINES: readonly (readonly string[])[] = GROUPS.trim()
  .split("\n")
  .map((line) => line.split(" "));

const LIKE: ReadonlyMap<string, readonly string[]> = toMap();

function toMap(): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const line of LINES) {
    const roots = line.map((word) => toRoot(stemOf(word)));
    for (const root of roots) {
      const others = roots.filter((other) => other !== root);
      map.set(root, [...(map.get(root) ?? []), ...others]);
    }
  }
  return map;
}

/** Roots that may stand for a root; empty for most. */
export function likeRoots(root: string): readonly string[] {
  return LIKE.get(root) ?? [];
}

/** Words that may stand for a word, as they are written; empty for most. */
export function likeWords(word: string): readonly string[] {
  const root = toRoot(stemOf(word));
  const line = LINES.find((words) => words.some((one) => toRoot(stemOf(one)) === root));
  return line?.filter((one) => toRoot(stemOf(one)) !== root) ?? [];
}

/** True when a text has each of the words, or one like it. */
export function carries(text: string, words: readonly string[]): boolean {
  const said = saidRoots(text);
  return words
    .flatMap((word) => [...saidRoots(word)])
    .every(
      (root) => isLight(root) || said.has(root) || likeRoots(root).some((like) => said.has(like)),
    );
}
