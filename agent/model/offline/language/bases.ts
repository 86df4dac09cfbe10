/** What a verb's form may be made of: "reaching" of "reach", "having" of "have", "planned" of "plan". */
export function basesOf(word: string): string[] {
  const base = word.replace(/(?:ing|ed|est|er)$/, "");
  return base === word || base.length < 3 ? [] : [base, `${base}e`, base.replace(/(.)\1$/, "$1")];
}
