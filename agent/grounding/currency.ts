/** Symbols that are written before an amount; other currencies go by their code. */
const SYMBOLS: Readonly<Record<string, string>> = {
  USD: "$",
  EUR: "€",
  GBP: "£",
  JPY: "¥",
  INR: "₹",
  KRW: "₩",
};

/** Currencies that share a sign with the one it stands for here. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  USD: ["CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "BRL"],
  JPY: ["CNY"],
};

const CODE_LIST =
  "USD EUR GBP JPY INR KRW CHF CAD AUD NZD CNY SEK NOK DKK PLN CZK HUF BRL MXN ZAR SGD HKD ILS TRY AED SAR THB IDR";
const CODES = new Set(CODE_LIST.split(" "));

/** Body of a pattern for any code, in capitals. */
export const CURRENCY_CODE = `(?:${CODE_LIST.replaceAll(" ", "|")})`;

/** The ISO code that a unit of the model stands for (`usd`, `EUR`); `currency` for "money" in general; undefined for anything else. */
export function currencyOf(unit: string | undefined, currency = "USD"): string | undefined {
  if (unit === undefined) return undefined;
  if (/^(?:currency|money)$/i.test(unit)) return currency.toUpperCase();
  const code = unit.toUpperCase();
  return CODES.has(code) ? code : undefined;
}

/** "$", "€"; for others the code and a space. */
export function symbolOf(code: string): string {
  return SYMBOLS[code] ?? `${code} `;
}

const BY_SYMBOL = new Map(Object.entries(SYMBOLS).map(([code, symbol]) => [symbol, code]));
const BY_WORD: Readonly<Record<string, string>> = {
  dollar: "USD",
  dollars: "USD",
  euro: "EUR",
  euros: "EUR",
  pounds: "GBP",
  yen: "JPY",
  us$: "USD",
  ca$: "CAD",
  a$: "AUD",
};

/** The code for "$", "€", "EUR", "euros"; undefined for other text. */
export function currencyIn(text: string): string | undefined {
  return BY_SYMBOL.get(text) ?? BY_WORD[text.toLowerCase()] ?? currencyOf(text);
}

/** An amount written in `written` may be one of `stored`: the same, or one that shares its sign. */
export function isSameCurrency(written: string, stored: string): boolean {
  return written === stored || (SHARED[written]?.includes(stored) ?? false);
}
