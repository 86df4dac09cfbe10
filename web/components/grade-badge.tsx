import type { Grade } from "../../agent/events.ts";
import { GRADES } from "../text/words.ts";
import { Icon, type IconName } from "./icon.tsx";

const ICONS: Record<Grade, IconName> = {
  verified: "shield",
  metric: "check",
  sql: "bars",
  document: "document",
  none: "dot",
};

/** How the answer came to be; opened, it says why. */
export function GradeBadge({ grade }: { grade: Grade }) {
  const { name, reason } = GRADES[grade];
  return (
    <details class={`grade grade-${grade}`}>
      <summary>
        <Icon name={ICONS[grade]} size={13} />
        {name}
      </summary>
      <p>{reason}</p>
    </details>
  );
}
