/** Keeps out of an answer, as it streams, what would fetch something or lead away; what is undecided is held back. */
export type AddressGuard = {
  /** Text that can be shown now; may be empty. */
  push(delta: string): string;
  /** What was held back. */
  end(): string;
};

/** An answer is held back at most so long for a bracket to close. */
const MOST_HELD = 2_000;

/**
 * A language model may be talked by a document or a row into an image or a link that carries figures out: whoever renders the
 * Markdown would fetch it, the client of this house or another. So images, tags and links become their words. Links to documents
 * by their name stay, and so do addresses that stand as they are in what was asked or found (`isKnown`).
 */
export function createAddressGuard(isKnown: (address: string) => boolean): AddressGuard {
  let held = "";
  return {
    push(delta) {
      held += delta;
      const safe = undecidedFrom(held);
      const shown = withoutAddresses(held.slice(0, safe), isKnown);
      held = held.slice(safe);
      return shown;
    },
    end() {
      const rest = withoutAddresses(held, isKnown);
      held = "";
      return rest;
    },
  };
}

const LINK =
  /(!?)\[((?:[^[\]]|\[[^[\]]*\])*)\]\(\s*<?((?:[^()\s<>]|\([^()]*\))*)>?(?:\s[^()]*)?\)/g;
const TAG =
  /<\/?(?:a|area|audio|base|body|button|embed|form|frame|iframe|image|img|input|link|meta|object|picture|script|source|style|svg|track|video)(?:[\s/][^<>]*)?>/gi;
const SCHEME = String.raw`(?:(?<![a-z\d])(?:(?:https?|ftp|wss?|file):\/\/|mailto:|javascript:|data:[a-z]+\/|www\.)|(?<![\w:/])\/\/(?=[\w-]+\.))`;
const ADDRESS = new RegExp(String.raw`<?(${SCHEME}[^\s<>"'\`)\]]*)>?`, "gi");
/** A document by its name, in folders perhaps; nothing that could carry a word of its own. */
const DOCUMENT = /^(?:\.\/)?[^:/?#\\%]+(?:\/[^:/?#\\%]+)*\.[a-z]{2,5}(?:#[\w-]*)?$/i;

/** More of an address than how it begins. */
const HOST = /[\w-]\.\w/;

/** A whole text, as the guard lets it through. */
export function withoutAddresses(text: string, isKnown: (address: string) => boolean): string {
  const stays = (address: string) => HOST.test(address) && isKnown(address);
  const unlink = (link: string, ...[mark, words, address]: string[]) => {
    if (mark === "" && DOCUMENT.test(address ?? "")) return link;
    return mark === "" && stays(address ?? "") ? `${words} ${address}` : (words ?? "");
  };
  let plain = text;
  // What stood in a link's words may be one itself.
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain.replace(LINK, unlink);
  }
  return plain
    .replace(TAG, "")
    .replace(ADDRESS, (whole, address: string) =>
      stays(address.replace(/[.,;:!?]+$/, "")) ? whole : "(address left out)",
    );
}

/** Where the first thing begins that may still become a link, a tag or an address. */
function undecidedFrom(text: string): number {
  const starts = [openBracket(text), openTag(text), openAddress(text)];
  const first = Math.min(...starts.filter((at) => text.length - at <= MOST_HELD), text.length);
  // What it is glued to may become one address with it.
  return first === text.length ? first : text.slice(0, first).search(/\S*$/);
}

const NONE = Number.POSITIVE_INFINITY;

function openBracket(text: string): number {
  const bracket = /!?\[(?:[^[\]]|\[[^[\]]*\]?)*(?:\](?:\((?:[^()]|\([^()]*\)?)*)?)?$/.exec(text);
  if (bracket) return bracket.index;
  return text.endsWith("!") ? text.length - 1 : NONE;
}

function openTag(text: string): number {
  return /<(?:[a-z/][^<>]*)?$/i.exec(text)?.index ?? NONE;
}

const BEGINNINGS =
  "http:// https:// ftp:// ws:// wss:// file:// mailto: javascript: data:image/ www. //".split(" ");
const GROWING =
  /(?:(?:https?|ftp|wss?|file):\/\/|mailto:|javascript:|data:|www\.|\/\/)[^\s<>"'`)\]]*$/i;

/** An address that may go on, or letters that may begin one. */
function openAddress(text: string): number {
  const growing = GROWING.exec(text);
  if (growing) return growing.index;
  const end = text.slice(-12).toLowerCase();
  const longest = BEGINNINGS.flatMap((one) =>
    Array.from({ length: one.length }, (_, i) => one.slice(0, i + 1)),
  ).filter((one) => end.endsWith(one) && !/[a-z\d]/.test(end.at(-one.length - 1) ?? ""));
  const length = Math.max(0, ...longest.map((beginning) => beginning.length));
  return length > 0 ? text.length - length : NONE;
}
