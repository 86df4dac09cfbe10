import { toVisible } from "../text/plain.ts";
import { each } from "./each.ts";
import { Icon } from "./icon.tsx";

/** What an answer does not show and why: what a role may not see, what was cut, what could not be read. */
export function Limits({ limits }: { limits: readonly string[] }) {
  return (
    <ul class="limits" aria-label="Not shown, and why">
      {each(limits, (limit) => (
        <li dir="auto">
          <Icon name="hidden" size={14} />
          {toVisible(limit)}
        </li>
      ))}
    </ul>
  );
}
