import { basesOf } from "../language/bases.ts";
import type { Lexicon } from "../language/lexicon.ts";
import { stemsOf } from "../language/tokens.ts";
import { FILLER_WORDS } from "../language/words.ts";
import { HIGH, LOW } from "./read-ranking.ts";
import type { Scan } from "./scan.ts";

/** "Without returns": what is left out must be known, however plain the word. */
const LEFT_OUT =
  /\b(?:excluding|except(?: for)?|without|other than|apart from|ignoring|leaving out)(?: the| our| any)? (?!the\b|our\b|any\b)([a-z]\w+)/;

/** "Before and after the price increase": what happened is no period, however plain its words. */
const AROUND =
  /\b(?:before|after)(?: (?:and|or|vs|versus) (?:before|after))? (?:the |our |its )([a-z]+(?: [a-z]+)?)/;

/** "After the best one" is no event. */
const RANKED = new RegExp(`^(?:${HIGH}|${LOW})\\b`);

/** Words that nothing in the language or the model explains, and numbers that nothing is limited by. */
export function readUnknown(scan: Scan, lexicon: Lexicon): string[] {
  takeBearers(scan);
  scan.takeAll(HANDLED);
  const leftOut = scan.matchAll(LEFT_OUT).map((match) => match[1] ?? "");
  scan.takeAll(/\bin @n\d+ (?:minutes?|hours?)\b/);
  scan.takeAll(/\b(?:at|by|as of|until) (?:the )?(?:end|close) of(?= (?:each |every |the )?@t)/);
  // No aggregate of the model stands for these.
  const odd = scan
    .matchAll(/\b(percentiles?|quantiles?|variance|deviation)\b/)
    .map((match) => match[1] ?? "");
  const events = scan
    .matchAll(AROUND)
    .map((match) => match[1] ?? "")
    .filter((event) => !RANKED.test(event));
  const numbers = scan.unusedNumbers().map((index) => scan.numbers[index]?.text ?? "");
  return [...new Set([...leftOut, ...odd, ...events, ...unknownWords(scan, lexicon), ...numbers])];
}

/** "How many invoices did we send", "cheques received": what is done with all of them says nothing of some. */
const HANDLED =
  /\b(?:did|do|does|have|has|had) (?:we|you|they) (?:ever |already |actually )?(?:send|sent|receive|received|carry|carried|shift|shifted|process|processed|issue|issued|log|logged|offer|offered|handle)\b|(?<=@x\d+ )(?:we )?(?:were |was )?(?:sent|received|processed|issued|logged)\b/;

const BEARERS =
  "holders?|owners?|members?|users?|clients?|customers?|people|person|buyers?|guests?|ones?|types?|kinds?|plans?|tiers?|segments?|levels?|class|category|regions?|areas?|branch|teams?|groups?|channels?|methods?|status|folks";

/** "Day pass holders", "gold members": those who bear a value, by a word that the model has not. */
function takeBearers(scan: Scan): void {
  for (const match of scan.matchAll(new RegExp(`@x(\\d+) (?:${BEARERS})\\b`))) {
    const name = scan.names[Number(match[1])];
    if (name?.meanings.some(({ kind }) => kind === "value"))
      scan.take(new RegExp(`(?<=@x${match[1]} )(?:${BEARERS})\\b`));
  }
}

function unknownWords(scan: Scan, { fieldWords, metricWords }: Lexicon): string[] {
  const valued = scan.names.flatMap(({ meanings }) =>
    meanings.flatMap((m) => (m.kind === "value" ? [m.field] : [])),
  );
  const partly = scan.names.flatMap(({ partial, meanings }) =>
    meanings.flatMap((m) => (partial && m.kind === "value" ? stemsOf(m.value) : [])),
  );
  const said = new Set([
    ...valued.flatMap((field) => [...(fieldWords.get(field) ?? [])]),
    ...partly,
    ...scan.names.flatMap(({ meanings: [only, another] }) => {
      if (another || !only) return [];
      if (only.kind === "metric") return [...(metricWords.get(only.metric) ?? [])];
      return only.kind === "field" ? [...(fieldWords.get(only.field) ?? [])] : [];
    }),
  ]);
  return scan
    .unknown()
    .filter(({ stem, text }) => !said.has(stem) && !basesOf(text).some((base) => said.has(base)))
    .filter(
      ({ text, stem }) => ![text, stem, ...basesOf(text)].some((form) => FILLER_WORDS.has(form)),
    )
    .map(({ text }) => text);
}
