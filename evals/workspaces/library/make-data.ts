import type { CsvTable } from "../csv.ts";
import { addDays, daysFrom, monthsFrom, weekday } from "../days.ts";
import { createRandom, type Random } from "../random.ts";
import {
  BRANCHES,
  type Branch,
  type Copy,
  GENRES,
  makeCopies,
  makeTitles,
  type Title,
} from "./stock.ts";

const FIRST_DAY = "2024-01-02";
const LAST_DAY = "2025-06-19";
const MEMBERS = 420;
const LOANS_A_DAY = 9;

type CardType = "Adult" | "Student" | "Child" | "Senior";
type Member = {
  readonly id: string;
  readonly card: CardType;
  readonly district: string;
  readonly joined: string;
};

/** Every table of the library workspace, the same each time. */
export function libraryTables(): readonly CsvTable[] {
  const random = createRandom(20_250_619);
  const titles = makeTitles(random);
  const copies = makeCopies(titles, random);
  const members = makeMembers(random);
  return [
    {
      name: "branches",
      columns: ["branch_code", "branch_name", "district", "opened_on"],
      rows: BRANCHES.map(({ code, name, district, opened }) => [code, name, district, opened]),
    },
    {
      name: "titles",
      columns: ["title_id", "title", "author", "genre", "published_year"],
      rows: titles.map(({ id, name, author, genre, year }) => [id, name, author, genre, year]),
    },
    {
      name: "copies",
      columns: ["branch_code", "copy_number", "title_id", "acquired_on"],
      rows: copies.map(({ branch, number, title, acquired }) => [
        branch,
        number,
        title.id,
        acquired,
      ]),
    },
    {
      name: "members",
      columns: ["member_id", "card_type", "home_district", "joined_on"],
      rows: members.map(({ id, card, district, joined }) => [id, card, district, joined]),
    },
    { name: "loans", columns: LOAN_COLUMNS, rows: makeLoans(copies, members, random) },
    { name: "loan_goals", columns: ["branch_code", "month", "loans_goal"], rows: makeGoals() },
  ];
}

function makeMembers(random: Random): readonly Member[] {
  const cards = [
    ["Adult", 46],
    ["Student", 22],
    ["Child", 20],
    ["Senior", 12],
  ] as const;
  const districts = [...BRANCHES.map(({ district }) => district), "Outside the city"];
  const members = Array.from({ length: MEMBERS }, () => ({
    card: random.weighted<CardType>(cards),
    district: random.pick(districts),
    joined: addDays("2019-03-01", random.between(0, 2295)),
  }));
  return members
    .toSorted((a, b) => (a.joined < b.joined ? -1 : 1))
    .map((member, index) => ({ id: String(index + 1).padStart(5, "0"), ...member }));
}

const LOAN_COLUMNS = [
  "loan_id",
  "branch_code",
  "copy_number",
  "member_id",
  "loaned_on",
  "due_on",
  "returned_on",
  "renewals",
  "fine_eur",
  "voided",
];

function makeLoans(
  copies: readonly Copy[],
  members: readonly Member[],
  random: Random,
): CsvTable["rows"] {
  const rows: CsvTable["rows"][number][] = [];
  const backOn = new Map<Copy, string>();
  for (const day of daysFrom(FIRST_DAY, LAST_DAY)) {
    for (let asked = howMany(day, random); asked > 0; asked -= 1) {
      const branch = random.weighted(BRANCHES.map((one) => [one, demand(one, day)] as const));
      if (demand(branch, day) === 0) continue;
      const member = random.pick(members);
      const copy = findCopy(copies, { branch, day, member, backOn }, random);
      if (!copy || member.joined > day) continue;
      const loan = lend(day, { copy, member }, random);
      backOn.set(copy, loan.returned ?? "9999-12-31");
      rows.push([
        `L${String(rows.length + 1).padStart(6, "0")}`,
        copy.branch,
        copy.number,
        member.id,
        day,
        loan.due,
        loan.returned,
        loan.renewals,
        loan.fine.toFixed(2),
        random.next() < 0.015,
      ]);
    }
  }
  return rows;
}

/** More in winter and in the holidays of July, fewer in August. */
const SEASON = [1.2, 1.1, 1.1, 0.95, 0.9, 0.95, 1.15, 0.7, 0.95, 1.05, 1.15, 1.0];

function howMany(day: string, random: Random): number {
  const expected =
    LOANS_A_DAY * (SEASON[Number(day.slice(5, 7)) - 1] ?? 1) * (day >= "2025" ? 1.08 : 1);
  return Math.round(expected * (0.6 + 0.8 * random.next()));
}

/** Closed on Sundays but for Old Town since September 2024; Harbour closed for its renovation; Northgate's schools. */
function demand({ code, weight }: Branch, day: string): number {
  if (weekday(day) === 0 && !(code === "OT" && day >= "2024-09-01")) return 0;
  if (code === "HA" && day >= "2025-03-10" && day <= "2025-04-20") return 0;
  if (code === "NG" && day >= "2024-09-01") return weight * 1.5;
  return weight;
}

type Wish = {
  readonly branch: Branch;
  readonly day: string;
  readonly member: Member;
  readonly backOn: ReadonlyMap<Copy, string>;
};

function findCopy(
  copies: readonly Copy[],
  { branch, day, member, backOn }: Wish,
  random: Random,
): Copy | undefined {
  const free = copies.filter(
    (copy) => copy.branch === branch.code && copy.acquired <= day && (backOn.get(copy) ?? "") < day,
  );
  if (free.length === 0) return undefined;
  return random.weighted(free.map((copy) => [copy, appeal(copy.title, member)] as const));
}

function appeal({ genre, fame }: Title, { card }: Member): number {
  const isForChildren = genre === "Children" || genre === "Comics";
  if (card === "Child") return isForChildren ? 8 * fame : fame;
  if (card === "Student") return GENRES[genre].study * fame;
  return isForChildren ? 0.4 * fame : fame;
}

function lend(day: string, { copy, member }: { copy: Copy; member: Member }, random: Random) {
  const period = copy.title.genre === "Comics" ? 14 : 21;
  const renewals = random.weighted([
    [0, 70],
    [1, 22],
    [2, 8],
  ] as const);
  const due = addDays(day, period * (renewals + 1));
  const late = random.next() < (member.card === "Student" ? 0.2 : 0.11) ? random.between(1, 24) : 0;
  const out =
    late > 0 ? period * (renewals + 1) + late : random.between(2, period * (renewals + 1));
  const back = addDays(day, out);
  const returned = back <= LAST_DAY ? back : null;
  const isFree = member.card === "Child" && due >= "2025-01-01";
  const fine = late > 0 && returned !== null && !isFree ? Math.min(late * 0.3, 6) : 0;
  return { due, returned, renewals, fine };
}

/** Set in advance, so neither the renovation nor the schools are in them. */
function makeGoals(): CsvTable["rows"] {
  const total = BRANCHES.reduce((sum, { weight }) => sum + weight, 0);
  return monthsFrom("2024-01-01", 18).flatMap((month) =>
    BRANCHES.map(({ code, weight }) => {
      const season = SEASON[Number(month.slice(5, 7)) - 1] ?? 1;
      const goal = LOANS_A_DAY * 21 * season * (weight / total) * (month >= "2025" ? 1.06 : 1);
      return [code, month, Math.round(goal / 5) * 5];
    }),
  );
}
