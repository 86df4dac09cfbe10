import type { Health } from "./check.ts";
import type { Examined } from "./examine.ts";

const SIGNS: Readonly<Record<Health, string>> = { ok: "✓", note: "·", warning: "!", failed: "✗" };
const WIDTH = 13;

/** A line for each finding, and one for what to do about it. */
export function toText({ name, findings, waitsFor }: Examined): string {
  if (waitsFor !== undefined)
    return line(
      SIGNS.note,
      name,
      `not looked at: the ${waitsFor.toLowerCase()} must be mended first`,
    );
  return findings
    .map(({ health, words, todo }, i) => {
      const shown = line(SIGNS[health], i === 0 ? name : "", words);
      return todo === undefined || health === "ok"
        ? shown
        : `${shown}${line(" ", "", `→ ${todo}`)}`;
    })
    .join("");
}

/** How many failed, and how many are worth a look. */
export function toSummary(all: readonly Examined[]): string {
  const count = (health: Health) =>
    all.reduce(
      (sum, { findings }) => sum + findings.filter((one) => one.health === health).length,
      0,
    );
  const [broken, amiss] = [count("failed"), count("warning")];
  if (broken === 0 && amiss === 0) return "\nEverything that the service needs is there\n";
  return `\n${broken} failed, ${amiss} worth a look\n`;
}

function line(sign: string, name: string, words: string): string {
  return `${sign} ${name.padEnd(WIDTH)} ${words}\n`;
}
