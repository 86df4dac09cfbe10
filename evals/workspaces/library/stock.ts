import { addDays } from "../days.ts";
import type { Random } from "../random.ts";

export type Branch = {
  readonly code: string;
  readonly name: string;
  readonly district: string;
  readonly opened: string;
  readonly weight: number;
};

export const BRANCHES: readonly Branch[] = [
  { code: "OT", name: "Old Town", district: "Centre", opened: "1921-05-02", weight: 30 },
  { code: "HA", name: "Harbour", district: "Waterfront", opened: "1974-09-14", weight: 22 },
  { code: "LP", name: "Linden Park", district: "East Side", opened: "1988-03-19", weight: 18 },
  { code: "NG", name: "Northgate", district: "North Side", opened: "2003-10-11", weight: 14 },
  { code: "MS", name: "Mill Street", district: "Mill Quarter", opened: "1959-06-27", weight: 11 },
];

export type Genre =
  | "Fiction"
  | "Crime"
  | "History"
  | "Science"
  | "Children"
  | "Comics"
  | "Travel"
  | "Cooking";

/** `share` of the titles; `study` is how much students like the genre; `words` make its titles. */
export const GENRES: Readonly<
  Record<
    Genre,
    { readonly share: number; readonly study: number; readonly words: readonly string[] }
  >
> = {
  Fiction: {
    share: 20,
    study: 1,
    words: [
      "The Glass Orchard",
      "A Winter in Salt",
      "Letters to Nobody",
      "The Quiet Ferry",
      "Seven Rooms",
      "Paper Rivers",
      "The Weight of Bells",
      "Under Slow Skies",
      "Other People's Gardens",
      "The Lamplighter's Niece",
      "A House by the Weir",
      "Northern Hours",
    ],
  },
  Crime: {
    share: 16,
    study: 0.8,
    words: [
      "Death at Low Tide",
      "The Ninth Witness",
      "Cold Harvest",
      "A Taste of Iron",
      "The Lockkeeper",
      "Murder on Platform Two",
      "Dead Reckoning Lane",
      "The Borrowed Knife",
      "Nobody's Alibi",
      "The Silent Auction",
    ],
  },
  History: {
    share: 11,
    study: 2.5,
    words: [
      "Salt Roads",
      "A City of Guilds",
      "The Canal Builders",
      "Maps and Empires",
      "The Long Winter of 1709",
      "Weavers and Kings",
      "Bread and Barricades",
    ],
  },
  Science: {
    share: 11,
    study: 3,
    words: [
      "How Rivers Think",
      "The Patient Atom",
      "Counting the Stars",
      "A Short Book of Chance",
      "What Trees Remember",
      "The Curious Cell",
      "Heat",
    ],
  },
  Children: {
    share: 18,
    study: 0.3,
    words: [
      "Milo and the Moon Bus",
      "The Cat Who Ran a Library",
      "Three Bears and a Bike",
      "Nora Builds a Boat",
      "The Dragon Next Door",
      "Where Socks Go",
      "A Snail Named Speed",
      "The Upside-Down Picnic",
      "Ten Small Owls",
      "Grandpa's Robot",
      "The Secret Tree House",
    ],
  },
  Comics: {
    share: 10,
    study: 1.4,
    words: [
      "Captain Turnip",
      "Robot Laundry",
      "The Night Shift Heroes",
      "Pocket Monstrosity",
      "Zine City",
      "Ghost Interns",
    ],
  },
  Travel: {
    share: 7,
    study: 0.6,
    words: [
      "Slow Trains East",
      "Islands Without Cars",
      "A Walk around the Lake",
      "Forty Passes",
      "The Coast Path",
    ],
  },
  Cooking: {
    share: 7,
    study: 0.7,
    words: [
      "Soup for Every Day",
      "The Rye Book",
      "Ten Ingredients",
      "Market Kitchen",
      "Pickle Everything",
    ],
  },
};

export type Title = {
  readonly id: string;
  readonly name: string;
  readonly author: string;
  readonly genre: Genre;
  readonly year: number;
  /** How much it is wanted. */
  readonly fame: number;
};

const FIRST = [
  "Alma",
  "Jonas",
  "Priya",
  "Tomas",
  "Ingrid",
  "Wen",
  "Amara",
  "Felix",
  "Lucia",
  "Oskar",
  "Mina",
  "Ruben",
];
const LAST = [
  "Haldane",
  "Okafor",
  "Lindqvist",
  "Moreau",
  "Castell",
  "Yilmaz",
  "Brandt",
  "Novak",
  "Quill",
  "Sato",
  "Ferrer",
];

export function makeTitles(random: Random): readonly Title[] {
  const genres = Object.keys(GENRES) as Genre[];
  return genres
    .flatMap((genre) => GENRES[genre].words.map((name) => ({ genre, name })))
    .map(({ genre, name }, index) => ({
      id: `T${String(index + 1).padStart(3, "0")}`,
      name,
      author: `${random.pick(FIRST)} ${random.pick(LAST)}`,
      genre,
      year: random.between(1998, 2024),
      fame: 0.4 + 2.6 * random.next() ** 2,
    }));
}

/** The number counts within a branch: only branch and number together name a copy. */
export type Copy = {
  readonly branch: string;
  readonly number: number;
  readonly title: Title;
  readonly acquired: string;
};

export function makeCopies(titles: readonly Title[], random: Random): readonly Copy[] {
  return BRANCHES.flatMap(({ code, weight }) => {
    const count = Math.round(weight * 5);
    return Array.from({ length: count }, (_, index) => ({
      branch: code,
      number: 1001 + index,
      title: random.weighted(
        titles.map((title) => [title, title.fame * GENRES[title.genre].share] as const),
      ),
      acquired: addDays("2021-01-04", random.between(0, 1600)),
    }));
  });
}
