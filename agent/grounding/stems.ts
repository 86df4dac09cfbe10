const COMMON = new Set(
  "the and for was were are has had not but all any our its can you who how why did out per add new off top end two one six ten day due via yet few may let met set get got see saw use own way far jan feb mar apr jun jul aug sep oct nov dec about above after again against also been before being below between both could during each from have here into more most much only other over same should some such than that their them then there these they this those through under very were what when where which while will with would your percent million billion".split(
    " ",
  ),
);

/** Words of three letters and more ("mrr"), cut to five and without a plural s, so that "churn" and "churned", "cost" and "costs" meet; without the most common. */
export function stemsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}]{3,}/gu) ?? [];
  return new Set(
    words.filter((word) => !COMMON.has(word)).map((word) => word.replace(/s$/, "").slice(0, 5)),
  );
}

/** Some stem is in both. */
export function shares(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const stem of a) if (b.has(stem)) return true;
  return false;
}
